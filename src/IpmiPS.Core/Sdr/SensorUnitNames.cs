namespace IpmiPS.Sdr;

/// <summary>Symbols of the sensor unit type codes. IPMI 2.0 section 43.17, table 43-15.</summary>
public static class SensorUnitNames
{
    private static readonly string[] Names =
    [
        /*  0 */ "", "°C", "°F", "K", "V", "A", "W", "J", "C", "VA",
        /* 10 */ "nit", "lm", "lx", "cd", "kPa", "PSI", "N", "CFM", "RPM", "Hz",
        /* 20 */ "µs", "ms", "s", "min", "h", "d", "weeks", "mil", "in", "ft",
        /* 30 */ "in³", "ft³", "mm", "cm", "m", "cm³", "m³", "L", "fl oz", "rad",
        /* 40 */ "sr", "revolutions", "cycles", "gravities", "oz", "lb", "ft·lb", "oz·in", "gauss", "gilberts",
        /* 50 */ "H", "mH", "F", "µF", "Ω", "S", "mol", "Bq", "PPM", "reserved",
        /* 60 */ "dB", "dBA", "dBC", "Gy", "Sv", "K (color)", "bit", "kbit", "Mbit", "Gbit",
        /* 70 */ "byte", "kB", "MB", "GB", "words", "dwords", "qwords", "lines", "hits", "misses",
        /* 80 */ "retries", "resets", "overflows", "underruns", "collisions", "packets", "messages", "characters", "errors", "correctable errors",
        /* 90 */ "uncorrectable errors", "fatal errors", "g",
    ];

    /// <summary>The symbol of a unit; empty for 0 (no unit); "unit 93" for undefined codes.</summary>
    public static string Describe(byte unit) => unit < Names.Length ? Names[unit] : $"unit {unit}";
}
