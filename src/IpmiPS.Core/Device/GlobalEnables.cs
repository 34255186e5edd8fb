namespace IpmiPS;

/// <summary>Message reception and logging of a BMC: what is enabled. IPMI 2.0 sections 22.1 and 22.2.</summary>
public sealed class GlobalEnables
{
    /// <summary>The BMC.</summary>
    public string ComputerName { get; init; } = "";

    /// <summary>Whether events are recorded in the system event log.</summary>
    public bool SystemEventLogging { get; init; }

    /// <summary>Whether events are kept in the event message buffer for the system software.</summary>
    public bool EventMessageBuffer { get; init; }

    /// <summary>Whether there is an interrupt when that buffer is full.</summary>
    public bool EventMessageBufferFullInterrupt { get; init; }

    /// <summary>Whether there is an interrupt when a message is received for the system software.</summary>
    public bool ReceiveMessageQueueInterrupt { get; init; }

    /// <summary>Defined by the vendor.</summary>
    public bool Oem0 { get; init; }

    /// <summary>Defined by the vendor.</summary>
    public bool Oem1 { get; init; }

    /// <summary>Defined by the vendor.</summary>
    public bool Oem2 { get; init; }
}

/// <summary>The global enables after a change, as read back.</summary>
public sealed class GlobalEnablesUpdate : ISettingsUpdate
{
    /// <summary>The BMC.</summary>
    public string ComputerName { get; init; } = "";

    /// <summary>Whether events are recorded in the system event log.</summary>
    public bool SystemEventLogging { get; init; }

    /// <summary>Whether events are kept in the event message buffer for the system software.</summary>
    public bool EventMessageBuffer { get; init; }

    /// <summary>Whether there is an interrupt when that buffer is full.</summary>
    public bool EventMessageBufferFullInterrupt { get; init; }

    /// <summary>Whether there is an interrupt when a message is received for the system software.</summary>
    public bool ReceiveMessageQueueInterrupt { get; init; }

    /// <summary>Defined by the vendor.</summary>
    public bool Oem0 { get; init; }

    /// <summary>Defined by the vendor.</summary>
    public bool Oem1 { get; init; }

    /// <summary>Defined by the vendor.</summary>
    public bool Oem2 { get; init; }

    /// <summary>Whether something was changed; false if everything was as requested already.</summary>
    public bool Changed { get; init; }

    /// <summary>Whether everything was read back as requested.</summary>
    public bool Verified { get; init; }

    /// <summary>What was read back otherwise than requested; null if nothing was.</summary>
    internal IpmiException? Difference { get; init; }

    IpmiException? ISettingsUpdate.Difference => Difference;
}
