using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.NetworkInformation;
using IpmiPS.Commands.SensorEvent;
using IpmiPS.Events;
using IpmiPS.Parameters;
using IpmiPS.Pef;
using Xunit;

namespace IpmiPS.Tests.Pef;

/// <summary>Which entries of the tables make a BMC send alerts as wanted, and what the tables mean.</summary>
public sealed class AlertPlanTests
{
    private static readonly IPAddress s_one = IPAddress.Parse("10.0.0.5"), s_two = IPAddress.Parse("10.0.0.6"), s_three = IPAddress.Parse("10.0.0.7");

    [Fact]
    public void Free_entries_are_taken_and_the_second_time_nothing_changes()
    {
        var settings = new AlertSettings { Receivers = [s_one], On = AlertEvents.CriticalTemperature | AlertEvents.SelFull };
        var after = Plan(Tables(), settings);
        Assert.Equal("CriticalTemperature, SelFull -> 10.0.0.5", Assert.Single(AlertSetupReader.Evaluate(after).Routes).ToString());
        Assert.Empty(AlertSetupReader.Evaluate(after).Missing);
        AssertSame(after, Plan(after, settings));
    }

    [Fact]
    public void Any_set_of_groups_reads_back_as_itself_and_what_it_includes()
    {
        for (int bits = 0; bits <= (int)(AlertEvents.AnyFault | AlertEvents.PowerState | AlertEvents.SelFull | AlertEvents.ChassisIntrusion); bits = bits * 3 + 1)
        {
            var events = (AlertEvents)bits & (AlertEvents.AnyFault | AlertEvents.PowerState | AlertEvents.SelFull | AlertEvents.ChassisIntrusion);
            var setup = AlertSetupReader.Evaluate(Plan(Tables(), new() { Receivers = [s_one], On = events }));
            Assert.Equal(AlertEventFilters.Complete(events), setup.On);
            Assert.Equal(events, setup.On & events);
        }
    }

    [Fact]
    public void Any_fault_fits_into_15_filters()
    {
        Assert.Equal(13, AlertEventFilters.For(AlertEvents.AnyFault).Count);
        Assert.Equal(AlertEvents.AnyFault, AlertEventFilters.Complete(AlertEvents.AnyFault));
    }

    [Fact]
    public void Filters_of_faults_look_for_events_that_are_faults()
    {
        foreach (var filter in AlertEventFilters.All)
        {
            bool isFault = (filter.Events & (AlertEvents.AnyFault | AlertEvents.ChassisIntrusion | AlertEvents.SelFull | AlertEvents.AnyTemperature | AlertEvents.AnyVoltage)) != 0;
            foreach (int offset in AlertEventFilters.OffsetsOf(filter.Offsets))
            {
                var severity = EventStates.Severity(filter.EventType, filter.SensorType, offset, asserted: true);
                // The watchdog's states are of the event log's severity, whatever it did.
                if (isFault)
                    Assert.True(severity >= SelSeverity.Warning, $"{filter.Events} offset {offset}: {severity}");
            }
        }
    }

    [Fact]
    public void A_second_receiver_gets_the_same_events_by_the_same_policy()
    {
        var after = Plan(Plan(Tables(), new() { Receivers = [s_one], On = AlertEvents.Fan }), new() { Receivers = [s_two] });
        Assert.Equal(["Fan -> 10.0.0.5", "Fan -> 10.0.0.6"], AlertSetupReader.Evaluate(after).Routes.Select(static route => route.ToString()));
        Assert.Single(after.Policies.Values.Where(static entry => entry.IsEnabled).Select(static entry => entry.PolicyNumber).Distinct());
    }

