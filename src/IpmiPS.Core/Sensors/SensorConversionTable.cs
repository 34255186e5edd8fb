using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.SensorEvent;
using IpmiPS.Sdr;

namespace IpmiPS.Sensors;

/// <summary>The conversion of every raw value of a sensor. The factors of a non-linear one are requested for each. IPMI 2.0 section 35.5.</summary>
internal static class SensorConversionTable
{
    /// <summary>Returns the conversion; without requests, if the sensor's factors are in its record.</summary>
    /// <exception cref="IpmiException">The factors could not be read.</exception>
    public static async Task<Func<byte, double?>> ReadAsync(IIpmiConnection owner, FullSensorRecord sensor, CancellationToken cancellationToken)
    {
        if (!ReadingConversion.IsNonLinear(sensor.Linearization))
            return raw => ReadingConversion.Convert(sensor, raw);
        double?[] values = await Task.WhenAll(Enumerable.Range(0, 256).Select(raw => ReadAsync(owner, sensor, (byte)raw, cancellationToken))).ConfigureAwait(false);
        return raw => values[raw];
    }

    private static async Task<double?> ReadAsync(IIpmiConnection owner, FullSensorRecord sensor, byte raw, CancellationToken cancellationToken)
    {
        var response = await owner.SendAsync(new GetSensorReadingFactors(sensor.SensorNumber, raw, sensor.OwnerLun), cancellationToken).ConfigureAwait(false);
        return ReadingConversion.Convert(sensor, response.Factors, raw);
    }
}
