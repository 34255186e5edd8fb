using System.Text;
using System;
using System.Collections.Generic;
using System.Linq;
using IpmiPS.Commands;
using IpmiPS.Tests.Support;
using IpmiPS.Wire;

namespace IpmiPS.Tests.Lan;

/// <summary>A BMC with one LAN channel, 1, through which the session goes. It keeps what is written, unless a test wants something else.</summary>
internal sealed class ScriptedLan
{
    public ScriptedLan() => Bmc = new ScriptedBmc(Respond);

    public ScriptedBmc Bmc { get; }

    public FakeClock Clock { get; } = new();

    /// <summary>Data by parameter, set and block, without selectors. What is not here is answered with 80h.</summary>
    public Dictionary<(byte Parameter, byte Set, byte Block), byte[]> Values { get; } = new()
    {
        [(0, 0, 0)] = [0],
        [(3, 0, 0)] = [10, 0, 0, 5],
        [(4, 0, 0)] = [1],
        [(5, 0, 0)] = [2, 0, 0, 0, 0, 5],
        [(6, 0, 0)] = [255, 255, 255, 0],
        [(10, 0, 0)] = [2],
        [(12, 0, 0)] = [10, 0, 0, 1],
        [(16, 0, 0)] = [.. Encoding.ASCII.GetBytes("public"), .. new byte[12]],
        [(20, 0, 0)] = [0, 0],
        [(26, 0, 0)] = [0, 3, 6, 0, 30, 0],
    };

    /// <summary>Number of the session's channel.</summary>
    public byte OwnChannel { get; set; } = 1;

    /// <summary>Active and stored access.</summary>
    public byte[] Active { get; set; } = [0x02, 0x04];

    public byte[] Stored { get; set; } = [0x02, 0x04];

    /// <summary>Pages of the list of cipher suites.</summary>
    public byte[] Suites { get; set; } = [];

    /// <summary>Answers a write otherwise: the completion code, or none for no response; null to accept it.</summary>
    public Func<byte, byte[], byte[]?> Refuse { get; set; } = static (_, _) => null;

    /// <summary>Data that a read returns instead of what is kept; null for what is kept.</summary>
    public Func<byte, byte[]?> Show { get; set; } = static _ => null;

    /// <summary>LAN parameters that were written, as parameter and data, and access settings, in their order; without announcements.</summary>
    public List<string> Writes { get; } = [];

    /// <summary>The announcements, in order.</summary>
    public List<byte> Announcements { get; } = [];

    private byte[] Respond(SentRequest request) => (request.NetFn, request.Code) switch
    {
        (NetFn.App, 0x42) => Channel(request.Data[0]),
        (NetFn.App, 0x40) => SetAccess(request.Data),
        (NetFn.App, 0x41) => request.Data[0] is 1 or 0x0E ? [0, .. request.Data[1] == 0x80 ? Active : Stored] : [0xCC],
        (NetFn.App, 0x54) => [0, 1, .. Suites.Skip((request.Data[2] & 0x3F) * 16).Take(16)],
        (NetFn.App, 0x37) => [0, .. Enumerable.Range(0, 16).Select(static i => (byte)(i * 7))],
        (NetFn.Transport, 0x02) => Get(request.Data),
        (NetFn.Transport, 0x01) => Set(request.Data),
        _ => [0xC1],
    };

    private byte[] Channel(byte number) => (number == 0x0E ? OwnChannel : number) switch
    {
        1 => [0, 1, 4, 1, 0x80, 0xF2, 0x1B, 0, 0, 0],
        0 => [0, 0, 1, 1, 0, 0xF2, 0x1B, 0, 0, 0],
        15 => [0, 15, 12, 5, 0, 0xF2, 0x1B, 0, 0xFF, 0xFF],
        2 => [0, 2, 5, 2, 0x40, 0xF2, 0x1B, 0, 0, 0],
        _ => [0xCC],
    };

    private byte[] SetAccess(byte[] data)
    {
        Writes.Add($"access {Hex.Format(data, " ")}");
        byte[] kept = [(byte)(data[1] & 0x3F), (byte)(data[2] & 0x0F)];
        if ((data[1] & 0xC0) == 0x80)
            Active = kept;
        else
            Stored = kept;
        return [0];
    }

    private byte[] Get(byte[] data)
    {
        if (Show(data[1]) is { } shown)
            return [0, 0x11, .. shown];
        byte[] selectors = [.. data.Skip(2).Take(SelectorsOf(data[1]))];
        return Values.TryGetValue((data[1], data[2], data[3]), out byte[]? value) ? [0, 0x11, .. selectors, .. value] : [0x80];
    }

    private byte[] Set(byte[] data)
    {
        byte[] value = [.. data.Skip(2)];
        if (data[1] == 0)
            Announcements.Add(value[0]);
        else
            Writes.Add($"{data[1]}: {Hex.Format(value, " ")}");
        if (Refuse(data[1], value) is { } code)
            return code;
        int selectors = SelectorsOf(data[1]);
        Values[(data[1], selectors > 0 ? value[0] : (byte)0, selectors > 1 ? value[1] : (byte)0)] = [.. value.Skip(selectors)];
        return [0];
    }

    private static int SelectorsOf(byte parameter) => parameter switch
    {
        56 or 59 or 74 or 75 or 76 or 77 => 1,
        58 or 61 or 63 or 80 => 2,
        _ => 0,
    };
}