    [Fact]
    public void What_others_have_set_stays()
    {
        var foreign = new PefFilter { State = new(true, false), Actions = PefActions.PowerOff | PefActions.Alert, PolicyNumber = 7, SensorType = 1, SensorNumber = 9 };
        var disabled = new PefFilter { Actions = PefActions.Alert, PolicyNumber = 3, SensorType = 4, SensorNumber = 9 };
        var before = Tables(filters: 4, policies: 3);
        before = before with
        {
            Filters = Replace(Replace(before.Filters, 1, foreign), 2, disabled),
            Policies = Replace(before.Policies, 1, new PefPolicy(7, true, PefPolicyRule.StopAfterSuccess, 1, 3, 5)),
        };
        var after = Plan(before, new() { Receivers = [s_one], On = AlertEvents.Fan | AlertEvents.SelFull });
        Assert.Equal((foreign, disabled), (after.Filters[1], after.Filters[2]));
        Assert.Equal(before.Policies[1], after.Policies[1]);
        Assert.Equal(2, after.Filters.Values.Count(static filter => filter.State.IsEnabled && filter.SensorNumber == PefFilter.Any));
        after = Plan(after, new() { On = AlertEvents.None });
        Assert.Equal((foreign, disabled), (after.Filters[1], after.Filters[2]));
        Assert.DoesNotContain(after.Filters.Values, static filter => filter.State.IsEnabled && filter.SensorNumber == PefFilter.Any);
    }

    [Fact]
    public void A_removed_receiver_leaves_its_entries_free()
    {
        var before = Plan(Tables(), new() { Receivers = [s_one, s_two], On = AlertEvents.Fan });
        var after = Plan(before, new() { RemoveReceivers = [s_one] });
        Assert.Equal("Fan -> 10.0.0.6", Assert.Single(AlertSetupReader.Evaluate(after).Routes).ToString());
        AssertSame(before, Plan(after, new() { Receivers = [s_one] }));
    }

    [Fact]
    public void A_new_receiver_in_the_place_of_an_old_one_has_its_policies()
    {
        var before = Plan(Tables(), new() { Receivers = [s_one, s_two], On = AlertEvents.Fan });
        var second = new PefPolicy(2, true, PefPolicyRule.StopAfterSuccess, 1, 2, 7);
        before = before with
        {
            Policies = Replace(before.Policies, 2, second),
            Filters = Replace(before.Filters, 2, AlertEventFilters.All.Single(static filter => filter.Events == AlertEvents.SelFull).ForPolicy(2)),
        };
        Assert.Equal(["Fan -> 10.0.0.5", "SelFull -> 10.0.0.6"], AlertSetupReader.Evaluate(before).Routes.Select(static route => route.ToString()));
        var after = Plan(before, new() { Receivers = [s_three], RemoveReceivers = [s_two] });
        Assert.Equal(["Fan -> 10.0.0.5", "SelFull -> 10.0.0.7"], AlertSetupReader.Evaluate(after).Routes.Select(static route => route.ToString()));
        Assert.Equal(second, after.Policies[2]);

        // Also where a destination before it is free.
        after = Plan(Plan(before, new() { RemoveReceivers = [s_one] }), new() { Receivers = [s_three], RemoveReceivers = [s_two] });
        Assert.Equal(["SelFull -> 10.0.0.7"], AlertSetupReader.Evaluate(after).Routes.Select(static route => route.ToString()));
    }

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    [InlineData("255.255.255.255")]
    public void What_is_no_address_is_no_receiver(string address) =>
        Assert.Equal(IpmiErrorKind.InvalidParameter, Assert.Throws<IpmiException>(() => Plan(Tables(), new() { Receivers = [IPAddress.Parse(address)] })).Kind);

    [Fact]
    public void An_IPv4_address_in_the_form_of_IPv6_is_the_same_receiver()
    {
        var before = Plan(Tables(), new() { Receivers = [s_one], On = AlertEvents.Fan });
        AssertSame(before, Plan(before, new() { Receivers = [s_one.MapToIPv6()] }));
    }

    [Fact]
    public void What_is_missing_counts_the_actions_as_they_will_be()
    {
        var good = Plan(Tables(), new() { Receivers = [s_one], On = AlertEvents.Fan });
        Assert.Equal(AlertLink.Action, Assert.Single(AlertProblems.Find(Plan(good, new() { EnabledActions = PefActions.None }))).Link);
        Assert.Empty(AlertProblems.Find(Plan(good with { ActionEnables = PefActions.None }, new() { EnabledActions = PefActions.Alert })));
    }

