using System.Collections.Generic;
using IpmiPS.Events;

namespace IpmiPS.Oem;

/// <summary>Intel.</summary>
internal sealed class IntelProfile() : OemProfile(343)
{
    private const byte Memory = 0x0C, EccSensor = 0x02, SmiHandler = 0x33;
    private const int S2600Gz = 73, S2600Jf = 77, S2600Wp = 78, S2600Kp = 111, S2600Wt = 112, S2600Bp = 124, LastEccOffset = 1;

    public override IReadOnlyList<DefaultAccount> DefaultAccounts { get; } =
    [
        new("Intel", "root", "superuser", "Intel, server boards of the S5000 generation, technical product specifications"),
    ];

    // Source: Intel, System Event Log Troubleshooting Guide for EPSD platforms of the Xeon E5-2600, memory ECC errors; FreeIPMI,
    // libfreeipmi/sel/ipmi-sel-string-intel-*.c. Byte 2: [1:0] rank. Byte 3: [7:5] processor, [4:3] channel, [2:0] module.
    public override string? DescribePart(OemEvent oemEvent) =>
        oemEvent.IsOf(Memory) && oemEvent.SensorNumber == EccSensor && (byte)oemEvent.GeneratorId == SmiHandler && oemEvent.Offset <= LastEccOffset
        && oemEvent is { HasData3: true, ProductId: S2600Gz or S2600Jf or S2600Wp or S2600Kp or S2600Wt or S2600Bp }
            ? $"CPU {(oemEvent.Data3 >> 5) + 1}, channel {(char)('A' + (oemEvent.Data3 >> 3 & 3))}, DIMM {(oemEvent.Data3 & 7) + 1}"
            : null;

    public override string? NameSensorType(int productId, byte sensorType) => IntelStates.NameSensorType(productId, sensorType) ?? NodeManagerEvents.NameSensorType(sensorType);

    public override EventState? FindState(OemState state) => IntelStates.Find(state);

    public override EventState? FindEvent(OemEvent oemEvent) => NodeManagerEvents.Find(oemEvent) ?? FindState(oemEvent.State);

    public override string? DescribeData(OemEvent oemEvent) => NodeManagerEvents.Describe(oemEvent);
}
