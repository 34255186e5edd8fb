using System;

namespace IpmiPS;

/// <summary>Functions of a management controller. Byte 7 of IPMI 2.0 section 20.1.</summary>
[Flags]
public enum DeviceFunctions : byte
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Sensor device.</summary>
    Sensor = 0x01,

    /// <summary>SDR repository device.</summary>
    SdrRepository = 0x02,

    /// <summary>SEL device.</summary>
    Sel = 0x04,

    /// <summary>FRU inventory device.</summary>
    FruInventory = 0x08,

    /// <summary>IPMB event receiver.</summary>
    EventReceiver = 0x10,

    /// <summary>IPMB event generator.</summary>
    EventGenerator = 0x20,

    /// <summary>Bridge.</summary>
    Bridge = 0x40,

    /// <summary>Chassis device.</summary>
    Chassis = 0x80,
}
