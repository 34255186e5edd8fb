using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.NetworkInformation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.SensorEvent;
using IpmiPS.Lan;
using IpmiPS.Parameters;
using IpmiPS.Pef;
using IpmiPS.Wire;

namespace IpmiPS.Configuration;

/// <summary>The sections of alerts.</summary>
internal static class AlertSections
{
    private const string Mac = "a MAC address";

    private static SettingList<PefFilter, PefFilter> FilterSettings { get; } = MakeFilterSettings();

    /// <summary>Platform event filtering. IPMI 2.0 section 30.4, table 30-6.</summary>
    public static ConfigurationSection Pef { get; } = new ParameterSection("Pef", "Platform event filtering: which events have which actions, and who gets an alert.", PefParameters.Family,
    [
        new ParameterTable<PefControl>(PefParameters.Control, new() { { SettingTypes.Flags<PefControl, PefControl, PefControl>("Control", static state => state, static (_, value) => value) } }),
        new ParameterTable<PefActions>(PefParameters.ActionEnables, new() { { SettingTypes.Flags<PefActions, PefActions, PefActions>("ActionEnables", static state => state & AllActions, static (_, value) => value) } }),
        new ParameterTable<TimeSpan>(PefParameters.StartupDelay, new() { { "StartupDelaySeconds", 0, 255, static state => (long)state.TotalSeconds, static (_, value) => TimeSpan.FromSeconds(value) } }),
        new ParameterTable<TimeSpan>(PefParameters.AlertStartupDelay, new() { { "AlertStartupDelaySeconds", 0, 255, static state => (long)state.TotalSeconds, static (_, value) => TimeSpan.FromSeconds(value) } }),
        new ParameterTable<PefSystemGuid>(PefParameters.SystemGuid, new()
        {
            { "UseSystemGuid", static state => state.IsUsed, static (settings, value) => settings with { IsUsed = value } },
            { "SystemGuid", "16 hexadecimal bytes", static state => Hex.Format(state.Bytes), static (settings, value) => settings with { Bytes = ReadGuid(value) }, null, true },
        }),
        new ParameterTable<PefFilter>(PefParameters.Filter, FilterSettings) { Name = "Filters", EntryNoun = "filter", Count = PefParameters.FilterCount },
        new ParameterTable<PefPolicy>(PefParameters.Policy, new()
        {
            { "Enabled", static state => state.IsEnabled, static (settings, value) => settings with { IsEnabled = value } },
            { "PolicyNumber", 0, 15, static state => state.PolicyNumber, static (settings, value) => settings with { PolicyNumber = (byte)value } },
            { "Rule", static state => (PefPolicyRule?)state.Rule, static (settings, value) => settings with { Rule = value } },
            { "Channel", 0, 15, static state => state.Channel, static (settings, value) => settings with { Channel = (byte)value } },
            { "Destination", 0, 15, static state => state.Destination, static (settings, value) => settings with { Destination = (byte)value } },
            { "StringKey", 0, 255, static state => state.StringKey, static (settings, value) => settings with { StringKey = (byte)value } },
        }) { Name = "Policies", EntryNoun = "policy", Count = PefParameters.PolicyCount },
        new ParameterTable<PefStringKey>(PefParameters.StringKey, new()
        {
            { "Filter", 0, 127, static state => state.FilterNumber, static (settings, value) => settings with { FilterNumber = (byte)value } },
            { "StringSet", 0, 127, static state => state.StringSet, static (settings, value) => settings with { StringSet = (byte)value } },
        }) { Name = "StringKeys", EntryNoun = "string key", Count = PefParameters.StringCount },
        new AlertStringTable(),
    ])
    {
        FindDanger = static (present, wanted) => AlertChange.DangerOf(TablesOf(present), TablesOf(present, wanted)),
    };

