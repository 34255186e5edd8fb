using System.Collections.Generic;

namespace IpmiPS.Oem;

/// <summary>Huawei.</summary>
internal sealed class HuaweiProfile() : OemProfile(2011)
{
    /// <summary>The account of the V5 servers, which xFusion makes today.</summary>
    public static readonly DefaultAccount V5 = new("Huawei and xFusion (iBMC)", "Administrator", "Admin@9000", "Huawei, iBMC user guides of V5 servers");

    public override IReadOnlyList<DefaultAccount> DefaultAccounts { get; } =
    [
        new("Huawei (iBMC)", "root", "Huawei12#$", "Huawei, iBMC user guides of V2 and V3 servers"),
        V5,
    ];
}
