using System;
using System.Management.Automation;
using IpmiPS.Watching;

namespace IpmiPS.Cmdlets;

/// <summary>
/// The source of the events of one Register-IpmiEvent, and its watch. The watch ends when PowerShell removes its handler: with Unregister-Event, after the last event of
/// -MaxTriggerCount, and with the runspace. It also ends with the module and the process. Public, because PowerShell subscribes by reflection.
/// </summary>
public sealed class IpmiEventSource
{
    private readonly object _gate = new();
    private readonly FleetWatch _fleet;
    private readonly PSEventManager _events;
    private readonly PSObject? _messageData;
    private PSEventSubscriber? _subscriber;
    private int _left;

    /// <param name="fleet">The watch.</param>
    /// <param name="events">The events of the runspace.</param>
    /// <param name="messageData">What the user wants to have with each event.</param>
    /// <param name="maximum">The number of events; 0 for no limit. PowerShell ends the subscription after that, but not before further ones have come.</param>
    internal IpmiEventSource(FleetWatch fleet, PSEventManager events, PSObject? messageData, int maximum) =>
        (_fleet, _events, _messageData, _left) = (fleet, events, messageData, maximum == 0 ? int.MaxValue : maximum);

    /// <summary>
    /// Stands for the subscription: PowerShell adds its handler and removes it. It is not raised, because PowerShell hands events that are raised to other threads, and so
    /// loses their order.
    /// </summary>
    public event EventHandler<IpmiEventArgs> Noticed
    {
        add
        {
        }

        remove => RunningWatches.End(_fleet);
    }

    /// <summary>Subscribes.</summary>
    internal PSEventSubscriber Subscribe(string identifier, ScriptBlock? action, bool forwards)
    {
        _subscriber = _events.SubscribeEvent(this, nameof(Noticed), identifier, _messageData, action, supportEvent: false, forwards, _left == int.MaxValue ? 0 : _left);
        RunningWatches.Add(_fleet, () => _events.UnsubscribeEvent(_subscriber));
        return _subscriber;
    }

    /// <summary>Generates an event, which PowerShell queues for the runspace.</summary>
    internal void Report(IpmiEventArgs args)
    {
        lock (_gate)
        {
            if (_left == 0)
                return;
            if (_left < int.MaxValue)
                _left--;
            _events.GenerateEvent(_subscriber!.SourceIdentifier, this, [this, args], _messageData, processInCurrentThread: true, waitForCompletionInCurrentThread: false);
        }
    }
}
