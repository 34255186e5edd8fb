using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands;
using IpmiPS.Commands.Storage;
using IpmiPS.Tests.Support;
using IpmiPS.Wire;

namespace IpmiPS.Tests.Inventory;

/// <summary>Controllers with FRU devices and, on demand, deviations. They support only FRU commands.</summary>
internal sealed class FruBmc : IIpmiConnection
{
    private readonly ScriptedBmc _connection;

    public FruBmc() => _connection = new ScriptedBmc(Answer);

    /// <summary>Content by controller and device ID.</summary>
    public Dictionary<(byte Address, byte Id), byte[]> Devices { get; } = [];

    public List<SentRequest> Requests => _connection.Requests;

    /// <summary>Maximum number of bytes in a response.</summary>
    public int MaximumRead { get; set; } = 255;

    public byte TooLongCode { get; set; } = 0xCA;

    /// <summary>The response for an absent device.</summary>
    public byte AbsentCode { get; set; } = 0xCB;

    /// <summary>Whether more than the most is answered with less, and not refused.</summary>
    public bool GivesLess { get; set; }

    public bool ByWords { get; set; }

    /// <summary>The longest data of a write; longer ones are refused.</summary>
    public int MaximumWrite { get; set; } = 255;

    /// <summary>How many writes are answered with "device busy" first.</summary>
    public int BusyWrites { get; set; }

    /// <summary>The first byte that is write-protected.</summary>
    public int ProtectedFrom { get; set; } = int.MaxValue;

    /// <summary>Whether writes are accepted without effect.</summary>
    public bool ForgetsWrites { get; set; }

    /// <summary>What a write leaves of a byte at an offset.</summary>
    public Func<int, byte, byte> Keep { get; set; } = (_, value) => value;

    /// <summary>The count that a write reports instead of the true one.</summary>
    public byte? ReportedCount { get; set; }

    /// <summary>Offset and length of each write, in bytes.</summary>
    public List<(int Offset, int Length)> Writes { get; } = [];

    /// <summary>What Get FRU Inventory Area Info adds to the true size.</summary>
    public int SizeLie { get; set; }

    /// <summary>Called before each response; a response that it returns is used instead.</summary>
    public Func<SentRequest, byte[]?> Meddle { get; set; } = _ => null;

    public string ComputerName => _connection.ComputerName;

    public BmcProfile Profile { get; } = new();

    public int Reads => Requests.Count(request => request.Code == ReadFruData.Definition.Code);

    public static FruBmc With(byte[] image)
    {
        var bmc = new FruBmc();
        bmc.Devices[(0x20, 0)] = image;
        return bmc;
    }

    public Task<TResponse> SendAsync<TResponse>(IpmiCommand<TResponse> command, IpmbTarget target, CancellationToken cancellationToken) =>
        _connection.SendAsync(command, target, cancellationToken);

    private byte[] Answer(SentRequest request)
    {
        if (Meddle(request) is { } own)
            return own;
        if (request.Command is not (GetFruInventoryAreaInfo or ReadFruData or WriteFruData))
            return [0xC1];
        if (!Devices.TryGetValue((request.Target.Address, request.Data[0]), out byte[]? image))
            return [AbsentCode];
        if (request.Command is GetFruInventoryAreaInfo)
            return [0, (byte)(image.Length + SizeLie), (byte)(image.Length + SizeLie >> 8), ByWords ? (byte)1 : (byte)0];

        int unit = ByWords ? 2 : 1;
        if (request.Command is WriteFruData)
            return Write(image, WriteFruData.ReadRequest(new ByteReader(request.Data)), unit);
        var read = ReadFruData.ReadRequest(new ByteReader(request.Data));
        int offset = read.Offset * unit;
        int count = read.Count * unit;
        if (count > MaximumRead)
        {
            if (!GivesLess)
                return [TooLongCode];
            count = MaximumRead;
        }

        if (offset >= image.Length || offset + count > (image.Length + unit - 1) / unit * unit)
            return [0xC9];
        byte[] data = image.Skip(offset).Take(count).ToArray();
        return [0, (byte)(data.Length / unit), .. data];
    }

    private byte[] Write(byte[] image, WriteFruData write, int unit)
    {
        int offset = write.Offset * unit;
        if (BusyWrites-- > 0)
            return [0x81];
        if (write.Data.Length > MaximumWrite || write.Data.Length % unit != 0)
            return [TooLongCode];
        if (offset + write.Data.Length > ProtectedFrom)
            return [0x80];
        Writes.Add((offset, write.Data.Length));
        if (!ForgetsWrites)
            for (int i = 0; i < write.Data.Length; i++)
                image[offset + i] = Keep(offset + i, write.Data[i]);
        return [0, ReportedCount ?? (byte)(write.Data.Length / unit)];
    }
}
