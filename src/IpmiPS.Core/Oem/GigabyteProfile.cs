using System.Collections.Generic;

namespace IpmiPS.Oem;

/// <summary>Gigabyte.</summary>
internal sealed class GigabyteProfile() : OemProfile(15370)
{
    public override IReadOnlyList<DefaultAccount> DefaultAccounts { get; } =
    [
        new("Gigabyte", "admin", "password", "Gigabyte, management console user guides"),
    ];
}
