using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands;
using IpmiPS.Commands.App;
using IpmiPS.Commands.SensorEvent;
using IpmiPS.Sdr;
using IpmiPS.Sensors;
using IpmiPS.Tests.Support;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Tests.Sensors;

/// <summary>A BMC, and satellites behind it, whose sensors respond as a test specifies: completion code and data. No bytes mean no response.</summary>
internal sealed class ScriptedSensors : IIpmiConnection
{
    private readonly ScriptedBmc _bmc;
    private readonly List<SdrRecord> _records = [];

    public ScriptedSensors() => _bmc = new ScriptedBmc(Answer);

    public string ComputerName => "bmc1";

    public BmcProfile Profile { get; } = new();

    public List<SentRequest> Requests => _bmc.Requests;

    /// <summary>Responses to Get Sensor Reading by target, LUN and number.</summary>
    public Dictionary<(IpmbTarget Target, byte Lun, byte Number), byte[]> Readings { get; } = [];

    /// <summary>Responses to Get Sensor Thresholds by number.</summary>
    public Dictionary<byte, byte[]> Thresholds { get; } = [];

    /// <summary>Responses to Get Sensor Hysteresis by number.</summary>
    public Dictionary<byte, byte[]> Hysteresis { get; } = [];

    /// <summary>Responses to Get Sensor Reading Factors by number and reading.</summary>
    public Dictionary<(byte Number, byte Reading), byte[]> Factors { get; } = [];

    /// <summary>Responses to Get Sensor Event Enable by number.</summary>
    public Dictionary<byte, byte[]> Enables { get; } = [];

    /// <summary>Response to Get Device ID.</summary>
    public byte[] DeviceId { get; set; } = [0xC1];

    /// <summary>Satellites that can be reached.</summary>
    public HashSet<IpmbTarget> Satellites { get; } = [];

    /// <summary>What is answered for one that cannot.</summary>
    public byte[] Unreachable { get; set; } = [0xD3];

    /// <summary>Waits before the request is answered.</summary>
    public Func<SentRequest, Task>? Before { get; set; }

    public ScriptedSensors Add(SensorRecord record, params byte[] reading)
    {
        _records.Add(record);
        var target = record.OwnerId == 0x20 ? IpmbTarget.Bmc : new IpmbTarget(record.OwnerId, record.Channel);
        Readings[(target, record.OwnerLun, record.SensorNumber)] = reading;
        return this;
    }

    /// <summary>Reads all sensors; by records of its own, or by those that are known from before.</summary>
    public async Task<List<Sensor>> ReadAsync(SensorQuery? query = null, SdrRepository? known = null)
    {
        var sensors = new List<Sensor>();
        await SensorReader.ReadAllAsync(this, known ?? Repository, query ?? new SensorQuery(), sensors.Add, CancellationToken.None);
        return sensors;
    }

    /// <summary>The records as if they had just been read.</summary>
    public SdrRepository Repository => new(_records);

    public Task ReadAsync(Action<Sensor> onSensor, CancellationToken cancellationToken = default) =>
        SensorReader.ReadAllAsync(this, new SdrRepository(_records), new SensorQuery(), onSensor, cancellationToken);

    public async Task<TResponse> SendAsync<TResponse>(IpmiCommand<TResponse> command, IpmbTarget target, CancellationToken cancellationToken)
    {
        await Task.Yield();
        if (Before is not null)
        {
            var writer = new ByteWriter();
            command.WriteRequest(writer);
            var cancelled = Task.Delay(Timeout.Infinite, cancellationToken);
            await await Task.WhenAny(Before(new SentRequest(command, target, writer.ToArray())), cancelled);
        }

        return await _bmc.SendAsync(command, target, cancellationToken);
    }

    private byte[] Answer(SentRequest request)
    {
        if (request.Command is GetDeviceId)
            return DeviceId;
        Assert.Equal(NetFn.SensorEvent, request.NetFn);
        if (!request.Target.IsBmc && !Satellites.Contains(request.Target))
            return Unreachable;
        byte number = request.Data[0];
        return request.Command switch
        {
            GetSensorReading => Readings.TryGetValue((request.Target, request.Lun, number), out byte[]? reading) ? reading : [0xCB],
            GetSensorThresholds => Thresholds.TryGetValue(number, out byte[]? thresholds) ? thresholds : [0xCD],
            GetSensorHysteresis => Hysteresis.TryGetValue(number, out byte[]? hysteresis) ? hysteresis : [0xCD],
            GetSensorEventEnable => Enables.TryGetValue(number, out byte[]? enables) ? enables : [0xCD],
            GetSensorReadingFactors => Factors.TryGetValue((number, request.Data[1]), out byte[]? factors) ? factors : [0xCD],
            _ => [0xC1],
        };
    }
}
