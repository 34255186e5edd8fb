using System;
using System.Collections.Generic;
using IpmiPS.Commands.SensorEvent;
using IpmiPS.Parameters;

namespace IpmiPS.Simulator;

/// <summary>Platform event filtering: its configuration, and how far it has processed the event log. It is only configured; no event sets off an action. IPMI 2.0 section 30.</summary>
internal sealed class PefConfiguration : ParameterStore
{
    /// <summary>Entries of the tables, and blocks of an alert string.</summary>
    public const byte Filters = 40, Policies = 60, Strings = 8, StringBlocks = 4;

    private static readonly TimeSpan DefaultDelay = TimeSpan.FromSeconds(60);

    private readonly SimulatorTime _time;
    private TimeSpan _postponedUntil;
    private bool _isDisabled;

    public PefConfiguration(SimulatorTime time)
        : base(PefParameters.Family, new Dictionary<byte, byte[]>())
    {
        _time = time;
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

    /// <summary>ID of the last record that software has processed.</summary>
    public ushort LastSoftwareId { get; set; }

    /// <summary>ID of the last record that PEF has processed.</summary>
    public ushort LastBmcId { get; set; }

    /// <summary>Status of the last alert.</summary>
    public AlertStatus AlertStatus { get; set; }

    /// <summary>Sets the postpone timer, and returns its countdown.</summary>
    public byte Postpone(byte seconds)
    {
        if (seconds != ArmPefPostponeTimer.ReadOnly)
            (_postponedUntil, _isDisabled) = (_time.Now + TimeSpan.FromSeconds(seconds), seconds == ArmPefPostponeTimer.DisabledUntilRestart);
        double left = (_postponedUntil - _time.Now).TotalSeconds;
        return _isDisabled ? ArmPefPostponeTimer.DisabledUntilRestart : (byte)Math.Max(0, Math.Ceiling(left));
    }

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
            return Set(number, data);
        byte[] filter = (byte[])Get(PefParameters.Filter.Number, data[0])!.Clone();
        filter[1] = data[1];
        return Set(PefParameters.Filter.Number, filter);
    }

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
