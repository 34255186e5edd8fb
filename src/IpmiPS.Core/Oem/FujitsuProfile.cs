using System.Collections.Generic;

namespace IpmiPS.Oem;

/// <summary>Fujitsu.</summary>
internal sealed class FujitsuProfile() : OemProfile(211, 231, 10368)
{
    public override IReadOnlyList<DefaultAccount> DefaultAccounts { get; } =
    [
        new("Fujitsu (iRMC)", "admin", "admin", DefaultAccount.PenetrationTestersGuide),
    ];
}
