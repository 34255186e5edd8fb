using System.Collections.Generic;

namespace IpmiPS.Oem;

/// <summary>ASRock Rack.</summary>
internal sealed class AsrockRackProfile() : OemProfile(49622)
{
    public override IReadOnlyList<DefaultAccount> DefaultAccounts { get; } =
    [
        new("ASRock Rack", "admin", "admin", "ASRock Rack, BMC user guides"),
    ];
}
