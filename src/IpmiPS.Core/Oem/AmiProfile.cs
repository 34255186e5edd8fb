using System.Collections.Generic;

namespace IpmiPS.Oem;

/// <summary>AMI, whose MegaRAC firmware many vendors use.</summary>
internal sealed class AmiProfile() : OemProfile(20974)
{
    public override IReadOnlyList<DefaultAccount> DefaultAccounts { get; } =
    [
        new("AMI MegaRAC", "sysadmin", "superuser", "AMI, MegaRAC SP user guides"),
    ];
}
