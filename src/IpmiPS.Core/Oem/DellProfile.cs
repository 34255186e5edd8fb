using System.Collections.Generic;
using System.Linq;
using IpmiPS.Events;

namespace IpmiPS.Oem;

/// <summary>Dell.</summary>
internal sealed class DellProfile() : OemProfile(674)
{
    private const byte Processor = 0x07, Memory = 0x0C, EventLogging = 0x10;
    private const int NoCard = 0x0F, LastCard = 0x07, NoBank = 0x0F, ModulesOfBank = 8;

    /// <summary>Its data are faults of the bus to the modules, not a module.</summary>
    private const byte MemoryBusSensor = 0x1C;

    /// <summary>Its events of offset 6 name a front-side bus, not a processor.</summary>
    private const byte BusSensor = 0x0A;

    private const int ProtocolError = 6;

    public override FanControl Fans { get; } = new DellFanControl();

    public override IReadOnlyList<DefaultAccount> DefaultAccounts { get; } =
    [
        new("Dell (iDRAC)", "root", "calvin", DefaultAccount.PenetrationTestersGuide),
    ];

    public override string? NameSensorType(int productId, byte sensorType) => DellStates.NameSensorType(productId, sensorType);

    public override EventState? FindState(OemState state) => DellStates.Find(state);

    // Source: ipmitool, lib/ipmi_sel.c, decoding of Dell's event data. Byte 2: [7:4] below 8 a memory card, 8 to Eh how many modules a node has;
    // [3:0] bank of eight modules, Fh none. Byte 3: a bit for each module of the bank; with IPMI 1.5, its number. Processor: byte 2 has a bit for each.
    public override string? DescribePart(OemEvent oemEvent) =>
        oemEvent.IsOf(Processor) && oemEvent.HasData2 && !(oemEvent.SensorNumber == BusSensor && oemEvent.Offset == ProtocolError) ? DescribeProcessor(oemEvent)
        : (oemEvent.IsOf(Memory) && oemEvent.SensorNumber != MemoryBusSensor) || (oemEvent.IsOf(EventLogging) && oemEvent.Offset == 0) ? DescribeModule(oemEvent)
        : null;

    private static string? DescribeProcessor(OemEvent oemEvent) =>
        BitsOf(oemEvent.Data2) is { Length: > 0 } bits ? $"CPU {bits[0] + 1}" : null;

    private static string? DescribeModule(OemEvent oemEvent)
    {
        int card = oemEvent.Data2 >> 4, bank = oemEvent.Data2 & 0x0F;
        var parts = new List<string>();
        if (oemEvent.HasData2 && card <= LastCard)
            parts.Add($"Card {Letter(card)}");
        if (oemEvent is { HasData2: true, IsIpmi15: true } && bank != NoBank)
            parts.Add($"Bank {bank + 1}");
        if (oemEvent.HasData3 && oemEvent.IsIpmi15 && oemEvent.Data3 < 26)
            parts.Add($"DIMM {Letter(oemEvent.Data3)}");
        else if (oemEvent is { HasData3: true, IsIpmi15: false })
            parts.AddRange(ModulesOf(card, oemEvent.HasData2 && bank != NoBank ? bank * ModulesOfBank : 0, oemEvent.Data3));
        return parts.Count == 0 ? null : string.Join(", ", parts);
    }

    private static IEnumerable<string> ModulesOf(int card, int first, byte bits)
    {
        int modulesOfNode = card switch { 0x08 => 4, 0x09 => 6, 0x0A => 8, 0x0B => 9, 0x0C => 12, 0x0D => 24, 0x0E => 3, _ => 0 };
        return BitsOf(bits).Select(bit => first + bit).Select(module => modulesOfNode == 0 ? $"DIMM {module + 1}" : $"DIMM {Letter(module / modulesOfNode)}{module % modulesOfNode + 1}");
    }

    private static int[] BitsOf(byte bits) => [.. Enumerable.Range(0, 8).Where(bit => (bits >> bit & 1) != 0)];

    private static char Letter(int index) => (char)('A' + index);
}
