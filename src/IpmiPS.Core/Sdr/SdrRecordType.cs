namespace IpmiPS.Sdr;

/// <summary>Types of sensor data records. IPMI 2.0 section 43.</summary>
public enum SdrRecordType : byte
{
    /// <summary>A sensor with analog readings.</summary>
    FullSensor = 0x01,

    /// <summary>A sensor without analog readings, or several that share the record.</summary>
    CompactSensor = 0x02,

    /// <summary>A sensor that only sends events.</summary>
    EventOnly = 0x03,

    /// <summary>The entities that an entity contains.</summary>
    EntityAssociation = 0x08,

    /// <summary>The entities that an entity contains, with instances relative to a controller.</summary>
    DeviceRelativeEntityAssociation = 0x09,

    /// <summary>A device on a bus that is neither a controller nor a FRU device.</summary>
    GenericDeviceLocator = 0x10,

    /// <summary>Locates a FRU device.</summary>
    FruDeviceLocator = 0x11,

    /// <summary>A management controller.</summary>
    McDeviceLocator = 0x12,

    /// <summary>A management controller that was discovered.</summary>
    McConfirmation = 0x13,

    /// <summary>The message channels of an IPMI 1.0 BMC.</summary>
    BmcMessageChannelInfo = 0x14,

    /// <summary>OEM record.</summary>
    Oem = 0xC0,
}
