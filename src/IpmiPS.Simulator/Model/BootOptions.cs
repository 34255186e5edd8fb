using System;
using System.Collections.Generic;

namespace IpmiPS.Simulator;

/// <summary>System boot options. IPMI 2.0 section 28.12 to 28.14.</summary>
internal sealed class BootOptions(SimulatorTime time)
{
    public const byte SetInProgress = 0, PartitionSelector = 1, PartitionScan = 2, ValidBitClearing = 3, InfoAcknowledge = 4, Flags = 5, InitiatorInfo = 6, InitiatorMailbox = 7;

    /// <summary>How long boot flags are valid without a restart. Section 28.13, parameter 3.</summary>
    public static readonly TimeSpan FlagTimeout = TimeSpan.FromSeconds(60);

    private static readonly int[] Lengths = [1, 1, 1, 1, 2, 5, 9, 17];

    private readonly Dictionary<byte, byte[]> _values = [];
    private readonly HashSet<byte> _locked = [];
    private TimeSpan _flagsSetAt;

    /// <summary>Whether boot flags expire; a client can switch that off.</summary>
    private bool FlagsExpire => (Value(ValidBitClearing)[0] & 0x08) == 0;

    public CompletionCode Get(byte parameter, out byte[] data, out bool isLocked)
    {
        Expire();
        isLocked = _locked.Contains(parameter);
        data = parameter < Lengths.Length ? Value(parameter) : [];
        return parameter < Lengths.Length ? CompletionCode.Ok : (CompletionCode)0x80;
    }

    public CompletionCode Set(byte parameter, bool isLocked, byte[] data)
    {
        Expire();
        if (parameter >= Lengths.Length)
            return (CompletionCode)0x80;
        if (data.Length == 0)
            return Lock(parameter, isLocked);
        if (data.Length > Lengths[parameter])
            return CompletionCode.InvalidLength;
        if (parameter == SetInProgress && data[0] == 1 && Value(SetInProgress)[0] == 1)
            return (CompletionCode)0x81;
        var value = (byte[])Value(parameter).Clone();
        if (parameter == InfoAcknowledge)
        {
            // The first byte is a mask of the bits to write in the second.
            if (data.Length < 2)
                return CompletionCode.InvalidLength;
            value[1] = (byte)(value[1] & ~data[0] | data[1] & data[0]);
        }
        else
        {
            if (data.Length < Lengths[parameter] && parameter != InitiatorMailbox)
                return CompletionCode.InvalidLength;
            Buffer.BlockCopy(data, 0, value, 0, data.Length);
        }

        _values[parameter] = value;
        if (parameter == Flags)
            _flagsSetAt = time.Now;
        return Lock(parameter, isLocked);
    }

    /// <summary>Called when the machine starts: applies the flags, and clears those for one boot. Returns the boot device selector used, 0 for none.</summary>
    public byte Consume()
    {
        Expire();
        var flags = (byte[])Value(Flags).Clone();
        if ((flags[0] & 0x80) == 0)
            return 0;
        byte device = (byte)(flags[1] >> 2 & 0xF);
        if ((flags[0] & 0x40) == 0)
        {
            flags[0] &= 0x7F;
            _values[Flags] = flags;
        }

        return device;
    }

    private CompletionCode Lock(byte parameter, bool isLocked)
    {
        if (isLocked)
            _locked.Add(parameter);
        else
            _locked.Remove(parameter);
        return CompletionCode.Ok;
    }

    private void Expire()
    {
        if (FlagsExpire && time.Now - _flagsSetAt > FlagTimeout && _values.TryGetValue(Flags, out byte[]? flags))
            flags[0] &= 0x7F;
    }

    private byte[] Value(byte parameter) => _values.TryGetValue(parameter, out byte[]? value) ? value : new byte[Lengths[parameter]];
}
