using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace IpmiPS.Sensors;

/// <summary>
/// Counts how many sensors of a BMC gave a reading, since a list of unhealthy sensors that is empty must not look like good news where none
/// could be read.
/// </summary>
internal sealed class SensorTally
{
    private const int MaximumNamed = 3;

    private readonly List<Sensor> _refused = [];
    private readonly Dictionary<string, int> _reasons = [];

    /// <summary>How many sensors were asked.</summary>
    public int Asked { get; private set; }

    /// <summary>Counts a sensor. Those that cannot be asked, such as event-only ones, do not count.</summary>
    public void Add(Sensor sensor)
    {
        if (sensor.RawValue is null && sensor.Failure is null)
            return;
        Asked++;
        if (sensor.UnavailableReason is not { } reason || sensor.Value is not null || sensor.State.Length > 0)
            return;
        reason = sensor.Failure?.Message ?? reason;
        _reasons[reason] = _reasons.TryGetValue(reason, out int count) ? count + 1 : 1;
        if (sensor.Failure is { } failure && !IsUsualForAbsence(failure))
            _refused.Add(sensor);
    }

    /// <summary>Says that no sensor could be read, with the most frequent reason; null where one could.</summary>
    public string? DescribeNone()
    {
        if (Asked == 0 || _reasons.Values.Sum() < Asked)
            return null;
        var most = _reasons.OrderByDescending(static each => each.Value).First();
        return Asked == 1
            ? $"The sensor could not be read, so nothing is known of its health: {most.Key}"
            : string.Format(CultureInfo.CurrentCulture, "None of {0} sensors could be read, so nothing is known of their health. {1} of them: {2}", Asked, most.Value, most.Key);
    }

    /// <summary>Says which sensors refused or stayed silent; null where none did.</summary>
    public string? DescribeRefused()
    {
        if (_refused.Count == 0)
            return null;
        string names = string.Join(", ", _refused.Take(MaximumNamed).Select(static sensor => $"'{sensor.Name}'")) + (_refused.Count > MaximumNamed ? ", …" : "");
        return string.Format(CultureInfo.CurrentCulture, "{0} of {1} sensors could not be read, so their health is not known ({2}): {3}", _refused.Count, Asked, names, _refused[0].Failure!.Message);
    }

    /// <summary>The codes that BMCs give for a sensor whose part is not there, or that has nothing to say while the machine is off.</summary>
    private static bool IsUsualForAbsence(IpmiException failure) => failure is IpmiCommandException
    {
        CompletionCode: CompletionCode.NotPresent or CompletionCode.IllegalForType or CompletionCode.ParameterOutOfRange or CompletionCode.ResponseUnavailable
            or CompletionCode.InvalidInPresentState or CompletionCode.DestinationUnavailable or CompletionCode.Unspecified,
    };
}
