using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace IpmiPS.Sensors;

/// <summary>
/// Counts the sensors of a BMC that could be read: an empty list of unhealthy sensors must not look like good news if none
/// could be read.
/// </summary>
internal sealed class SensorTally
{
    private const int MaximumNamed = 3;

    private readonly List<Sensor> _refused = [];
    private readonly Dictionary<string, int> _reasons = [];

    /// <summary>Number of sensors that were read.</summary>
    public int Count { get; private set; }

    /// <summary>Counts a sensor. Sensors that cannot be read, such as event-only ones, do not count.</summary>
    public void Add(Sensor sensor)
    {
        if (sensor.RawValue is null && sensor.Failure is null)
            return;
        Count++;
        if (sensor.UnavailableReason is not { } reason || sensor.Value is not null || sensor.State.Length > 0)
            return;
        reason = sensor.Failure?.Message ?? reason;
        _reasons[reason] = _reasons.TryGetValue(reason, out int count) ? count + 1 : 1;
        if (sensor.Failure is { } failure && !IsUsualForAbsence(failure))
            _refused.Add(sensor);
    }

    /// <summary>Describes that no sensor could be read, with the most frequent reason; null if one could.</summary>
    public string? DescribeNone()
    {
        if (Count == 0 || _reasons.Values.Sum() < Count)
            return null;
        var most = _reasons.OrderByDescending(static each => each.Value).First();
        return Count == 1
            ? $"The sensor could not be read, so its health is unknown: {most.Key}"
            : string.Format(CultureInfo.CurrentCulture, "None of {0} sensors could be read, so their health is unknown. {1} of them: {2}", Count, most.Value, most.Key);
    }

    /// <summary>Describes the sensors that could not be read; null if there are none.</summary>
    public string? DescribeRefused()
    {
        if (_refused.Count == 0)
            return null;
        string names = string.Join(", ", _refused.Take(MaximumNamed).Select(static sensor => $"'{sensor.Name}'")) + (_refused.Count > MaximumNamed ? ", …" : "");
        return string.Format(CultureInfo.CurrentCulture, "{0} of {1} sensors could not be read, so their health is unknown ({2}): {3}", _refused.Count, Count, names, _refused[0].Failure!.Message);
    }

    /// <summary>The codes that BMCs return for a sensor whose component is absent, or that has no reading while the server is off.</summary>
    private static bool IsUsualForAbsence(IpmiException failure) => failure is IpmiCommandException
    {
        CompletionCode: CompletionCode.NotPresent or CompletionCode.IllegalForType or CompletionCode.ParameterOutOfRange or CompletionCode.ResponseUnavailable
            or CompletionCode.InvalidInPresentState or CompletionCode.DestinationUnavailable or CompletionCode.Unspecified,
    };
}
