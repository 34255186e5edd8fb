using System.Collections.Generic;

namespace IpmiPS.Oem;

/// <summary>HPE, and HP before it.</summary>
internal sealed class HpeProfile() : OemProfile(11, 47196)
{
    public override IReadOnlyList<DefaultAccount> DefaultAccounts { get; } =
    [
        new("HP and HPE (iLO)", "Administrator", null, DefaultAccount.PenetrationTestersGuide),
    ];
}
