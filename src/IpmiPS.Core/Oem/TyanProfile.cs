using System.Collections.Generic;

namespace IpmiPS.Oem;

/// <summary>Tyan.</summary>
internal sealed class TyanProfile() : OemProfile(6653)
{
    public override IReadOnlyList<DefaultAccount> DefaultAccounts { get; } =
    [
        new("Tyan", "root", "superuser", "Tyan, BMC configuration guides"),
    ];
}
