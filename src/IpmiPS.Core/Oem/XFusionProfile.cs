using System.Collections.Generic;

namespace IpmiPS.Oem;

/// <summary>xFusion, formerly Huawei's server division.</summary>
internal sealed class XFusionProfile() : OemProfile(58132)
{
    public override IReadOnlyList<DefaultAccount> DefaultAccounts { get; } = [HuaweiProfile.V5];
}
