namespace IpmiPS;

/// <summary>Privilege levels of users and sessions. IPMI 2.0 section 6.8.</summary>
public enum PrivilegeLevel : byte
{
    /// <summary>May only start a callback.</summary>
    Callback = 1,

    /// <summary>May read.</summary>
    User = 2,

    /// <summary>May also control power and boot, but not change the BMC's set-up.</summary>
    Operator = 3,

    /// <summary>May do everything the standard knows.</summary>
    Administrator = 4,

    /// <summary>Defined by the vendor.</summary>
    Oem = 5,
}
