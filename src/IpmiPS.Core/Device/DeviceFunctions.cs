using System;

namespace IpmiPS;

/// <summary>What a management controller does. Byte 7 of IPMI 2.0 section 20.1.</summary>
[Flags]
public enum DeviceFunctions : byte
{
    /// <summary>None of these.</summary>
    None = 0,

    /// <summary>Has sensors.</summary>
    Sensor = 0x01,

    /// <summary>Keeps the SDR repository.</summary>
    SdrRepository = 0x02,

    /// <summary>Keeps the system event log.</summary>
    Sel = 0x04,

    /// <summary>Keeps FRU inventories.</summary>
    FruInventory = 0x08,

    /// <summary>Receives events from the IPMB.</summary>
    EventReceiver = 0x10,

    /// <summary>Sends events over the IPMB.</summary>
    EventGenerator = 0x20,

    /// <summary>Bridges messages.</summary>
    Bridge = 0x40,

    /// <summary>Controls the chassis.</summary>
    Chassis = 0x80,
}
