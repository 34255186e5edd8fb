using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Authentication;
using IpmiPS.Sel;
using IpmiPS.Watching;

namespace IpmiPS.Cmdlets;

/// <summary>
/// Subscribes to events of BMCs in PowerShell's event model: Get-Event, Wait-Event, -Action, Unregister-Event. The BMCs are polled in the background until the subscription ends.
/// </summary>
[Cmdlet(VerbsLifecycle.Register, "IpmiEvent", DefaultParameterSetName = ByName)]
[OutputType(typeof(PSEventJob))]
public sealed class RegisterIpmiEventCommand : PollingCmdlet
{
    private readonly List<BmcTarget> _targets = [];
    private IpmiEventSource _source = null!;
    private SelRules? _rules;

    /// <summary>The kinds of events; default SelEntry and Unreachable.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public IpmiEventType[] EventType { get; set; } = [IpmiEventType.SelEntry, IpmiEventType.Unreachable];

    /// <summary>Name of the subscription, for Get-Event, Wait-Event and Unregister-Event; default a new GUID.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string SourceIdentifier { get; set; } = Guid.NewGuid().ToString();

    /// <summary>Commands that run for each event; $Event.SourceEventArgs.NewEvent is what happened. Without it, events are queued for Get-Event and Wait-Event.</summary>
    [Parameter]
    [ValidateNotNull]
    public ScriptBlock? Action { get; set; }

    /// <summary>Data for the action and for Get-Event, as $Event.MessageData.</summary>
    [Parameter]
    public PSObject? MessageData { get; set; }

    /// <summary>The number of events after which the subscription ends; default 0 for no end.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int MaxTriggerCount { get; set; }

    /// <summary>Send the events to the computer that opened this remote session.</summary>
    [Parameter]
    public SwitchParameter Forward { get; set; }

    /// <summary>A data file (.psd1) with rules that replace the severities of log entries, leave entries out, or limit how many of a sensor are reported.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? RulePath { get; set; }

    /// <inheritdoc/>
    protected override void Begin()
    {
        if (Action is not null && Forward)
            ThrowTerminatingError(ErrorRecords.InvalidParameter("-Action runs here, and -Forward sends the events elsewhere.", null, "Leave one of them out."));
        if (Events.GetEventSubscribers(SourceIdentifier).Any())
            ThrowTerminatingError(ErrorRecords.InvalidParameter($"There is a subscription '{SourceIdentifier}' already.", null, $"Give another -SourceIdentifier, or end that one with Unregister-Event -SourceIdentifier '{SourceIdentifier}'."));
        try
        {
            _rules = RulePath is null ? null : SelRuleFile.Read(this, RulePath);
        }
        catch (IpmiException error)
        {
            ThrowTerminatingError(ErrorRecords.From(error, null));
        }

        base.Begin();
    }

    /// <inheritdoc/>
    protected override void Read() => _targets.AddRange(ReadTargets());

    /// <inheritdoc/>
    protected override void End()
    {
        if (_targets.Count == 0)
            return;
        FleetWatch fleet = CreateFleet();
        _source = new IpmiEventSource(fleet, Events, MessageData, MaxTriggerCount);
        PSEventSubscriber subscriber = _source.Subscribe(SourceIdentifier, Action, Forward);
        foreach (BmcTarget target in _targets)
            fleet.Add(CreateWatch(target));
        fleet.CompleteAdding();
        if (subscriber.Action is not { } job)
            return;
        if (JobRepository.GetJob(job.InstanceId) is null)
            JobRepository.Add(job);
        WriteObject(job);
    }

    /// <summary>After the cmdlet has ended, its output goes nowhere, so errors are events as well, whatever kinds were asked for.</summary>
    private WatchedBmc CreateWatch(BmcTarget target)
    {
        TargetOutput output = CreateOutput(target);
        return CreateWatch(
            target,
            output,
            CreatePoll(output),
            (item, stop) =>
            {
                stop.ThrowIfCancellationRequested();
                if (item.Output is { } found)
                    Report(target, found);
                return Task.CompletedTask;
            },
            error => Report(target, Ended(target, error)));
    }

    private WatchPoll CreatePoll(TargetOutput output)
    {
        var polls = new List<WatchPoll>();
        if (EventType.Contains(IpmiEventType.SelEntry))
            polls.Add(new SelWatch(new SelWatchOptions { Rules = _rules, ReadNamesAsync = (bmc, stop) => Descriptions.TryReadAsync(bmc, output, stop) }, Clock.System).PollAsync);
        if (EventType.Contains(IpmiEventType.Threshold))
            polls.Add(new SensorWatch(new SensorWatchOptions()).PollAsync);
        if (EventType.Contains(IpmiEventType.Power) || polls.Count == 0)
            polls.Add(new PowerWatch().PollAsync);
        return async (bmc, items, stop) =>
        {
            foreach (WatchPoll poll in polls)
                await poll(bmc, items, stop).ConfigureAwait(false);
        };
    }

    private void Report(BmcTarget target, object found)
    {
        IpmiEventType type = found switch
        {
            SensorChange => IpmiEventType.Threshold,
            WatchEvent { Type: WatchEventType.PowerOn or WatchEventType.PowerOff } => IpmiEventType.Power,
            WatchEvent { Type: WatchEventType.Unreachable or WatchEventType.Reachable or WatchEventType.Ended } => IpmiEventType.Unreachable,
            _ => IpmiEventType.SelEntry,
        };
        if (EventType.Contains(type) || found is WatchEvent { Type: WatchEventType.Ended })
            _source.Report(new IpmiEventArgs(target.ComputerName, type, found));
    }

    /// <summary>A BMC that the input names twice is no failure: it is watched under its first name.</summary>
    private static WatchEvent Ended(BmcTarget target, IpmiException error) => error is SameBmcException same
        ? new()
        {
            ComputerName = target.ComputerName,
            Type = WatchEventType.Ended,
            Event = $"This is the BMC that the input also names '{same.FirstName}'. It is watched under that name.",
        }
        : new()
        {
            ComputerName = target.ComputerName,
            Type = WatchEventType.Ended,
            Severity = SelSeverity.Critical,
            Reason = error.Kind,
            Event = $"The watch of this BMC has ended. {error.Message}",
        };
}
