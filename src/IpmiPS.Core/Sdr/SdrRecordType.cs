namespace IpmiPS.Sdr;

/// <summary>Types of sensor data records. IPMI 2.0 section 43.</summary>
public enum SdrRecordType : byte
{
    /// <summary>A sensor with everything about it.</summary>
    FullSensor = 0x01,

    /// <summary>A sensor without analog reading, or several that share the record.</summary>
    CompactSensor = 0x02,

    /// <summary>A sensor that only sends events.</summary>
    EventOnly = 0x03,

    /// <summary>Which entities are parts of which.</summary>
    EntityAssociation = 0x08,

    /// <summary>Which entities are parts of which, where instance numbers are relative to a controller.</summary>
    DeviceRelativeEntityAssociation = 0x09,

    /// <summary>A device on a bus that is no controller and no FRU device.</summary>
    GenericDeviceLocator = 0x10,

    /// <summary>Where FRU information is.</summary>
    FruDeviceLocator = 0x11,

    /// <summary>A management controller.</summary>
    McDeviceLocator = 0x12,

    /// <summary>A management controller that was found once.</summary>
    McConfirmation = 0x13,

    /// <summary>The channels of a BMC of IPMI 1.0.</summary>
    BmcMessageChannelInfo = 0x14,

    /// <summary>The vendor's own.</summary>
    Oem = 0xC0,
}
