namespace IpmiPS;

/// <summary>Bit rate of the serial port. IPMI 2.0 table 26-5, parameters 5 and 6.</summary>
public enum SolBitRate : byte
{
    /// <summary>That of the serial channel's own configuration.</summary>
    SerialChannel = 0,

    /// <summary>9600 bit/s.</summary>
    Bps9600 = 6,

    /// <summary>19.2 kbit/s.</summary>
    Bps19200 = 7,

    /// <summary>38.4 kbit/s.</summary>
    Bps38400 = 8,

    /// <summary>57.6 kbit/s.</summary>
    Bps57600 = 9,

    /// <summary>115.2 kbit/s.</summary>
    Bps115200 = 10,
}
