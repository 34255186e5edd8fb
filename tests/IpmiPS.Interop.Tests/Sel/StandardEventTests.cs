using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using IpmiPS.Interop.Comparing;
using IpmiPS.Interop.Support;
using IpmiPS.Sel;
using Xunit;

namespace IpmiPS.Interop.Sel;

/// <summary>Every event of the standard, added to a log one by one: do all say the same of it?</summary>
public sealed class StandardEventTests : IAsyncLifetime
{
    private const byte Threshold = 0x01;
    private const byte SensorSpecific = 0x6F;
    private const int LastGenericType = 0x0C;
    private const int LastSensorType = 0x2C;
    private const int Offsets = 15;
    private const int Entries = (LastGenericType + LastSensorType) * Offsets + LastGenericType;

    /// <summary>A number that no sensor of the captured server has.</summary>
    private const byte Nobody = 0xFE;

    private CaptureBmc _bmc = null!;

    public async Task InitializeAsync() => _bmc = await CaptureBmc.StartAsync(Captures.QuantaD51);

    public async Task DisposeAsync() => await _bmc.DisposeAsync();

    [InteropFact(Needs.Captures | Needs.IpmiTool)]
    public async Task Every_event_has_the_words_that_ipmitool_has_for_it()
    {
        var ours = await FillAsync();
        var comparison = new Comparison("Standard events: ipmitool");
        await SelComparison.WithIpmiToolAsync(comparison, _bmc, ours, ItemOf);
        comparison.AssertExplained();
    }

    [InteropFact(Needs.Captures | Needs.FreeIpmi)]
    public async Task Every_event_has_the_words_and_weight_that_FreeIPMI_has_for_it()
    {
        var ours = await FillAsync();
        var comparison = new Comparison("Standard events: FreeIPMI");
        await SelComparison.WithFreeIpmiAsync(comparison, _bmc, ours, ItemOf);
        comparison.AssertExplained();
    }

    /// <summary>Event/reading type, sensor type, offset: "01h/01h/5".</summary>
    private static string ItemOf(SelEntry entry) => $"{entry.EventType:X2}h/{entry.SensorTypeCode:X2}h/{entry.EventData![0] & 0xF}{(entry.Direction == EventDirection.Deasserted ? " deasserted" : "")}";

    private static IEnumerable<SelEvent> Events()
    {
        for (byte type = 1; type <= LastGenericType; type++)
        {
            byte sensorType = type == Threshold ? (byte)0x01 : (byte)0x12;
            for (byte offset = 0; offset < Offsets; offset++)
                yield return Event(type, sensorType, offset);
            yield return Event(type, sensorType, 0) with { IsDeassertion = true };
        }

        for (byte sensorType = 1; sensorType <= LastSensorType; sensorType++)
            for (byte offset = 0; offset < Offsets; offset++)
                yield return Event(SensorSpecific, sensorType, offset);
    }

    private static SelEvent Event(byte type, byte sensorType, byte offset) => new()
    {
        GeneratorId = 0x20,
        Revision = 0x04,
        SensorType = sensorType,
        SensorNumber = Nobody,
        EventType = type,
        Data1 = offset,
        Data2 = 0xFF,
        Data3 = 0xFF,
    };

    private async Task<List<SelEntry>> FillAsync()
    {
        var entries = await LogFiller.RefillAsync(_bmc, Events().Select(systemEvent => new SelRecord { Event = systemEvent }));
        Assert.Equal(Entries, entries.Count);
        return entries;
    }
}
