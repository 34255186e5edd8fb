using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Sockets;

namespace IpmiPS.Simulator;

/// <summary>LAN configuration parameters. IPMI 2.0 section 23.2, table 23-4. What is written is kept, and changes nothing but what is read back.</summary>
internal sealed class LanParameters(SimulatorOptions options, BmcIdentity identity, byte authTypes, byte[] suites)
{
    private const byte SetInProgress = 0, AuthenticationSupport = 1, AuthenticationEnables = 2, IpAddress = 3, IpSource = 4, MacAddress = 5, SubnetMask = 6,
        PrimaryPort = 8, SuiteCount = 22, Suites = 23, SuitePrivileges = 24, BadPasswordThreshold = 26;

    private readonly Dictionary<byte, byte[]> _written = options.LanParameters.ToDictionary(parameter => parameter.Key, parameter => parameter.Value);

    /// <summary>1 [0] generate an event; 2 threshold; 3:4 attempt count reset interval, 5:6 lock-out interval, in 10 s.</summary>
    public LockOut LockOut => Get(BadPasswordThreshold, 0) is { Length: 6 } value ? new LockOut(value[1], TimeSpan.FromSeconds(10 * (value[4] | value[5] << 8))) : default;

    /// <summary>The parameter's value, or null where there is none.</summary>
    public byte[]? Get(byte parameter, byte set) => !_written.TryGetValue(parameter, out byte[]? own) ? Default(parameter, set) : own.Length > 0 ? own : null;

    public CompletionCode Set(byte parameter, byte[] data)
    {
        if (parameter is AuthenticationSupport or SuiteCount or Suites)
            return (CompletionCode)0x82;
        if (Get(parameter, 0) is not { } value)
            return (CompletionCode)0x80;
        if (data.Length != value.Length)
            return CompletionCode.InvalidLength;
        if (parameter == SetInProgress && data[0] == 1 && Get(SetInProgress, 0)![0] == 1)
            return (CompletionCode)0x81;
        _written[parameter] = data;
        return CompletionCode.Ok;
    }

    private byte[]? Default(byte parameter, byte set) => parameter switch
    {
        SetInProgress => [0],
        AuthenticationSupport => [authTypes],
        AuthenticationEnables => [authTypes, authTypes, authTypes, authTypes, 0],
        IpAddress => IPAddress.TryParse(identity.Address, out var address) && address.AddressFamily == AddressFamily.InterNetwork ? address.GetAddressBytes() : new byte[4],
        IpSource => [1],
        MacAddress => [0x02, 0x00, 0x5E, (byte)(identity.Number >> 16), (byte)(identity.Number >> 8), (byte)identity.Number],
        SubnetMask => [255, 0, 0, 0],
        7 => [64, 0x40, 0x10],
        PrimaryPort => [(byte)identity.Port, (byte)(identity.Port >> 8)],
        9 => [0x98, 0x02],
        10 => [0x02],
        11 => [4],
        12 or 14 => [0, 0, 0, 0],
        13 or 15 => new byte[6],
        16 => [(byte)'p', (byte)'u', (byte)'b', (byte)'l', (byte)'i', (byte)'c', .. new byte[12]],
        17 => [1],
        18 => [set, 0, 3, 3],
        19 => [set, .. new byte[12]],
        20 => [0, 0],
        21 => [0],
        SuiteCount => [(byte)Math.Min(16, suites.Length)],
        Suites => SuiteEntries(),

        // Two suites a byte; each up to administrator.
        SuitePrivileges => [0, 0x44, 0x44, 0x44, 0x44, 0x44, 0x44, 0x44, 0x44],
        BadPasswordThreshold => DefaultLockOut(),
        _ => null,
    };

    private byte[] DefaultLockOut()
    {
        int threshold = options.LockOutThreshold, interval = (int)(options.LockOutTime.TotalSeconds / 10);
        return [0, (byte)threshold, 0, 0, (byte)interval, (byte)(interval >> 8)];
    }

    private byte[] SuiteEntries()
    {
        var entries = new byte[17];
        Array.Copy(suites, 0, entries, 1, Math.Min(16, suites.Length));
        return entries;
    }
}
