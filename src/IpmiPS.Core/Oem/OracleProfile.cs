using System.Collections.Generic;

namespace IpmiPS.Oem;

/// <summary>Oracle, and Sun before it.</summary>
internal sealed class OracleProfile() : OemProfile(42, 111)
{
    public override IReadOnlyList<DefaultAccount> DefaultAccounts { get; } =
    [
        new("Oracle and Sun (ILOM)", "root", "changeme", DefaultAccount.PenetrationTestersGuide),
    ];
}
