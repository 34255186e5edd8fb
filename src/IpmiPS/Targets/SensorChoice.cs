using System.Linq;
using IpmiPS.Events;
using IpmiPS.Sdr;
using IpmiPS.Sensors;

namespace IpmiPS.Cmdlets;

/// <summary>The sensors that -Name and -Type choose.</summary>
/// <param name="names">Names, with wildcards; null for all.</param>
/// <param name="types">Types, with wildcards; null for all.</param>
internal sealed class SensorChoice(string[]? names, string[]? types)
{
    /// <summary>Which sensors to read.</summary>
    public SensorQuery Query { get; } = new() { NameFilter = Wildcards.AnyOf(names), TypeFilter = Wildcards.AnyOf(types) };

    /// <summary>A sensor or type that is named without wildcards has to exist.</summary>
    /// <exception cref="IpmiException">The BMC has none of that name (kind NotPresent).</exception>
    public void Check(SdrRepository repository)
    {
        string[] allTypes = [.. repository.Sensors.Select(static sensor => SensorTypes.Describe(sensor.SensorType)).Distinct()];
        if (Wildcards.Missing(types, allTypes) is { Length: > 0 } missingTypes)
            throw NearestNames.NotPresent("sensor of the type", missingTypes, allTypes, "Give a type that the BMC has, or a wildcard.");
        string[] all = [.. repository.Sensors.Where(Query.WantsType).Select(static sensor => sensor.NameOrNumber).Distinct()];
        if (Wildcards.Missing(names, all) is { Length: > 0 } missing)
            throw NearestNames.NotPresent(types is null ? "sensor" : "sensor of these types with the name", missing, all, "Give a name that the BMC has, or a wildcard; all are listed without -Name.");
    }
}
