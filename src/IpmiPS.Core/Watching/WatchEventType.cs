namespace IpmiPS;

/// <summary>What a watch noticed besides entries of event logs and changes of sensors.</summary>
public enum WatchEventType
{
    /// <summary>The BMC can no longer be polled.</summary>
    Unreachable,

    /// <summary>The BMC can be polled again.</summary>
    Reachable,

    /// <summary>The watch of the BMC has ended with an error, such as a refused log-in.</summary>
    Ended,

    /// <summary>The event log was cleared.</summary>
    LogCleared,

    /// <summary>The event log is full.</summary>
    LogFull,

    /// <summary>Events were lost, or may have been, before they could be read.</summary>
    EventsMissed,

    /// <summary>Events of a sensor were left out, because a rule limits their rate.</summary>
    Suppressed,

    /// <summary>The server was turned on.</summary>
    PowerOn,

    /// <summary>The server was turned off.</summary>
    PowerOff,
}
