namespace IpmiPS.Commands;

/// <summary>Network function codes of requests; a response's is one higher. IPMI 2.0 section 5.1, table 5-1.</summary>
public enum NetFn : byte
{
    /// <summary>Chassis control and status.</summary>
    Chassis = 0x00,

    /// <summary>Bridging of messages to the next bus.</summary>
    Bridge = 0x02,

    /// <summary>Sensors, events, PEF and alerting.</summary>
    SensorEvent = 0x04,

    /// <summary>Application: device, messaging, sessions, users, watchdog.</summary>
    App = 0x06,

    /// <summary>Firmware transfer.</summary>
    Firmware = 0x08,

    /// <summary>SDR, SEL and FRU storage.</summary>
    Storage = 0x0A,

    /// <summary>LAN, serial and SOL configuration.</summary>
    Transport = 0x0C,

    /// <summary>Group extensions: the first data byte names the body (DCh DCMI, 00h PICMG, 03h VITA).</summary>
    GroupExtension = 0x2C,

    /// <summary>OEM: the first three data bytes are an IANA number.</summary>
    OemGroup = 0x2E,
}
