using System.Collections.Generic;

namespace IpmiPS.Oem;

/// <summary>Intel.</summary>
internal sealed class IntelProfile() : OemProfile(343)
{
    public override IReadOnlyList<DefaultAccount> DefaultAccounts { get; } =
    [
        new("Intel", "root", "superuser", "Intel, server boards of the S5000 generation, technical product specifications"),
    ];
}
