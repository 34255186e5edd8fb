using System.Collections.Generic;
using System.Linq;
using BenchmarkDotNet.Attributes;
using IpmiPS.Sdr;
using IpmiPS.Sel;
using IpmiPS.Sensors;
using IpmiPS.Simulator;

namespace IpmiPS.Benchmarks;

/// <summary>All records of a simulated server made into objects: SDRs, readings, entries of the event log.</summary>
public class DecodingBenchmarks
{
    private const int SelEntries = 200;

    private List<byte[]> _records = [];
    private List<byte[]> _entries = [];
    private FullSensorRecord[] _analog = [];
    private SelEntryDecoder _decoder = null!;

    [Params("rack-1u")]
    public string Profile { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        ControllerDefinition bmc = MachineProfiles.Load(Profile).Machine.Bmc;
        _records = bmc.MainSdrs;
        var repository = new SdrRepository(_records.Select(SdrRecord.ReadOrUnknown));
        _analog = [.. repository.Sensors.OfType<FullSensorRecord>().Where(sensor => sensor.IsThresholdBased)];
        using var time = new SystemTime();
        var log = new EventLog(bmc.Sel!, SelEntries, time);
        _entries = [.. Enumerable.Range(0, log.Count).Select(log.RecordAt)];
        var sensors = new EventSensors(repository.Sensors);
        _decoder = new SelEntryDecoder("bmc", new SelClock(0), sensors.Find);
    }

    [Benchmark]
    public int AllSdrs() => new SdrRepository(_records.Select(SdrRecord.ReadOrUnknown)).Sensors.Count;

    /// <summary>One reading of each analog sensor.</summary>
    [Benchmark]
    public double AllReadings()
    {
        double sum = 0;
        foreach (FullSensorRecord sensor in _analog)
            sum += ReadingConversion.Convert(sensor, 0x40) ?? 0;
        return sum;
    }

    [Benchmark]
    public int AllSelEntries()
    {
        int length = 0;
        for (int i = 0; i < _entries.Count; i++)
            length += _decoder.Decode((ushort)(i + 1), _entries[i]).Event?.Length ?? 0;
        return length;
    }
}
