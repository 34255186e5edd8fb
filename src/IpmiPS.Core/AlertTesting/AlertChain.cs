using System;
using System.Collections.Generic;
using System.Linq;
using IpmiPS.Commands.SensorEvent;
using IpmiPS.Parameters;
using IpmiPS.Pef;

namespace IpmiPS.AlertTesting;

/// <summary>What else decides whether and when alerts are sent; what could not be read is null.</summary>
/// <param name="Postponed">Seconds for which events are left to software, 254 until the system restarts; 0 for none.</param>
/// <param name="AlertStartupDelay">Seconds that alerts wait after power-up and reset.</param>
internal sealed record AlertTiming(byte? Postponed, TimeSpan? AlertStartupDelay);

/// <summary>The links of the chain from an event to its alert: first as they are set, then as alerts have proved them.</summary>
internal sealed class AlertChain
{
    /// <summary>In the order in which an event takes them.</summary>
    private static readonly AlertLink[] s_order =
    [
        AlertLink.Pef, AlertLink.Switch, AlertLink.Action, AlertLink.Timer, AlertLink.Filter, AlertLink.Policy, AlertLink.Channel, AlertLink.Destination, AlertLink.Network, AlertLink.Community,
        AlertLink.Acknowledgement,
    ];

    private readonly Dictionary<AlertLink, AlertTestLink> _links = [];
    private readonly string _computerName;

    /// <summary>Evaluates the settings.</summary>
    /// <param name="tables">The tables of the BMC.</param>
    /// <param name="timing">Timer and delays.</param>
    /// <param name="target">The destination that is tested; null for none.</param>
    /// <param name="options">The options of the test.</param>
    public AlertChain(AlertTables tables, AlertTiming timing, AlertTarget? target, AlertTestOptions options)
    {
        _computerName = tables.ComputerName;
        foreach (var link in s_order)
            Set(link, AlertLinkState.Unknown, "Not tried.");
        if (tables.IsSupported == false)
        {
            Set(AlertLink.Pef, AlertLinkState.Broken, AlertTableReader.NoPef, "Use what the BMC has instead: SNMP traps or event subscriptions of its own, or watch its event log");
            return;
        }

        var problems = AlertProblems.Find(Of(tables, target)).ToLookup(static problem => problem.Link);
        Judge(AlertLink.Pef, tables.IsSupported is not null, "The BMC has platform event filtering.");
        Judge(AlertLink.Switch, tables.Control is not null, "Platform event filtering is on.");
        Judge(AlertLink.Action, tables.ActionEnables is not null, "The action Alert is enabled.");
        SetTimer(timing);
        var policies = tables.Policies.Values.Where(entry => target?.IsOf(entry) == true).Select(static entry => entry.PolicyNumber).ToArray();
        Judge(AlertLink.Filter, tables.Filters.Count > 0, $"Event filters that alert: {string.Join(", ", tables.AlertFilters.Where(pair => policies.Contains(pair.Value.PolicyNumber)).Select(static pair => pair.Key))}.");
        Judge(AlertLink.Policy, tables.Policies.Count > 0, $"Policy entries of the destination: {string.Join(", ", tables.Policies.Where(pair => pair.Value.IsEnabled && target?.IsOf(pair.Value) == true).Select(static pair => pair.Key).OrderBy(static number => number))}.");
        SetPolicy(tables, target);
        SetChannel(tables, target);
        SetDestination(target, options, problems[AlertLink.Destination]);

        void Judge(AlertLink link, bool isKnown, string detail)
        {
            if (problems[link].FirstOrDefault() is { } problem)
                Set(link, AlertLinkState.Broken, string.Join(" ", problems[link].Select(static found => found.Fault + ".")), problem.Remedy);
            else if (isKnown)
                Set(link, AlertLinkState.Ok, detail);
            else
                Set(link, AlertLinkState.Unknown, "It could not be read.");
        }
    }

    /// <summary>The links in order.</summary>
    public AlertTestLink[] Links => [.. s_order.Select(link => _links[link])];

    /// <summary>Whether a link is broken.</summary>
    public bool IsBroken(params AlertLink[] links) => links.Any(link => _links[link].State == AlertLinkState.Broken);

    /// <summary>Says what is known of a link.</summary>
    public void Set(AlertLink link, AlertLinkState state, string detail, string? remedy = null) => _links[link] = new AlertTestLink
    {
        ComputerName = _computerName,
        Link = link,
        State = state,
        Detail = detail,
        Remedy = remedy is null ? null : remedy.TrimEnd('.') + ".",
    };

    /// <summary>An alert has gone through links that are set as they have to be.</summary>
    public void Prove(params AlertLink[] links)
    {
        foreach (var link in links.Where(link => _links[link].State is AlertLinkState.Ok or AlertLinkState.Unknown or AlertLinkState.Delayed))
            _links[link] = _links[link] with { State = AlertLinkState.Proven };
    }

