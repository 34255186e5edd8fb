using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Alerts;
using IpmiPS.Commands;
using IpmiPS.Commands.SensorEvent;
using IpmiPS.Commands.Transport;
using IpmiPS.Lan;
using IpmiPS.Parameters;
using IpmiPS.Pef;
using IpmiPS.Tests.Simulator;
using Xunit;

namespace IpmiPS.Tests.Pef;

/// <summary>Alerts that are set up on a virtual BMC, which then sends them.</summary>
public sealed class AlertChangeTests
{
    private static readonly IPAddress s_receiver = IPAddress.Parse("127.0.0.5");

    /// <summary>The groups one by one.</summary>
    public static TheoryData<AlertEvents> Groups => [.. AlertEventFilters.All.Select(static filter => filter.Events).Distinct(), AlertEvents.AnyTemperature, AlertEvents.AnyFault];

    [Theory]
    [MemberData(nameof(Groups))]
    public async Task Every_event_of_a_group_is_alerted_and_no_other(AlertEvents group)
    {
        var bench = await StartAsync(group);
        var wanted = AlertEventFilters.For(AlertEventFilters.Complete(group));
        foreach (var filter in AlertEventFilters.All)
        {
            byte sensorType = filter.SensorType == PefFilter.Any ? (byte)0x03 : filter.SensorType;
            for (byte offset = 0; offset < 15; offset++)
            {
                bool isWanted = wanted.Any(one => (one.SensorType == PefFilter.Any || one.SensorType == sensorType) && one.EventType == filter.EventType && (one.Offsets & 1 << offset) != 0);
                bench.Sent.Clear();
                bench.Bench.Get(0x04, 0x02, 0x04, sensorType, 0x30, filter.EventType, offset, 0xFF, 0xFF);
                bench.Advance(10);
                Assert.True(isWanted == bench.Sent.Count > 0, $"{group}: {filter.Events}, offset {offset}");
            }
        }
    }

    [Fact]
    public async Task The_trap_has_severity_and_community_and_goes_to_the_receiver()
    {
        var bench = await StartAsync(AlertEvents.CriticalTemperature);
        bench.Report();
        bench.Advance(10);
        Alert alert = Assert.Single(bench.Alerts);
        Assert.Equal(("Upper Critical - going high", SelSeverity.Critical), (alert.Event, alert.Severity));
        Assert.Equal(s_receiver, bench.Sent[0].To.Address);
        Assert.Equal(System.Text.Encoding.ASCII.GetBytes("traps"), SnmpTrap.Read(bench.Sent[0].Packet).Community);

        // After a removal there is none.
        await (await AlertChange.PrepareAsync(bench.Bench, new() { RemoveReceivers = [s_receiver] })).RunAsync();
        bench.Sent.Clear();
        bench.Report();
        bench.Advance(10);
        Assert.Empty(bench.Sent);
    }

    [Fact]
    public async Task The_channel_lets_alerts_pass_at_present_and_after_a_restart()
    {
        var bench = new Bench();
        await (await ChannelChange.PrepareAsync(bench, new() { Channel = 1, Alerting = false })).RunAsync();
        var change = await AlertChange.PrepareAsync(bench, new() { Receivers = [s_receiver], On = AlertEvents.SelFull });
        Assert.Contains("alerting off", change.Description, StringComparison.Ordinal);
        await change.RunAsync();
        AlertChannel channel = Assert.Single((await AlertSetupReader.ReadAsync(bench)).Channels);
        Assert.Equal((true, true), (channel.ActiveAlerting, channel.StoredAlerting));
    }

