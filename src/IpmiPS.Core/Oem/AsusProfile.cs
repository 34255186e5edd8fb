using System.Collections.Generic;

namespace IpmiPS.Oem;

/// <summary>ASUS.</summary>
internal sealed class AsusProfile() : OemProfile(2623)
{
    public override IReadOnlyList<DefaultAccount> DefaultAccounts { get; } =
    [
        new("ASUS", "admin", "admin", DefaultAccount.PenetrationTestersGuide),
    ];
}