    [Fact]
    public void Entries_that_lead_nowhere_do_not_hide_what_the_receivers_get()
    {
        // As some vendors deliver them: entries that are on, to destinations without an address.
        var before = Tables() with { Policies = Numbers(4).ToDictionary(static number => number, static number => number == 1 ? default : new PefPolicy(1, true, PefPolicyRule.Always, 1, number, 0)) };
        var after = AlertSetupReader.Evaluate(Plan(before, new() { Receivers = [s_one], On = AlertEvents.Fan }));
        Assert.Equal(AlertEvents.Fan, after.On);
        Assert.Equal("10.0.0.5", after.Receiver);
        Assert.Empty(after.Missing);

        // Where the same policy leads there, too, it is named.
        after = AlertSetupReader.Evaluate(Plan(before with { Policies = Replace(before.Policies, 1, new PefPolicy(1, true, PefPolicyRule.Always, 1, 1, 0)) }, new() { Receivers = [s_one], On = AlertEvents.Fan }));
        Assert.Equal(AlertEvents.Fan, after.On);
        Assert.Equal("Destination 2 of channel 1 (alert policy entry 2) has no address: Set-IpmiAlertDestination -Channel 1 -Number 2 -Receiver, or Set-IpmiAlertPolicy -Number 2 -Enabled $false.", after.Missing[0]);
    }

    [Fact]
    public void The_vendors_filters_are_only_switched_on_and_only_if_no_other_is_free()
    {
        var preset = new PefFilter { State = new(false, true), Actions = PefActions.Alert, PolicyNumber = 5, SensorType = 4, EventType = 1 };
        var before = Tables(filters: 2);
        before = before with { Filters = Replace(before.Filters, 1, preset) };
        var after = Plan(before, new() { Receivers = [s_one], On = AlertEvents.Fan });
        Assert.Equal(preset, after.Filters[1]);

        before = Tables(filters: 1) with { Filters = new Dictionary<byte, PefFilter> { [1] = preset } };
        var (with, notes) = AlertPlan.Make(before, new() { Receivers = [s_one], On = AlertEvents.Fan });
        Assert.Equal(preset with { State = new(true, true) }, with.Filters[1]);
        Assert.Contains("which the vendor has set", Assert.Single(notes));
        Assert.Contains(with.EntriesOf(5), static entry => entry.Value.Destination == 1);
        var error = Assert.Throws<IpmiException>(() => Plan(before, new() { Receivers = [s_one], On = AlertEvents.SelFull }));
        Assert.Equal(IpmiErrorKind.CommandFailed, error.Kind);
        Assert.Contains("all 1 are the vendor's", error.Message);
    }

    [Fact]
    public void The_vendors_filter_of_a_group_is_switched_off_with_it()
    {
        var preset = AlertEventFilters.All.Single(static filter => filter.Events == AlertEvents.Fan).ForPolicy(5) with { State = new(false, true) };
        var before = Tables(filters: 1) with { Filters = new Dictionary<byte, PefFilter> { [1] = preset } };
        var on = Plan(before, new() { Receivers = [s_one], On = AlertEvents.Fan });
        AssertSame(on, Plan(on, new() { Receivers = [s_one], On = AlertEvents.Fan }));
        Assert.Equal(preset, Plan(on, new() { On = AlertEvents.None }).Filters[1]);

        // Its policy gets the receivers, and not what leads nowhere.
        var stray = new PefPolicy(1, true, PefPolicyRule.Always, 1, 4, 0);
        on = Plan(before with { Policies = Replace(before.Policies, 1, stray) }, new() { Receivers = [s_one], On = AlertEvents.Fan });
        Assert.Equal(1, Assert.Single(on.EntriesOf(5)).Value.Destination);
    }

