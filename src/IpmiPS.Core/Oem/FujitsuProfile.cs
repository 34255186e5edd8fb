using System.Collections.Generic;
using IpmiPS.Events;

namespace IpmiPS.Oem;

/// <summary>Fujitsu.</summary>
internal sealed class FujitsuProfile() : OemProfile(211, 231, 10368)
{
    public override IReadOnlyList<DefaultAccount> DefaultAccounts { get; } =
    [
        new("Fujitsu (iRMC)", "admin", "admin", DefaultAccount.PenetrationTestersGuide),
    ];

    public override string? NameSensorType(int productId, byte sensorType) => FujitsuStates.NameSensorType(productId, sensorType);

    public override EventState? FindState(OemState state) => FujitsuStates.Find(state);
}
