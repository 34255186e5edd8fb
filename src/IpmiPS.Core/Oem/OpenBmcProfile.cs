using System.Collections.Generic;

namespace IpmiPS.Oem;

/// <summary>The OpenBMC project.</summary>
internal sealed class OpenBmcProfile() : OemProfile(49871)
{
    public override IReadOnlyList<DefaultAccount> DefaultAccounts { get; } =
    [
        new("OpenBMC", "root", "0penBmc", "OpenBMC, README of the project"),
    ];
}
