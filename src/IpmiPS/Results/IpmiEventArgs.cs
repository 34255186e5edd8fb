using System;

namespace IpmiPS;

/// <summary>What an event of Register-IpmiEvent carries, as $Event.SourceEventArgs.</summary>
public sealed class IpmiEventArgs : EventArgs
{
    internal IpmiEventArgs(string computerName, IpmiEventType eventType, object newEvent)
    {
        ComputerName = computerName;
        EventType = eventType;
        NewEvent = newEvent;
    }

    /// <summary>The BMC.</summary>
    public string ComputerName { get; }

    /// <summary>What kind of event it is.</summary>
    public IpmiEventType EventType { get; }

    /// <summary>The event: a SelEntry, a SensorChange or a WatchEvent.</summary>
    public object NewEvent { get; }
}

/// <summary>The kinds of events to which Register-IpmiEvent subscribes.</summary>
public enum IpmiEventType
{
    /// <summary>New entries of the event log, and that it was cleared or is full.</summary>
    SelEntry,

    /// <summary>Changes of health and states of sensors, such as a threshold that was crossed.</summary>
    Threshold,

    /// <summary>The server was turned on or off.</summary>
    Power,

    /// <summary>The BMC became unreachable or is back, or its watch ended with an error.</summary>
    Unreachable,
}
