using System;
using IpmiPS.Commands.SensorEvent;
using IpmiPS.Wire;

namespace IpmiPS.Parameters;

/// <summary>The configuration parameters of platform event filtering (PEF). IPMI 2.0 section 30.4, table 30-6. 96 to 127 are the vendor's.</summary>
public static class PefParameters
{
    /// <summary>Bytes of an alert string block.</summary>
    internal const int StringBlock = 16;

    private const byte CountBits = 0x7F;
    private const int GroupControlLength = 10;

    /// <summary>Announces a change.</summary>
    public static Parameter<SetInProgress> SetInProgress { get; } = ParameterCodecs.SetInProgress(Owner);

    /// <summary>Whether PEF is on, and what it logs and waits for.</summary>
    public static Parameter<PefControl> Control { get; } =
        new(Owner, 1, "PEF Control", 1, static reader => (PefControl)(reader.ReadByte() & 0x0F), static (writer, value) => writer.WriteByte((byte)value));

    /// <summary>The actions that are enabled for all filters together.</summary>
    public static Parameter<PefActions> ActionEnables { get; } =
        new(Owner, 2, "PEF Action Global Control", 1, static reader => (PefActions)(reader.ReadByte() & 0x3F), static (writer, value) => writer.WriteByte((byte)value));

    /// <summary>How long PEF waits after power-up or reset, in whole seconds. Optional.</summary>
    public static Parameter<TimeSpan> StartupDelay { get; } = Seconds(3, "PEF Startup Delay");

    /// <summary>How long alerts wait after power-up or reset, in whole seconds. Optional.</summary>
    public static Parameter<TimeSpan> AlertStartupDelay { get; } = Seconds(4, "PEF Alert Startup Delay");

    /// <summary>Number of event filters.</summary>
    public static Parameter<byte> FilterCount { get; } = Count(5, "Number of Event Filters");

    /// <summary>An event filter. Set selector: its number, from 1.</summary>
    public static Parameter<PefFilter> Filter { get; } =
        new(Owner, 6, "Event Filter Table", 1 + PefFilter.Length, PefFilter.Read, static (writer, value) => value.Write(writer)) { Selectors = ParameterSelectors.Set };

    /// <summary>The first byte of an event filter, to enable or disable it. Set selector: its number, from 1.</summary>
    public static Parameter<PefFilterState> FilterState { get; } =
        new(Owner, 7, "Event Filter Table Data 1", 2, PefFilterState.Read, static (writer, value) => value.Write(writer)) { Selectors = ParameterSelectors.Set };

    /// <summary>Number of alert policy entries.</summary>
    public static Parameter<byte> PolicyCount { get; } = Count(8, "Number of Alert Policy Entries");

    /// <summary>An alert policy entry. Set selector: its number, from 1.</summary>
    public static Parameter<PefPolicy> Policy { get; } =
        new(Owner, 9, "Alert Policy Table", 1 + PefPolicy.Length, PefPolicy.Read, static (writer, value) => value.Write(writer)) { Selectors = ParameterSelectors.Set };

    /// <summary>The GUID that traps have.</summary>
    public static Parameter<PefSystemGuid> SystemGuid { get; } =
        new(Owner, 10, "System GUID", 1 + PefSystemGuid.GuidLength, PefSystemGuid.Read, static (writer, value) => value.Write(writer));

    /// <summary>Number of alert strings, besides the volatile string 0.</summary>
    public static Parameter<byte> StringCount { get; } = Count(11, "Number of Alert Strings");

    /// <summary>To which filter and set an alert string belongs. Set selector: its number; 0 is volatile.</summary>
    public static Parameter<PefStringKey> StringKey { get; } =
        new(Owner, 12, "Alert String Keys", 3, PefStringKey.Read, static (writer, value) => value.Write(writer)) { Selectors = ParameterSelectors.Set };

    /// <summary>A block of at most 16 bytes of an alert string. Set selector: its number; block selector: from 1. A zero ends the string.</summary>
    public static Parameter<byte[]> AlertString { get; } =
        new(Owner, 13, "Alert Strings", 2 + StringBlock, static reader => reader.ReadBytes(Math.Min(reader.Remaining, StringBlock)), ParameterCodecs.WriteBytes) { MinimumLength = 3, Selectors = ParameterSelectors.SetAndBlock };

    /// <summary>Number of group control entries. Optional.</summary>
    public static Parameter<byte> GroupControlCount { get; } = Count(14, "Number of Group Control Table Entries");

    /// <summary>A group control entry, for chassis on an ICMB. Set selector: its number. Optional.</summary>
    public static Parameter<byte[]> GroupControl { get; } =
        new(Owner, 15, "Group Control Table", 1 + GroupControlLength, ParameterCodecs.ReadRest, ParameterCodecs.WriteBytes) { MinimumLength = 2, Selectors = ParameterSelectors.Set };

    /// <summary>The family.</summary>
    public static ParameterFamily Family { get; } = new(
        "PEF",
        [SetInProgress, Control, ActionEnables, StartupDelay, AlertStartupDelay, FilterCount, Filter, FilterState, PolicyCount, Policy, SystemGuid, StringCount, StringKey, AlertString, GroupControlCount, GroupControl])
    {
        SetInProgress = SetInProgress,
        IsCommitted = true,
        GetAsync = static async (connection, address, cancellationToken) =>
        {
            var response = await connection.SendAsync(new GetPefConfigurationParameters(address.Number, address.Set, address.Block), cancellationToken).ConfigureAwait(false);
            return new ParameterData(response.Revision, response.Data);
        },
        Set = static (address, data) => new SetPefConfigurationParameters(address.Number, data),
    };

    private static ParameterFamily Owner() => Family;

    private static Parameter<byte> Count(byte number, string name) =>
        new(Owner, number, name, 1, static reader => (byte)(reader.ReadByte() & CountBits), ParameterCodecs.WriteByte) { Access = ParameterAccess.ReadOnly };

    private static Parameter<TimeSpan> Seconds(byte number, string name) =>
        new(Owner, number, name, 1, static reader => TimeSpan.FromSeconds(reader.ReadByte()), static (writer, value) => writer.WriteByte((byte)value.TotalSeconds));
}
