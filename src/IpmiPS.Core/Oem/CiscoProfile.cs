using System.Collections.Generic;

namespace IpmiPS.Oem;

/// <summary>Cisco.</summary>
internal sealed class CiscoProfile() : OemProfile(9, 5771, 5842, 26484)
{
    public override IReadOnlyList<DefaultAccount> DefaultAccounts { get; } =
    [
        new("Cisco (CIMC)", "admin", "password", "Cisco, UCS C-Series installation guides"),
    ];
}