    /// <summary>The tables as far as they concern one destination: other policy entries and filters count as unused. Without a destination, or without an entry for it, all of them.</summary>
    private static AlertTables Of(AlertTables tables, AlertTarget? target)
    {
        if (target is null)
            return tables;
        var policies = tables.Policies.ToDictionary(static pair => pair.Key, pair => target.IsOf(pair.Value) ? pair.Value : pair.Value with { PolicyNumber = 0, IsEnabled = false });
        var numbers = policies.Values.Select(static entry => entry.PolicyNumber).Where(static number => number != 0).ToArray();
        return tables with
        {
            Policies = policies,
            Filters = numbers.Length == 0 ? tables.Filters : tables.Filters.ToDictionary(static pair => pair.Key, pair => numbers.Contains(pair.Value.PolicyNumber) ? pair.Value : pair.Value with { Actions = PefActions.None }),
        };
    }

    /// <summary>A destination that gets nothing, whatever other destinations of the policy get.</summary>
    private void SetPolicy(AlertTables tables, AlertTarget? target)
    {
        if (target is null || tables.Policies.Count == 0)
            return;
        var own = tables.Policies.Where(pair => target.IsOf(pair.Value)).OrderBy(static pair => pair.Key).ToArray();
        string place = $"destination {target.Destination} of channel {target.Channel}";
        if (own.Length == 0)
            Set(AlertLink.Policy, AlertLinkState.Broken, $"No alert policy entry has {place}.", $"Set-IpmiAlert -Receiver {target.Address} -Channel {target.Channel}");
        else if (!own.Any(static pair => pair.Value.IsEnabled))
            Set(AlertLink.Policy, AlertLinkState.Broken, $"The alert policy entries with {place} are off: {string.Join(", ", own.Select(static pair => pair.Key))}.", $"Set-IpmiAlertPolicy -Number {own[0].Key} -Enabled $true");
    }

    private void SetTimer(AlertTiming timing)
    {
        string startup = timing.AlertStartupDelay is { } delay && delay > TimeSpan.Zero ? $" After power-up and reset, alerts wait {delay.TotalSeconds:0} s." : "";
        switch (timing.Postponed)
        {
            case ArmPefPostponeTimer.DisabledUntilRestart:
                Set(AlertLink.Timer, AlertLinkState.Broken, $"{AlertProblems.Disabled.Fault}.", AlertProblems.Disabled.Remedy);
                break;
            case null:
                Set(AlertLink.Timer, AlertLinkState.Unknown, "The postpone timer could not be read.");
                break;
            case 0:
                Set(AlertLink.Timer, AlertLinkState.Ok, "Events are not left to software." + startup);
                break;
            default:
                Set(AlertLink.Timer, AlertLinkState.Delayed, $"Events are left to software for {timing.Postponed} s (postpone timer), and alerted if it does not process them.{startup}", "Set-IpmiAlert -PostponeSeconds 0");
                break;
        }
    }

    private void SetChannel(AlertTables tables, AlertTarget? target)
    {
        if (target is null)
            return;
        var channel = tables.Channel(target.Channel);
        string advice = $"Set-IpmiChannel -Channel {target.Channel} -Alerting $true";
        if (channel?.Active is not { } active)
            Set(AlertLink.Channel, AlertLinkState.Unknown, $"The access settings of channel {target.Channel} could not be read.");
        else if (active.AlertingDisabled)
            Set(AlertLink.Channel, AlertLinkState.Broken, $"Alerting is off on channel {target.Channel}.", advice);
        else
            Set(AlertLink.Channel, AlertLinkState.Ok, channel.Stored is { AlertingDisabled: true } ? $"Alerting is on on channel {target.Channel}, but off after the next restart of the BMC: {advice}." : $"Alerting is on on channel {target.Channel}.");
    }

    private void SetDestination(AlertTarget? target, AlertTestOptions options, IEnumerable<AlertProblem> problems)
    {
        string number = options.Destination is null ? "" : $" {options.Destination}";
        if (target is { GetsTraps: false })
            Set(AlertLink.Destination, AlertLinkState.Broken, $"Destination {target.Destination} of channel {target.Channel} gets no traps, but something of the vendor.", $"Set-IpmiAlertDestination -Channel {target.Channel} -Number {target.Destination} -Type Pet");
        else if (target is not null)
            Set(AlertLink.Destination, AlertLinkState.Ok, $"Destination {target.Destination} of channel {target.Channel} is {target.Address}.");
        else if (options.Receiver is not null)
            Set(AlertLink.Destination, AlertLinkState.Broken, $"No destination{number} has the address {options.Receiver}.", $"Set-IpmiAlert -Receiver {options.Receiver}");
        else
            Set(AlertLink.Destination, AlertLinkState.Broken, problems.FirstOrDefault() is { } problem ? problem.Fault + "." : $"No destination{number} has an address.", "Set-IpmiAlert -Receiver, with the address of the receiver");
    }
}