    [Fact]
    public async Task An_action_that_the_BMC_does_not_keep_is_told()
    {
        var bmc = new Forgetful(new Bench(), static filter => filter with { Actions = filter.Actions & ~PefActions.PowerCycle });
        var change = await AlertRowChange.PrepareAsync(bmc, [new AlertFilterSettings { Number = 2, Enabled = true, Actions = PefActions.Alert | PefActions.PowerCycle }], Clock(), default);
        Assert.Equal(AlertChange.PowerDanger, change.Danger);
        var error = await Assert.ThrowsAsync<IpmiException>(() => change.RunAsync());
        Assert.Equal(IpmiErrorKind.CommandFailed, error.Kind);
        Assert.Contains("for filter 2 Actions Alert instead of Alert, PowerCycle", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_part_that_fails_does_not_hide_what_was_changed_before_it()
    {
        var bmc = new Forgetful(new Bench(), static filter => filter with { Severity = PefSeverity.Monitor });
        var change = await AlertChange.PrepareAsync(bmc, new() { Receivers = [s_receiver], On = AlertEvents.SelFull }, Clock(), default);
        var error = await Assert.ThrowsAsync<IpmiException>(() => change.RunAsync());
        Assert.Contains("Severity Monitor instead of NonCritical", error.Message, StringComparison.Ordinal);
        Assert.Contains("Changed before it: channel 1 destination 1: Receiver None -> 127.0.0.5", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_vendor_has_set_is_only_switched()
    {
        var bench = new AlertBench();
        bench.Set(PefParameters.Filter, AlertBench.Filter() with { State = new(false, true), Severity = PefSeverity.Ok }, 4);
        var error = await Assert.ThrowsAsync<IpmiException>(() => AlertRowChange.PrepareAsync(bench.Bench, [new AlertFilterSettings { Number = 4, Severity = PefSeverity.Critical }]));
        Assert.Equal(IpmiErrorKind.InvalidParameter, error.Kind);
        var change = await AlertRowChange.PrepareAsync(bench.Bench, [new AlertFilterSettings { Number = 4, Severity = PefSeverity.Ok, Enabled = true }]);
        Assert.Equal("filter 4: Enabled False -> True", change.Description);
        await change.RunAsync();
        Assert.Equal(new PefFilterState(true, true), (await bench.Bench.ReadAsync(PefParameters.Filter, 0, 4)).Value.State);
    }

    [Fact]
    public async Task A_MAC_address_that_the_BMC_has_found_is_no_difference()
    {
        var bench = new Bench();
        var first = await AlertRowChange.PrepareAsync(bench, [new AlertDestinationSettings { Number = 1, Receiver = s_receiver, MacAddress = new System.Net.NetworkInformation.PhysicalAddress([2, 0, 0, 0, 0, 9]) }]);
        await first.RunAsync();
        var plan = await AlertChange.PrepareAsync(bench, new() { Receivers = [s_receiver] });
        await plan.RunAsync();
        AlertDestination destination = Assert.Single(await AlertRowReader.ReadDestinationsAsync(bench, 1, [1]));
        Assert.Equal("02:00:00:00:00:09", destination.MacAddress);
    }

    [Fact]
    public async Task A_row_that_goes_back_as_it_was_read_changes_nothing()
    {
        var bench = new AlertBench();
        bench.Set(PefParameters.Filter, AlertBench.Filter() with { Severity = (PefSeverity)3 }, 4);
        bench.Set(PefParameters.Policy, new PefPolicy(1, true, (PefPolicyRule)5, 1, 1, 0), 2);
        // A VLAN that is off has a number all the same.
        bench.SetLan(LanParameters.DestinationVlan, new AlertDestinationVlan(false, 0x6005), 1);
        bench.SetLan(LanParameters.DestinationType, new AlertDestinationType(false, 3, 2, 0), 1);
        bench.SetLan(LanParameters.DestinationAddress, new AlertDestinationAddress(IPAddress.IPv6Any, false, LanCodecs.NoMac), 2);
        Assert.Null((await AlertRowChange.PrepareAsync(bench.Bench, [new AlertFilterSettings { Number = 4, Severity = (PefSeverity)3 }])).Description);
        Assert.Null((await AlertRowChange.PrepareAsync(bench.Bench, [new AlertPolicySettings { Number = 2, Rule = (PefPolicyRule)5 }])).Description);
        foreach (var row in await AlertRowReader.ReadDestinationsAsync(bench.Bench, 1, [1, 2]))
        {
            var settings = new AlertDestinationSettings { Number = row.Number, Type = row.Type, Receiver = AlertRowText.ReadAddress(row.Receiver!), VlanId = row.VlanId, VlanPriority = row.VlanPriority };
            Assert.Null((await AlertRowChange.PrepareAsync(bench.Bench, [settings])).Description);
        }
    }

    [Fact]
    public void Every_value_of_a_field_reads_back_from_its_text()
    {
        for (int value = 0; value <= 0xFF; value++)
        {
            Assert.Equal((byte)value, AlertRowText.ReadByte(AlertRowText.Byte((byte)value)));
            Assert.Equal((byte)value, AlertRowText.ReadByte(AlertRowText.Number((byte)value)));
            Assert.Equal((byte)value, AlertRowText.ReadSensorType(AlertRowText.SensorType((byte)value)));
            Assert.Equal((byte)value, AlertRowText.ReadEventType(AlertRowText.EventType((byte)value)));
        }

        for (int mask = 0; mask <= 0xFFFF; mask++)
            Assert.Equal((ushort)mask, AlertRowText.ReadOffsets(AlertRowText.Offsets((ushort)mask)));
    }

    [Fact]
    public async Task A_reserved_number_is_not_set()
    {
        var bench = new Bench();
        Task[] changes =
        [
            AlertRowChange.PrepareAsync(bench, [new AlertFilterSettings { Number = 4, Severity = (PefSeverity)3 }]),
            AlertRowChange.PrepareAsync(bench, [new AlertPolicySettings { Number = 2, Rule = (PefPolicyRule)5 }]),
            AlertRowChange.PrepareAsync(bench, [new AlertDestinationSettings { Number = 2, Type = (AlertDestinationKind)3 }]),
        ];
        foreach (Task change in changes)
            Assert.Contains("is reserved", (await Assert.ThrowsAsync<IpmiException>(() => change)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_entry_that_cannot_be_read_is_left_out_with_a_note()
    {
        var notes = new List<string>();
        var filters = await AlertRowReader.ReadFiltersAsync(new Reading(new Bench(), static number => number switch { 3 => null, 5 => [0x11, 5, 0x80], _ => [] }), null, notes, default);
        Assert.Equal(38, filters.Count);
        Assert.Equal(2, notes.Count);
        Assert.StartsWith("event filter 3: Get PEF Configuration Parameters: ", notes[0], StringComparison.Ordinal);
        Assert.Equal("event filter 5: The BMC returned too few bytes.", notes[1]);
    }

    [Fact]
    public async Task A_change_that_stops_in_the_middle_names_the_entries_that_were_written()
    {
        var bmc = new Refusing(new Bench(), filter: 3);
        var change = await AlertRowChange.PrepareAsync(bmc, [.. Enumerable.Range(1, 4).Select(static number => new AlertFilterSettings { Number = number, Enabled = true })], Clock(), default);
        var error = await Assert.ThrowsAsync<IpmiException>(() => change.RunAsync());
        Assert.Contains("only a part of the alert configuration (Event Filter Table): filter 1, filter 2.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_has_no_control_characters_and_a_number_alone_is_nothing_to_set()
    {
        Assert.False(AlertTexts.IsValid("a\u0085b"));
        Assert.False(AlertTexts.IsValid("a\u007Fb"));
        Assert.True(AlertTexts.IsValid("Tür offen"));
        Assert.True(new AlertSettings { TextNumber = 2 }.IsEmpty);
        var change = await AlertChange.PrepareAsync(new Bench(), new() { TextNumber = 2, Text = "Tür offen" });
        Assert.Equal("text 2: '' -> 'Tür offen'", change.Description);
    }

    [Fact]
    public async Task An_entry_that_is_not_there_is_named_with_its_channel()
    {
        var error = await Assert.ThrowsAsync<IpmiException>(() => AlertRowChange.PrepareAsync(new Bench(), [new AlertDestinationSettings { Number = 9, Receiver = s_receiver }]));
        Assert.Equal("The BMC has no alert destination 9 on channel 1. It has 0 to 4.", error.Message);
        Assert.Contains("without a number", error.RecommendedAction, StringComparison.Ordinal);

        // Where there is none, there is none to look up.
        var none = AlertTableReader.NotPresent("alert destination", [], 0, -1, []);
        Assert.Equal(("The BMC has no alert destination.", AlertRowReader.OtherWay), (none.Message, none.RecommendedAction));
    }

    /// <summary>Whatever the tables have, they are read, and a plan leaves alone what is not its own and changes nothing the second time.</summary>
    [Fact]
    public void Any_tables_have_a_meaning()
    {
        var random = new Random(4711);
        int planned = 0;
        for (int run = 0; run < 2000; run++)
        {
            var tables = RandomTables(random);
            Assert.NotNull(AlertSetupReader.Evaluate(tables).ToString());
            var settings = new AlertSettings
            {
                Receivers = random.Next(3) == 0 ? null : [RandomAddress(random)],
                RemoveReceivers = random.Next(3) == 0 ? [IPAddress.Parse("10.1.1.1")] : null,
                On = random.Next(4) == 0 ? null : (AlertEvents)random.Next(0x200000),
            };
            AlertTables after;
            try
            {
                after = AlertPlan.Make(tables, settings).After;
            }
            catch (IpmiException)
            {
                continue;
            }

            planned++;
            foreach (byte number in tables.Filters.Keys)
            {
                PefFilter before = tables.Filters[number];
                bool isFree = !before.State.IsEnabled && before.Actions == PefActions.None || AlertEventFilters.All.Any(known => known.IsSame(before));
                Assert.True(before == after.Filters[number] || !before.State.IsPreset && isFree || before with { State = after.Filters[number].State } == after.Filters[number], $"run {run}: filter {number}");
            }

            Assert.Equal(after.Filters.Values, AlertPlan.Make(after, settings).After.Filters.Values);
            Assert.Equal(after.Policies.Values, AlertPlan.Make(after, settings).After.Policies.Values);
        }

        Assert.True(planned > 100, $"{planned} plans");
    }

    private static Support.FakeClock Clock() => new();

    private static async Task<AlertBench> StartAsync(AlertEvents events)
    {
        var bench = new AlertBench();
        // Nothing is set yet.
        bench.Set(PefParameters.Filter, PefParameters.Filter.Decode(new byte[21]), 1);
        bench.Set(PefParameters.Policy, default(PefPolicy), 1);
        bench.Set(PefParameters.Control, PefControl.None);
        var change = await AlertChange.PrepareAsync(bench.Bench, new() { RemoveReceivers = [IPAddress.Loopback], Receivers = [s_receiver], On = events, Community = "traps" });
        Assert.Empty((await change.RunAsync()).Missing);
        return bench;
    }

    private static IPAddress RandomAddress(Random random) => new([10, 1, 1, (byte)random.Next(4)]);

    private static AlertTables RandomTables(Random random)
    {
        byte[] bytes = new byte[21];
        byte[] interesting = [0, 1, 2, 4, 8, 0x6F, 0xFF, 0x80, 0xC0];
        PefFilter Filter()
        {
            for (int i = 0; i < bytes.Length; i++)
                bytes[i] = random.Next(2) == 0 ? interesting[random.Next(interesting.Length)] : (byte)random.Next(256);
            return random.Next(3) == 0 ? AlertEventFilters.All[random.Next(AlertEventFilters.All.Count)].ForPolicy((byte)random.Next(16)) : random.Next(3) == 0 ? PefParameters.Filter.Decode(new byte[21]) : PefParameters.Filter.Decode(bytes);
        }

        var channels = new List<AlertChannelTables>();
        for (byte channel = 1; channel <= random.Next(1, 3); channel++)
            channels.Add(new()
            {
                Channel = channel,
                Types = Table(random.Next(5), _ => new AlertDestinationType(random.Next(2) == 0, (byte)random.Next(8), (byte)random.Next(256), (byte)random.Next(8))),
                Addresses = Table(random.Next(5), _ => new AlertDestinationAddress(RandomAddress(random), false, new System.Net.NetworkInformation.PhysicalAddress(new byte[6]))),
                Active = random.Next(2) == 0 ? null : new((byte)random.Next(64), PrivilegeLevel.Administrator),
            });
        return new()
        {
            Control = random.Next(3) == 0 ? null : (PefControl)random.Next(16),
            ActionEnables = random.Next(3) == 0 ? null : (PefActions)random.Next(64),
            Filters = Table(random.Next(30), _ => Filter()),
            Policies = Table(random.Next(10), _ => new PefPolicy((byte)random.Next(16), random.Next(2) == 0, (PefPolicyRule)random.Next(8), (byte)random.Next(4), (byte)random.Next(6), 0)),
            Channels = channels,
            OwnChannel = random.Next(2) == 0 ? null : (byte)random.Next(16),
        };

        static SortedDictionary<byte, T> Table<T>(int count, Func<byte, T> value)
        {
            var table = new SortedDictionary<byte, T>();
            for (byte number = 1; number <= count; number++)
                table.Add(number, value(number));
            return table;
        }
    }

    /// <summary>A BMC that refuses to return filters, or returns something else: data for a number; null for a refusal, no bytes for what it has.</summary>
    private sealed class Reading(IIpmiConnection inner, Func<byte, byte[]?> data) : IIpmiConnection
    {
        public string ComputerName => inner.ComputerName;

        public BmcProfile Profile => inner.Profile;

        public Task<TResponse> SendAsync<TResponse>(IpmiCommand<TResponse> command, IpmbTarget target, CancellationToken cancellationToken) =>
            command is not GetPefConfigurationParameters { Parameter: 6 } read || data(read.SetSelector) is { Length: 0 } ? inner.SendAsync(command, target, cancellationToken)
            : data(read.SetSelector) is { } bytes ? Task.FromResult((TResponse)(object)new ConfigurationParameter(bytes[0], [.. bytes.Skip(1)]))
            : throw new IpmiCommandException(command, CompletionCode.InvalidDataField);
    }

    /// <summary>A BMC that refuses one filter.</summary>
    private sealed class Refusing(IIpmiConnection inner, byte filter) : IIpmiConnection
    {
        public string ComputerName => inner.ComputerName;

        public BmcProfile Profile => inner.Profile;

        public Task<TResponse> SendAsync<TResponse>(IpmiCommand<TResponse> command, IpmbTarget target, CancellationToken cancellationToken) =>
            command is SetPefConfigurationParameters { Parameter: 6 } write && write.Data[0] == filter ? throw new IpmiCommandException(command, CompletionCode.InvalidDataField) : inner.SendAsync(command, target, cancellationToken);
    }

    /// <summary>A BMC that does not keep filters as they were written.</summary>
    private sealed class Forgetful(IIpmiConnection inner, Func<PefFilter, PefFilter> keep) : IIpmiConnection
    {
        public string ComputerName => inner.ComputerName;

        public BmcProfile Profile => inner.Profile;

        public Task<TResponse> SendAsync<TResponse>(IpmiCommand<TResponse> command, IpmbTarget target, CancellationToken cancellationToken) =>
            command is SetPefConfigurationParameters { Parameter: 6 } write
                ? inner.SendAsync((IpmiCommand<TResponse>)(object)new SetPefConfigurationParameters(6, PefParameters.Filter.Encode(keep(PefParameters.Filter.Decode(write.Data)), write.Data[0])), target, cancellationToken)
                : inner.SendAsync(command, target, cancellationToken);
    }
}