    [Fact]
    public void Filters_of_no_group_that_alert_for_one_are_named()
    {
        var any = new PefFilter { State = new(true, true), Actions = PefActions.Alert, PolicyNumber = 1, SensorType = 4, EventType = 1 };
        var before = Tables() with { Filters = Replace(Tables().Filters, 3, any) };
        const string Note = "Event filters of no group or of another policy stay, and alert for Fan: 3.";
        Assert.Equal(Note, Assert.Single(AlertPlan.Make(before, new() { On = AlertEvents.None }).Notes));
        Assert.Empty(AlertPlan.Make(before, new() { On = AlertEvents.Fan }).Notes);
        before = Plan(Tables(), new() { Receivers = [s_one], On = AlertEvents.SelFull });
        before = before with { Filters = Replace(before.Filters, 3, AlertEventFilters.All.Single(static filter => filter.Events == AlertEvents.Fan).ForPolicy(2)) };
        Assert.Equal(Note, Assert.Single(AlertPlan.Make(before, new() { On = AlertEvents.SelFull }).Notes));
    }

    [Fact]
    public void Tables_that_are_full_are_an_error_that_says_so()
    {
        var before = Plan(Tables(destinations: 1, policies: 1), new() { Receivers = [s_one], On = AlertEvents.Fan });
        Assert.Contains("All alert destinations of channel 1 are taken: 10.0.0.5", Assert.Throws<IpmiException>(() => Plan(before, new() { Receivers = [s_two] })).Message);
        before = Plan(Tables(policies: 1), new() { Receivers = [s_one], On = AlertEvents.Fan });
        Assert.Contains("All 1 alert policy entries are in use", Assert.Throws<IpmiException>(() => Plan(before, new() { Receivers = [s_two] })).Message);

        // What the error advises frees a filter.
        before = Plan(Tables(filters: 1), new() { Receivers = [s_one] });
        before = before with { Filters = Replace(before.Filters, 1, new PefFilter { State = new(true, false), Actions = PefActions.Alert, PolicyNumber = 1, SensorNumber = 9 }) };
        var error = Assert.Throws<IpmiException>(() => Plan(before, new() { On = AlertEvents.SelFull }));
        Assert.Contains("-Enabled $false and -Actions None", error.RecommendedAction);
        before = before with { Filters = Replace(before.Filters, 1, new AlertFilterSettings { Enabled = false, Actions = PefActions.None }.Apply(before.Filters[1])) };
        Assert.True(Plan(before, new() { On = AlertEvents.SelFull }).Filters[1].State.IsEnabled);
    }

    [Theory]
    [InlineData(0, 4, 4, "no event filters")]
    [InlineData(4, 0, 4, "no alert policy entries")]
    [InlineData(4, 4, 0, "no alert destinations")]
    public void Tables_that_are_not_there_are_not_full(byte filters, byte policies, byte destinations, string fault)
    {
        var before = Tables(filters, policies, destinations) with { Notes = ["It is refused."] };
        before = before with { Channels = [before.Channels[0] with { Addresses = Replace(before.Channels[0].Addresses, 0, new AlertDestinationAddress(IPAddress.Any, false, new PhysicalAddress(new byte[6]))) }] };
        var error = Assert.Throws<IpmiException>(() => Plan(before, new() { Receivers = [s_one], On = AlertEvents.Fan }));
        Assert.Equal(IpmiErrorKind.CommandNotSupported, error.Kind);
        Assert.Contains($"{fault} that can be read. It is refused. Nothing was sent.", error.Message);
    }

    [Theory]
    [InlineData("switch", AlertLink.Switch)]
    [InlineData("action", AlertLink.Action)]
    [InlineData("filter", AlertLink.Filter)]
    [InlineData("policy", AlertLink.Policy)]
    [InlineData("destination", AlertLink.Destination)]
    [InlineData("type", AlertLink.Destination)]
    [InlineData("channel", AlertLink.Channel)]
    [InlineData("pef", AlertLink.Pef)]
    public void The_broken_link_is_named(string fault, AlertLink link)
    {
        var good = Plan(Tables(), new() { Receivers = [s_one], On = AlertEvents.Fan });
        Assert.Empty(AlertProblems.Find(good));
        var channel = good.Channels[0];
        var bad = fault switch
        {
            "switch" => good with { Control = PefControl.None },
            "action" => good with { ActionEnables = PefActions.PowerOff },
            "filter" => good with { Filters = Replace(good.Filters, 1, good.Filters[1] with { State = default }) },
            "policy" => good with { Policies = Replace(good.Policies, 1, good.Policies[1] with { IsEnabled = false }) },
            "destination" => good with { Channels = [channel with { Addresses = Tables().Channels[0].Addresses }] },
            "type" => good with { Channels = [channel with { Types = Replace(channel.Types, 1, new AlertDestinationType(false, (byte)AlertDestinationKind.Oem1, 3, 3)) }] },
            "channel" => good with { Channels = [channel with { Active = channel.Active!.Value with { Settings = 0x22 } }] },
            _ => new AlertTables { CapabilitiesError = new IpmiException(IpmiErrorKind.CommandNotSupported, "C1h") },
        };
        Assert.Equal(link, AlertProblems.Find(bad).First().Link);
        Assert.DoesNotContain(AlertSetupReader.Evaluate(bad).Routes, static route => route.IsActive);
    }

