using System.Collections.Generic;

namespace IpmiPS.Oem;

/// <summary>Quanta.</summary>
internal sealed class QuantaProfile() : OemProfile(7244, 44294)
{
    public override IReadOnlyList<DefaultAccount> DefaultAccounts { get; } =
    [
        new("Quanta", "root", "superuser", "Quanta QSSC-S4R, technical product specification, table 194"),
    ];
}
