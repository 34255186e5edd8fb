using System.Collections.Generic;
using IpmiPS.Events;

namespace IpmiPS.Oem;

/// <summary>HPE, and HP before it.</summary>
internal sealed class HpeProfile() : OemProfile(11, 47196)
{
    public override IReadOnlyList<DefaultAccount> DefaultAccounts { get; } =
    [
        new("HP and HPE (iLO)", "Administrator", null, DefaultAccount.PenetrationTestersGuide),
    ];

    public override string? NameSensorType(int productId, byte sensorType) => HpeStates.NameSensorType(productId, sensorType);

    public override EventState? FindState(OemState state) => HpeStates.Find(state);
}
