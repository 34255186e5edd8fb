using System.Collections.Generic;

namespace IpmiPS.Oem;

/// <summary>H3C.</summary>
internal sealed class H3cProfile() : OemProfile(25506)
{
    public override IReadOnlyList<DefaultAccount> DefaultAccounts { get; } =
    [
        new("H3C (HDM)", "admin", "Password@_", "H3C, HDM user guides"),
    ];
}
