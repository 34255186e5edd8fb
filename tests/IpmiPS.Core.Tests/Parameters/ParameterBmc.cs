using System;
using System.Collections.Generic;
using System.Linq;
using IpmiPS.Commands;
using IpmiPS.Parameters;
using IpmiPS.Tests.Support;
using IpmiPS.Wire;

namespace IpmiPS.Tests.Parameters;

/// <summary>A BMC that has the parameters of one family, and does with them what a test wants.</summary>
internal sealed class ParameterBmc
{
    private const byte SetBoot = 0x08, GetBoot = 0x09, SetLan = 0x01, GetLan = 0x02, SetSol = 0x21, GetSol = 0x22, SetSerial = 0x10, GetSerial = 0x11;

    public ParameterBmc() => Bmc = new ScriptedBmc(Respond);

    public ScriptedBmc Bmc { get; }

    public FakeClock Clock { get; } = new();

    /// <summary>The data by parameter. What is not here reads as zero.</summary>
    public Dictionary<byte, byte[]> Values { get; } = [];

    /// <summary>Completion codes of writes by parameter; 0 for no response.</summary>
    public Dictionary<byte, byte> Refusals { get; } = [];

    /// <summary>Whether a write that is refused or not answered is carried out all the same.</summary>
    public bool KeepsRefused { get; init; }

    /// <summary>What is kept of a write.</summary>
    public Func<byte, byte[], byte[]> Keep { get; set; } = static (_, data) => data;

    /// <summary>How often another party's announcement is in the way.</summary>
    public int OtherAnnouncements { get; set; }

    /// <summary>Called before each request.</summary>
    public Action<SentRequest>? Requested { get; set; }

    /// <summary>Writes as parameter and data in hexadecimal, reads as "get" and the parameter, in their order.</summary>
    public List<string> Log { get; } = [];

    private byte[] Respond(SentRequest request)
    {
        Requested?.Invoke(request);
        if (request.NetFn == NetFn.App)
            return [0xC1];
        int header = request.NetFn == NetFn.Chassis ? 0 : 1;
        byte parameter = (byte)(request.Data[header] & (request.NetFn == NetFn.Chassis ? 0x7F : 0xFF));
        byte[] data = [.. request.Data.Skip(header + 1)];
        switch (request.Code)
        {
            case GetBoot or GetLan or GetSol or GetSerial:
                Log.Add($"get {parameter}");
                byte[] value = Values.TryGetValue(parameter, out byte[]? kept) ? kept : new byte[18];
                return request.Code == GetBoot ? [0, 1, parameter, .. value] : [0, 0x11, .. value];
            case SetBoot or SetLan or SetSol or SetSerial:
                Log.Add($"{parameter}: {Hex.Format(data, " ")}");
                bool isRefused = Refusals.TryGetValue(parameter, out byte code);
                if (!isRefused && parameter == 0 && data[0] == (byte)SetInProgress.InProgress && OtherAnnouncements-- > 0)
                    return [0x81];
                if (!isRefused || KeepsRefused)
                    Values[parameter] = Keep(parameter, data);
                return isRefused ? code == 0 ? [] : [code] : [0];
            default:
                return [0xC1];
        }
    }
}