    [Fact]
    public void The_remedy_of_entries_that_are_off_is_the_one_that_helps()
    {
        var good = Plan(Tables(), new() { Receivers = [s_one], On = AlertEvents.Fan });
        var off = good with { Policies = Replace(good.Policies, 1, good.Policies[1] with { IsEnabled = false }) };
        Assert.Equal("Set-IpmiAlertPolicy -Number 1 -Enabled $true", AlertProblems.Find(off).First().Remedy);
        Assert.Equal("Set-IpmiAlert -Receiver", AlertProblems.Find(Plan(good, new() { RemoveReceivers = [s_one] })).First().Remedy);
    }

    [Fact]
    public void A_receiver_that_no_filter_alerts_is_named_and_joins_the_policy_of_the_events()
    {
        var good = Plan(Tables(), new() { Receivers = [s_one, s_two], On = AlertEvents.Fan });
        var apart = good with { Policies = Replace(good.Policies, 2, good.Policies[2] with { PolicyNumber = 3 }) };
        var problem = Assert.Single(AlertProblems.Find(apart));
        Assert.Equal("No event filter alerts 10.0.0.6 (alert policy 3): Set-IpmiAlert -Receiver 10.0.0.6 -Channel 1.", problem.Text);
        var after = Plan(apart, new() { Receivers = [s_two], Channel = 1 });
        Assert.Empty(AlertProblems.Find(after));
        Assert.Equal(["Fan -> 10.0.0.5", "Fan -> 10.0.0.6"], AlertSetupReader.Evaluate(after).Routes.Select(static route => route.ToString()));
        AssertSame(after, Plan(after, new() { Receivers = [s_two] }));
    }

    [Fact]
    public void A_filter_without_a_policy_and_an_entry_without_a_LAN_have_remedies()
    {
        var good = Plan(Tables(), new() { Receivers = [s_one], On = AlertEvents.Fan });
        var bad = good with { Filters = Replace(good.Filters, 1, good.Filters[1] with { PolicyNumber = 0 }), Policies = Replace(good.Policies, 3, new PefPolicy(1, true, PefPolicyRule.Always, 7, 1, 0)) };
        Assert.Equal(
            ["Event filters that alert have no policy (1): Set-IpmiAlertFilter -Number 1 -PolicyNumber 1.", "Alert policy entry 3 is for channel 7, which is not a LAN: Set-IpmiAlertPolicy -Number 3 -Enabled $false."],
            AlertProblems.Find(bad).Select(static problem => problem.Text));
    }

    [Fact]
    public void Faults_and_remedies_have_no_full_stop_of_their_own()
    {
        AlertTables[] all = [Tables(), Tables(filters: 0), Tables(policies: 0), Plan(Tables(), new() { On = AlertEvents.Fan })];
        Assert.All(all.SelectMany(AlertProblems.Find), static problem => Assert.DoesNotContain("..", problem.Text));
    }

    [Fact]
    public void An_entry_that_is_on_but_belongs_to_no_policy_is_named_where_a_receiver_is_missing()
    {
        var good = Plan(Tables(), new() { Receivers = [s_one], On = AlertEvents.Fan });
        var stray = Replace(good.Policies, 2, good.Policies[1] with { PolicyNumber = 0 });
        Assert.Empty(AlertProblems.Find(good with { Policies = stray }));
        Assert.Contains("belong to no policy: 1, 2)", Assert.Single(AlertProblems.Find(good with { Policies = Replace(stray, 1, stray[2]) })).Text);
    }

