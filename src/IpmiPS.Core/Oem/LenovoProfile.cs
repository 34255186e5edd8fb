using System.Collections.Generic;

namespace IpmiPS.Oem;

/// <summary>Lenovo, and IBM before it.</summary>
internal sealed class LenovoProfile() : OemProfile(2, 4769, 19046, 20301, 52117)
{
    public override IReadOnlyList<DefaultAccount> DefaultAccounts { get; } =
    [
        new("IBM and Lenovo (IMM, XCC)", "USERID", "PASSW0RD", DefaultAccount.PenetrationTestersGuide + "; Lenovo, XClarity Controller user guide"),
    ];
}
