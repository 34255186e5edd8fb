using System;
using System.Linq;
using IpmiPS.Commands.Dcmi;

namespace IpmiPS.Energy;

/// <summary>Periods of the rolling averages that a BMC has. DCMI 1.5 section 6.1.1, parameter 5.</summary>
internal static class DcmiPeriods
{
    /// <summary>The capability parameter that lists them.</summary>
    public const byte Parameter = 5;

    private static readonly int[] s_secondsPerUnit = [1, 60, 3600, 86400];

    /// <summary>Reads the list: count, periods. A count beyond the data is ignored.</summary>
    public static byte[] Read(DcmiCapabilities capabilities) =>
        capabilities.Data.Length == 0 ? [] : [.. capabilities.Data.Skip(1).Take(capabilities.Data[0])];

    /// <summary>The time of a period: [7:6] unit, seconds, minutes, hours or days, [5:0] count.</summary>
    public static TimeSpan ToTime(byte period) => TimeSpan.FromSeconds((period & 0x3F) * s_secondsPerUnit[period >> 6]);
}