    /// <summary>Receivers of alerts over LAN, by channel. IPMI 2.0 table 23-4, parameters 18, 19 and 25. The community is a secret.</summary>
    public static ConfigurationSection Destinations { get; } = new ParameterSection("AlertDestinations", "Receivers of alerts over LAN, by channel.", LanParameters.Family,
    [
        new ParameterTable<AlertDestinationType>(LanParameters.DestinationType, new()
        {
            { "Acknowledged", static state => state.IsAcknowledged, static (settings, value) => settings with { IsAcknowledged = value } },
            { "Type", 0, 7, static state => state.Type, static (settings, value) => settings with { Type = (byte)value } },
            { "TimeoutSeconds", 0, 255, static state => state.TimeoutSeconds, static (settings, value) => settings with { TimeoutSeconds = (byte)value } },
            { "Retries", 0, 7, static state => state.Retries, static (settings, value) => settings with { Retries = (byte)value } },
        }) { Name = "Types", EntryNoun = "destination", Count = LanParameters.DestinationCount },
        new ParameterTable<AlertDestinationAddress>(LanParameters.DestinationAddress, new()
        {
            { "Address", "an IPv4 or IPv6 address", static state => state.Address.ToString(), static (settings, value) => settings with { Address = ReadAddress(value) } },
            { "UseBackupGateway", static state => state.UseBackupGateway, static (settings, value) => settings with { UseBackupGateway = value } },
            { "MacAddress", Mac, static state => LanText.Of(state.MacAddress), static (settings, value) => settings with { MacAddress = LanText.ReadMac(value) ?? throw new FormatException(value) } },
        }) { Name = "Addresses", EntryNoun = "destination", Count = LanParameters.DestinationCount },
        new ParameterTable<AlertDestinationVlan>(LanParameters.DestinationVlan, new()
        {
            { "VlanEnabled", static state => state.IsEnabled, static (settings, value) => settings with { IsEnabled = value } },
            { "VlanTag", 0, 65535, static state => state.Tag, static (settings, value) => settings with { Tag = value } },
        }) { Name = "Vlans", EntryNoun = "destination", Count = LanParameters.DestinationCount },
    ])
    {
        ChannelsAsync = static async (context, cancellationToken) => (await LanChannels.FindAsync(context.Connection, cancellationToken).ConfigureAwait(false)).All,
    };

    private const PefActions AllActions = PefActions.Alert | PefActions.PowerOff | PefActions.Reset | PefActions.PowerCycle | PefActions.Oem | PefActions.DiagnosticInterrupt;

    private static SettingList<PefFilter, PefFilter> MakeFilterSettings()
    {
        var list = new SettingList<PefFilter, PefFilter>
        {
            { "Enabled", static state => state.State.IsEnabled, static (settings, value) => settings with { State = settings.State with { IsEnabled = value } } },
            { SettingTypes.Flags<PefFilter, PefFilter, PefActions>("Actions", static state => state.Actions, static (settings, value) => settings with { Actions = value }) },
            { "PolicyNumber", 0, 15, static state => state.PolicyNumber, static (settings, value) => settings with { PolicyNumber = (byte)value } },
            { "GroupSelector", 0, 7, static state => state.GroupSelector, static (settings, value) => settings with { GroupSelector = (byte)value } },
            { "Severity", static state => (PefSeverity?)state.Severity, static (settings, value) => settings with { Severity = value } },
            { "GeneratorId", 0, 255, static state => state.GeneratorId, static (settings, value) => settings with { GeneratorId = (byte)value } },
            { "GeneratorChannel", 0, 255, static state => state.GeneratorChannel, static (settings, value) => settings with { GeneratorChannel = (byte)value } },
            { "SensorType", 0, 255, static state => state.SensorType, static (settings, value) => settings with { SensorType = (byte)value } },
            { "SensorNumber", 0, 255, static state => state.SensorNumber, static (settings, value) => settings with { SensorNumber = (byte)value } },
            { "EventType", 0, 255, static state => state.EventType, static (settings, value) => settings with { EventType = (byte)value } },
            { "Offsets", 0, 65535, static state => state.Offsets, static (settings, value) => settings with { Offsets = (ushort)value } },
        };
        AddData("Data1", static filter => filter.Data1, static (filter, match) => filter with { Data1 = match });
        AddData("Data2", static filter => filter.Data2, static (filter, match) => filter with { Data2 = match });
        AddData("Data3", static filter => filter.Data3, static (filter, match) => filter with { Data3 = match });
        return list;

        void AddData(string name, Func<PefFilter, PefDataMatch> read, Func<PefFilter, PefDataMatch, PefFilter> write)
        {
            list.Add(name + "Mask", 0, 255, state => read(state).AndMask, (settings, value) => write(settings, read(settings) with { AndMask = (byte)value }));
            list.Add(name + "Compare1", 0, 255, state => read(state).Compare1, (settings, value) => write(settings, read(settings) with { Compare1 = (byte)value }));
            list.Add(name + "Compare2", 0, 255, state => read(state).Compare2, (settings, value) => write(settings, read(settings) with { Compare2 = (byte)value }));
        }
    }

