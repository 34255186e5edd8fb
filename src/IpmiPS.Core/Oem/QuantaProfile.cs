using System.Collections.Generic;
using System.Linq;
using IpmiPS.Events;

namespace IpmiPS.Oem;

/// <summary>Quanta.</summary>
internal sealed class QuantaProfile() : OemProfile(7244, 44294)
{
    private const int S99q = 21401;

    private const byte Memory = 0x0C, MemorySensor = 0x60, LastModule = 0x12, FirmwareGenerator = 0x01;

    /// <summary>Offsets of events that name a module: correctable, uncorrectable, spare.</summary>
    private static readonly int[] s_moduleEvents = [0, 1, 8];

    public override IReadOnlyList<DefaultAccount> DefaultAccounts { get; } =
    [
        new("Quanta", "root", "superuser", "Quanta QSSC-S4R, technical product specification, table 194"),
    ];

    // Source: FreeIPMI, libfreeipmi/sel/ipmi-sel-string-quanta-s99q.c: byte 3 is the module, from 1, three for each channel.
    public override string? DescribePart(OemEvent oemEvent) =>
        oemEvent.IsOf(Memory) && oemEvent is { ProductId: S99q, SensorNumber: MemorySensor, HasData3: true, Data3: >= 1 and <= LastModule } && (byte)oemEvent.GeneratorId == FirmwareGenerator && s_moduleEvents.Contains(oemEvent.Offset)
            ? $"DIMM {(char)('A' + (oemEvent.Data3 - 1) / 3)}{(oemEvent.Data3 - 1) % 3}"
            : null;

    public override string? NameSensorType(int productId, byte sensorType) => productId == S99q ? NodeManagerEvents.NameSensorType(sensorType) : null;

    public override EventState? FindEvent(OemEvent oemEvent) => oemEvent.ProductId == S99q ? NodeManagerEvents.Find(oemEvent) : null;

    public override string? DescribeData(OemEvent oemEvent) => oemEvent.ProductId == S99q ? NodeManagerEvents.Describe(oemEvent) : null;
}
