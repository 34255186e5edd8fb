using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands;
using IpmiPS.Commands.SensorEvent;
using IpmiPS.Commands.Storage;
using IpmiPS.Sdr;
using IpmiPS.Tests.Support;
using IpmiPS.Wire;

namespace IpmiPS.Tests.Sdr;

/// <summary>An SDR repository (or the device SDRs of one logical unit) that misbehaves in every way that BMCs have been seen to.</summary>
internal sealed class ScriptedRepository : IIpmiConnection
{
    private readonly ScriptedBmc _bmc;
    private readonly List<(ushort Id, byte[] Bytes)> _records = [];
    private ushort _reservation;
    private int _partialReads;

    public ScriptedRepository() => _bmc = new ScriptedBmc(Answer);

    public string ComputerName { get; init; } = "bmc1";

    public BmcProfile Profile { get; } = new();

    public List<SentRequest> Requests => _bmc.Requests;

    /// <summary>The number of records that the BMC reports; null: it does not support the command.</summary>
    public int? Count { get; set; }

    /// <summary>Maximum number of bytes in a response.</summary>
    public int MaximumRead { get; set; } = 255;

    /// <summary>What is answered to a request for more; 00h: as many bytes as there can be, and no error.</summary>
    public byte Refusal { get; set; } = 0xCA;

    /// <summary>Whether a part that reaches beyond the record is refused, and not cut.</summary>
    public bool RefusesBeyondEnd { get; set; }

    /// <summary>Whether reads at offset 0 need a reservation too.</summary>
    public bool AlwaysNeedsReservation { get; set; }

    /// <summary>The reservation is lost after this number of partial reads; 0: never.</summary>
    public int LosesReservationEvery { get; set; }

    /// <summary>Whether Reserve SDR Repository is known.</summary>
    public bool KnowsReservation { get; set; } = true;

    /// <summary>Completion codes for single records.</summary>
    public Dictionary<ushort, byte> Failing { get; } = [];

    /// <summary>Next ids that are not those of the following record.</summary>
    public Dictionary<ushort, ushort> Next { get; } = [];

    /// <summary>What is answered for a record that is not there.</summary>
    public byte AbsentCode { get; set; } = 0xCB;

    /// <summary>Whether the records are device SDRs, and of which target and logical units.</summary>
    public Func<IpmbTarget, byte, bool>? DeviceSdrs { get; set; }

    /// <summary>Responses that take precedence.</summary>
    public Func<SentRequest, byte[]?>? Override { get; set; }

    public ScriptedRepository Add(ushort id, SdrRecord record) => Add(id, (record with { RecordId = id }).ToBytes());

    public ScriptedRepository Add(ushort id, byte[] bytes)
    {
        _records.Add((id, bytes));
        return this;
    }

    /// <summary>A repository with sensor records of different lengths; IDs from <paramref name="first"/> in steps.</summary>
    public static ScriptedRepository Of(int count, ushort first = 1, int step = 1)
    {
        var repository = new ScriptedRepository { Count = count };
        for (int i = 0; i < count; i++)
            repository.Add((ushort)(first + i * step), Sensor(i));
        return repository;
    }

    public static SdrRecord Sensor(int number) => (number % 5) switch
    {
        4 => new EventOnlyRecord { SensorNumber = (byte)number, IdString = $"E{number}" },
        3 => new McDeviceLocatorRecord { SlaveAddress = 0x20, IdString = "BMC" },
        2 => new CompactSensorRecord { SensorNumber = (byte)number, IdString = $"Compact {number}" },
        _ => new FullSensorRecord { SensorNumber = (byte)number, IdString = $"Full sensor {number}" },
    };

    public async Task<TResponse> SendAsync<TResponse>(IpmiCommand<TResponse> command, IpmbTarget target, CancellationToken cancellationToken)
    {
        await Task.Yield();
        return await _bmc.SendAsync(command, target, cancellationToken);
    }

    private byte[] Answer(SentRequest request)
    {
        if (Override?.Invoke(request) is { } answer)
            return answer;
        return request.Command switch
        {
            GetSdrRepositoryInfo when DeviceSdrs is null && Count is { } count =>
                [0, 0x51, (byte)count, (byte)(count >> 8), 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 0x02],
            ReserveSdrRepository when DeviceSdrs is null && KnowsReservation => Reserve(),
            GetSdr when DeviceSdrs is null => Get(SdrRequest.Read(new ByteReader(request.Data))),
            GetDeviceSdrInfo when DeviceSdrs is not null => DeviceInfo(request.Target),
            ReserveDeviceSdrRepository when DeviceSdrs?.Invoke(request.Target, request.Lun) == true => Reserve(),
            GetDeviceSdr when DeviceSdrs?.Invoke(request.Target, request.Lun) == true =>
                Get(SdrRequest.Read(new ByteReader(request.Data))),
            _ => [0xC1],
        };
    }

    private byte[] DeviceInfo(IpmbTarget target)
    {
        int luns = Enumerable.Range(0, 4).Where(lun => DeviceSdrs!(target, (byte)lun)).Sum(lun => 1 << lun);
        return luns == 0 ? [0xC1] : [0, (byte)_records.Count, (byte)luns];
    }

    private byte[] Reserve()
    {
        _reservation++;
        return [0, (byte)_reservation, (byte)(_reservation >> 8)];
    }

    private byte[] Get(SdrRequest request)
    {
        int index = request.RecordId == 0 ? 0 : _records.FindIndex(r => r.Id == request.RecordId);
        if (index < 0 || index >= _records.Count)
            return [AbsentCode];
        (ushort id, byte[] bytes) = _records[index];
        if (Failing.TryGetValue(id, out byte code))
            return [code];

        bool isPartial = request.Offset > 0 || AlwaysNeedsReservation;
        if (isPartial && LosesReservationEvery > 0 && ++_partialReads % LosesReservationEvery == 0)
            _reservation++;
        if (isPartial && KnowsReservation && request.Reservation != _reservation)
            return [0xC5];

        int count = request.Count == SdrRequest.WholeRecord ? bytes.Length - request.Offset : request.Count;
        int left = Math.Max(0, bytes.Length - request.Offset);
        if (count > left && RefusesBeyondEnd)
            return [0xC9];
        if (Math.Min(count, left) > MaximumRead || request.Count != SdrRequest.WholeRecord && count > MaximumRead)
        {
            if (Refusal != 0)
                return [Refusal];
            count = MaximumRead;
        }

        ushort next = Next.TryGetValue(id, out ushort other) ? other : index + 1 < _records.Count ? _records[index + 1].Id : SdrRequest.LastRecord;
        return [0, (byte)next, (byte)(next >> 8), .. bytes.Skip(request.Offset).Take(Math.Min(count, left))];
    }
}
