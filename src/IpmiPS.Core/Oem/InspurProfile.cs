using System.Collections.Generic;

namespace IpmiPS.Oem;

/// <summary>Inspur.</summary>
internal sealed class InspurProfile() : OemProfile(37945, 48512, 52893)
{
    public override IReadOnlyList<DefaultAccount> DefaultAccounts { get; } =
    [
        new("Inspur", "admin", "admin", "Inspur OB5161M5, user manual, section 5.12"),
    ];
}
