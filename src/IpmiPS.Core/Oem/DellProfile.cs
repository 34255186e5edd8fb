using System.Collections.Generic;

namespace IpmiPS.Oem;

/// <summary>Dell.</summary>
internal sealed class DellProfile() : OemProfile(674)
{
    public override FanControl Fans { get; } = new DellFanControl();

    public override IReadOnlyList<DefaultAccount> DefaultAccounts { get; } =
    [
        new("Dell (iDRAC)", "root", "calvin", DefaultAccount.PenetrationTestersGuide),
    ];
}