    [Fact]
    public void A_filter_that_takes_anothers_events_is_named()
    {
        var tables = Plan(Tables(), new() { Receivers = [s_one], On = AlertEvents.Fan });
        tables = tables with
        {
            Filters = Replace(tables.Filters, 2, AlertEventFilters.All.Single(static filter => filter.Events == AlertEvents.CriticalThreshold).ForPolicy(2)),
            Policies = Replace(tables.Policies, 2, new PefPolicy(2, true, PefPolicyRule.Always, 1, 2, 0)),
            Channels = [tables.Channels[0] with { Addresses = Replace(tables.Channels[0].Addresses, 2, new AlertDestinationAddress(s_two, false, new PhysicalAddress(new byte[6]))) }],
        };
        var problem = Assert.Single(AlertProblems.Find(tables));
        Assert.Contains("Only policy 1", problem.Text);
        Assert.Equal("Set-IpmiAlertPolicy -Number 3 -PolicyNumber 1 -Channel 1 -Destination 2 -Rule Always -StringKey 0 -Enabled $true", problem.Remedy);
        Assert.Empty(AlertProblems.Find(tables with { Policies = Replace(tables.Policies, 3, new PefPolicy(1, true, PefPolicyRule.Always, 1, 2, 0)) }));

        // Where no receiver loses anything, nothing is missing but the address.
        var nobody = tables with { Channels = [tables.Channels[0] with { Addresses = Replace(tables.Channels[0].Addresses, 2, Tables().Channels[0].Addresses[2]) }] };
        Assert.Contains("has no address", Assert.Single(AlertProblems.Find(nobody)).Text);
    }

    private static AlertTables Plan(AlertTables before, AlertSettings settings) => AlertPlan.Make(before, settings).After;

    private static AlertTables Tables(byte filters = 20, byte policies = 4, byte destinations = 4) => new()
    {
        ComputerName = "bmc1",
        Capabilities = new(0x51, PefActions.Alert, false, filters),
        Control = PefControl.None,
        ActionEnables = PefActions.None,
        Filters = Numbers(filters).ToDictionary(static number => number, static _ => Empty),
        Policies = Numbers(policies).ToDictionary(static number => number, static _ => default(PefPolicy)),
        OwnChannel = 1,
        Channels =
        [
            new AlertChannelTables
            {
                Channel = 1,
                Community = "public",
                Types = Numbers(destinations).ToDictionary(static number => number, static _ => default(AlertDestinationType)),
                Addresses = Numbers(destinations).ToDictionary(static number => number, static _ => new AlertDestinationAddress(IPAddress.Any, false, new PhysicalAddress(new byte[6]))),
                Active = new(0x22, PrivilegeLevel.Administrator),
                Stored = new(0x22, PrivilegeLevel.Administrator),
            },
        ],
    };

    /// <summary>A filter of zeros, as on a BMC that was never configured.</summary>
    private static PefFilter Empty => PefParameters.Filter.Decode(new byte[21]);

    private static IEnumerable<byte> Numbers(byte count) => Enumerable.Range(1, count).Select(static number => (byte)number);

    private static SortedDictionary<byte, T> Replace<T>(IReadOnlyDictionary<byte, T> table, byte key, T value)
    {
        var copy = new SortedDictionary<byte, T>();
        foreach (var pair in table)
            copy.Add(pair.Key, pair.Value);
        copy[key] = value;
        return copy;
    }

    private static void AssertSame(AlertTables expected, AlertTables actual)
    {
        Assert.Equal(expected.Filters.Values, actual.Filters.Values);
        Assert.Equal(expected.Policies.Values, actual.Policies.Values);
        Assert.Equal((expected.Control, expected.ActionEnables), (actual.Control, actual.ActionEnables));
        Assert.Equal(expected.Channels.SelectMany(static channel => channel.Addresses.Values), actual.Channels.SelectMany(static channel => channel.Addresses.Values));
        Assert.Equal(expected.Channels.Select(static channel => (channel.Active, channel.Stored, channel.Community)), actual.Channels.Select(static channel => (channel.Active, channel.Stored, channel.Community)));
    }
}
