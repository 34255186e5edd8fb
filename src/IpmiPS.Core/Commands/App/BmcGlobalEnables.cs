using System;

namespace IpmiPS;

/// <summary>Message reception functions that are enabled. IPMI 2.0 section 22.1, table 22-2.</summary>
[Flags]
public enum BmcGlobalEnables : byte
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Interrupt when the receive message queue is filled.</summary>
    ReceiveMessageQueueInterrupt = 0x01,

    /// <summary>Interrupt when the event message buffer is full.</summary>
    EventMessageBufferFullInterrupt = 0x02,

    /// <summary>Event message buffer.</summary>
    EventMessageBuffer = 0x04,

    /// <summary>System event logging.</summary>
    SystemEventLogging = 0x08,

    /// <summary>Defined by the vendor.</summary>
    Oem0 = 0x20,

    /// <summary>Defined by the vendor.</summary>
    Oem1 = 0x40,

    /// <summary>Defined by the vendor.</summary>
    Oem2 = 0x80,
}