    /// <summary>The filters and their switches. Where a later layer has a setting, it counts.</summary>
    private static AlertTables TablesOf(params ConfigurationObject[] layers)
    {
        var filters = new Dictionary<byte, PefFilter>();
        foreach (var (number, settings) in layers.SelectMany(static layer => (layer["Filters"] as ConfigurationObject)?.Parts ?? []))
        {
            byte key = (byte)NetworkSections.Number(number);
            filters[key] = FilterSettings.Write(settings, filters.TryGetValue(key, out var before) ? before : PefParameters.Filter.Decode(new byte[PefParameters.Filter.Length]));
        }

        return new() { Control = Flags<PefControl>("Control"), ActionEnables = Flags<PefActions>("ActionEnables"), Filters = filters };

        T? Flags<T>(string name)
            where T : struct, Enum => layers.Select(layer => layer[name]).LastOrDefault(static value => value is not null) is IReadOnlyList<string> names ? SettingTypes.Parse<T>(names) : null;
    }

    private static IPAddress ReadAddress(string text) => LanText.ReadAddress(text) ?? throw new FormatException(text);

    private static byte[] ReadGuid(string text) => Hex.Parse(text) is { Length: PefSystemGuid.GuidLength } bytes ? bytes : throw new FormatException(text);

    /// <summary>The texts of alerts.</summary>
    private sealed class AlertStringTable : ParameterTable
    {
        private static readonly SettingType Text = new() { Json = "string", Description = "text", MaximumLength = AlertTexts.MaximumLength };

        public AlertStringTable() => (Name, EntryNoun, Count) = ("Strings", "string", PefParameters.StringCount);

        public override IEnumerable<string> Names => [Name];

        public override async Task ReadAsync(IIpmiConnection connection, byte channel, ConfigurationObject section, CancellationToken cancellationToken)
        {
            var count = await connection.TryReadDataAsync(Count!, channel, 0, cancellationToken).ConfigureAwait(false);
            if (!Count!.TryDecode(count, out byte entries))
                return;
            var table = section.PartOf(Name);
            var read = await Task.WhenAll(Enumerable.Range(1, entries).Select(set => OptionalRequest.TryAsync(() => AlertTexts.ReadAsync(connection, (byte)set, cancellationToken)))).ConfigureAwait(false);
            for (int i = 0; i < read.Length; i++)
            {
                if (read[i].Succeeded)
                    table.Set(NetworkSections.Key(i + 1), read[i].Value);
                else
                    table.AddNotes([$"String {i + 1}: {read[i].Error?.Message}"]);
            }
        }

        public override void Check(ConfigurationObject section, string path)
        {
            if (section[Name] is not { } value)
                return;
            if (value is not ConfigurationObject table)
                throw SettingTypes.Invalid($"{path}/{Name} has to be an object.");
            foreach (string key in table.SettingNames)
            {
                if (!IsNumber(key))
                    throw SettingTypes.Invalid($"{path}/{Name}/{key} is not the number of a string, 1 to 127.");
                SettingTypes.Check(Text, table[key]!, $"{path}/{Name}/{key}");
                if (!AlertTexts.IsValid((string)table[key]!))
                    throw SettingTypes.Invalid($"{path}/{Name}/{key} has a character that is not Latin-1.");
            }
        }

        public override void Describe(ConfigurationObject properties) =>
            properties.Set(Name, ConfigurationSection.Schema("Texts of alerts by their number.", NumberPattern, SettingTypes.Describe(Text)));

        public override async Task<IReadOnlyList<(ParameterWrite Write, string Description)>> PrepareAsync(IIpmiConnection connection, byte channel, ConfigurationObject wanted, CancellationToken cancellationToken)
        {
            var writes = new List<(ParameterWrite Write, string Description)>();
            foreach (string key in (wanted[Name] as ConfigurationObject)?.SettingNames ?? [])
            {
                byte set = (byte)NetworkSections.Number(key);
                string text = (string)((ConfigurationObject)wanted[Name]!)[key]!;
                string before = await AlertTexts.ReadAsync(connection, set, cancellationToken).ConfigureAwait(false);
                writes.AddRange(AlertTexts.Writes(set, text).Select((write, block) => (write, block == 0 ? $"string {key} '{before}' -> '{SafeText.Of(text)}'" : "")));
            }

            return writes;
        }
    }
}
