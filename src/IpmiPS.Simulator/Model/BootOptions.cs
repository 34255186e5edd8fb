using System;
using System.Collections.Generic;
using IpmiPS.Parameters;

namespace IpmiPS.Simulator;

/// <summary>System boot options. IPMI 2.0 section 28.12 to 28.14.</summary>
internal sealed class BootOptions : ParameterStore
{
    private const byte MailboxBlocks = 5, ValidBit = 0x80;

    /// <summary>How long boot flags wait for a restart. Section 28.13, parameter 3.</summary>
    public static readonly TimeSpan FlagTimeout = TimeSpan.FromSeconds(60);

    private readonly SimulatorTime _time;
    private readonly HashSet<byte> _locked = [];
    private TimeSpan _flagsSetAt;

    public BootOptions(SimulatorTime time)
        : base(BootOptionParameters.Family, new Dictionary<byte, byte[]>())
    {
        _time = time;
        foreach (var parameter in Family.All)
            AddZeros(parameter);
    }

    /// <summary>Reads an option and its mark.</summary>
    public CompletionCode Read(byte number, byte set, out byte[] data, out bool isLocked)
    {
        ClearOldFlags();
        isLocked = _locked.Contains(number);
        data = Get(number, set) ?? [];
        if (Family.Find(number) is null)
            return ParameterCompletionCode.NotSupported;
        return number == BootOptionParameters.InitiatorMailbox.Number && set >= MailboxBlocks ? CompletionCode.ParameterOutOfRange : CompletionCode.Ok;
    }

    /// <summary>Writes an option and its mark; without data the mark alone.</summary>
    public CompletionCode Write(byte number, bool isLocked, byte[] data)
    {
        ClearOldFlags();
        if (Family.Find(number) is null)
            return ParameterCompletionCode.NotSupported;
        if (data.Length > 0 && number == BootOptionParameters.InitiatorMailbox.Number && data[0] >= MailboxBlocks)
            return CompletionCode.ParameterOutOfRange;
        if (data.Length > 0 && Set(number, data) is var code and not CompletionCode.Ok)
            return code;
        if (isLocked)
            _locked.Add(number);
        else
            _locked.Remove(number);
        return CompletionCode.Ok;
    }

    /// <summary>The machine starts and uses the flags; those for one boot are cleared. Returns the boot device selector, 0 for none.</summary>
    public byte Consume()
    {
        ClearOldFlags();
        var flags = Value(BootOptionParameters.Flags);
        if (!flags.Valid)
            return 0;
        if (!flags.Persistent)
            ClearValid(flags);
        return flags.Selector;
    }

    protected override byte[] Merge(Parameter parameter, byte[] present, byte[] data)
    {
        if (parameter == BootOptionParameters.Flags)
            _flagsSetAt = _time.Now;
        if (parameter == BootOptionParameters.InfoAcknowledge)
            return [present[0], (byte)(present[1] & ~data[0] | data[1] & data[0])];

        // A mailbox block keeps what is not written.
        byte[] merged = (byte[])present.Clone();
        Buffer.BlockCopy(data, 0, merged, 0, data.Length);
        return merged;
    }

    private void ClearOldFlags()
    {
        var flags = Value(BootOptionParameters.Flags);
        bool isKept = (Value(BootOptionParameters.ValidBitClearing) & BootFlagValidBitClearing.KeepAfterTimeout) != 0;
        if (flags.Valid && !isKept && _time.Now - _flagsSetAt > FlagTimeout)
            ClearValid(flags);
    }

    private void ClearValid(BootFlags flags) => Replace(BootOptionParameters.Flags, flags with { Data1 = (byte)(flags.Data1 & ~ValidBit) });
}
