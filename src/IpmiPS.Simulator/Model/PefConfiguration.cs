using System;
using System.Collections.Generic;
using System.Linq;
using IpmiPS.Commands.SensorEvent;
using IpmiPS.Parameters;

namespace IpmiPS.Simulator;

/// <summary>The configuration of platform event filtering. IPMI 2.0 section 30.4.</summary>
internal sealed class PefConfiguration : ParameterStore
{
    /// <summary>Entries of the tables, and blocks of an alert string.</summary>
    public const byte Filters = 40, Policies = 60, Strings = 8, StringBlocks = 4;

    private static readonly TimeSpan DefaultDelay = TimeSpan.FromSeconds(60);

    public PefConfiguration()
        : base(PefParameters.Family, new Dictionary<byte, byte[]>())
    {
        Add(PefParameters.SetInProgress, SetInProgress.Complete);
        Add(PefParameters.Control, PefControl.EventMessages);
        Add(PefParameters.ActionEnables, PefActions.None);
        Add(PefParameters.StartupDelay, DefaultDelay);
        Add(PefParameters.AlertStartupDelay, DefaultDelay);
        Add(PefParameters.FilterCount, Filters);
        AddZeros(PefParameters.Filter);
        AddZeros(PefParameters.FilterState);
        Add(PefParameters.PolicyCount, Policies);
        AddZeros(PefParameters.Policy);
        AddZeros(PefParameters.SystemGuid);
        Add(PefParameters.StringCount, Strings);
        AddZeros(PefParameters.StringKey);
        AddZeros(PefParameters.AlertString);
    }

    /// <summary>What PEF can do.</summary>
    public static PefCapabilities Capabilities { get; } =
        new(0x51, PefActions.Alert | PefActions.PowerOff | PefActions.Reset | PefActions.PowerCycle | PefActions.DiagnosticInterrupt, FiltersOemRecords: false, Filters);

    /// <summary>Raised when the switches of PEF were written.</summary>
    public event Action? ControlChanged;

    /// <summary>Whether there is such a set, and such a block.</summary>
    public static bool Has(byte number, byte set, byte block) =>
        number == PefParameters.Filter.Number || number == PefParameters.FilterState.Number ? set is >= 1 and <= Filters
        : number == PefParameters.Policy.Number ? set is >= 1 and <= Policies
        : number == PefParameters.StringKey.Number ? set <= Strings
        : number != PefParameters.AlertString.Number || (set <= Strings && block is >= 1 and <= StringBlocks);

    /// <summary>Reads a parameter. The first byte of a filter is a parameter of its own.</summary>
    public byte[]? Read(byte number, byte set, byte block) =>
        number == PefParameters.FilterState.Number ? [set, Get(PefParameters.Filter.Number, set)![1]] : Get(number, set, block);

    /// <summary>Writes a parameter.</summary>
    public CompletionCode Write(byte number, byte[] data)
    {
        if (number != PefParameters.FilterState.Number || data.Length != PefParameters.FilterState.Length)
        {
            var code = Set(number, data);
            if (code == CompletionCode.Ok && number == PefParameters.Control.Number)
                ControlChanged?.Invoke();
            return code;
        }

        byte[] filter = (byte[])Get(PefParameters.Filter.Number, data[0])!.Clone();
        filter[1] = data[1];
        return Set(PefParameters.Filter.Number, filter);
    }

    /// <summary>An alert string, up to its first zero; empty if there is none of that number.</summary>
    public string Text(int selector) => selector is < 0 or > Strings
        ? ""
        : string.Concat(Enumerable.Range(1, StringBlocks).SelectMany(block => Value(PefParameters.AlertString, (byte)selector, (byte)block)).TakeWhile(static letter => letter != 0).Select(static letter => (char)letter));

    /// <summary>A string block may be shorter than 16 bytes; the rest stays.</summary>
    protected override byte[] Merge(Parameter parameter, byte[] present, byte[] data)
    {
        if (data.Length >= present.Length)
            return data;
        var merged = (byte[])present.Clone();
        Buffer.BlockCopy(data, 0, merged, 0, data.Length);
        return merged;
    }
}
