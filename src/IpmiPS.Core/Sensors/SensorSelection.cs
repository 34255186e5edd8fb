using System;
using System.Collections.Generic;
using System.Linq;
using IpmiPS.Sdr;

namespace IpmiPS.Sensors;

/// <summary>Which sensors of a BMC are meant: by number, or by names.</summary>
internal sealed record SensorSelection
{
    /// <summary>Names and patterns; not used if there is a number.</summary>
    public IReadOnlyList<NamePattern> Names { get; init; } = [];

    /// <summary>Number of the sensor; null for names.</summary>
    public byte? Number { get; init; }

    /// <summary>Owner of the sensor with this number; null for any.</summary>
    public byte? OwnerId { get; init; }

    /// <summary>LUN of the owner; null for any.</summary>
    public byte? OwnerLun { get; init; }

    /// <summary>Whether sensors were found by a pattern, so that those for which the work makes no sense are skipped.</summary>
    public bool IsWildcard => Number is null && Names.All(static name => name.IsWildcard);

    /// <summary>Finds the sensors.</summary>
    /// <exception cref="IpmiException">NotPresent: there is no such sensor.</exception>
    public IReadOnlyList<SensorRecord> Find(SdrRepository repository)
    {
        if (Number is { } number)
        {
            SensorRecord[] numbered = [.. repository.Sensors.Where(sensor => sensor.SensorNumber == number && (OwnerId ?? sensor.OwnerId) == sensor.OwnerId && (OwnerLun ?? sensor.OwnerLun) == sensor.OwnerLun)];
            return numbered.Length > 0 ? numbered : throw new IpmiException(IpmiErrorKind.NotPresent, $"There is no sensor {number:X2}h{(OwnerId is { } owner ? $" of the controller {owner:X2}h" : "")}.", "Get-IpmiSensor lists the sensors with their numbers.");
        }

        string[] missing = [.. Names.Where(name => !name.IsWildcard && !repository.Sensors.Any(sensor => IsNamed(repository, sensor, name))).Select(static name => name.Text)];
        if (missing.Length > 0)
            throw NearestNames.NotPresent("sensor", missing, repository.Sensors.Select(static sensor => sensor.NameOrNumber), "Give a name that Get-IpmiSensor lists, or a wildcard.");
        return [.. repository.Sensors.Where(sensor => Names.Any(name => IsNamed(repository, sensor, name)))];
    }

    private static bool IsNamed(SdrRepository repository, SensorRecord sensor, NamePattern name) =>
        name.Matches(sensor.NameOrNumber) || name.Matches(repository.DisplayNames.Of(sensor));
}
