using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using IpmiPS.Events;
using IpmiPS.Sdr;
using IpmiPS.Sensors;

namespace IpmiPS.Cmdlets;

/// <summary>Completes the names of the events of sensors that were seen in this process; of those that -Name names, if it is given.</summary>
public sealed class SensorEventCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        Func<string, bool>? wanted = fakeBoundParameters["Name"] is string name ? Wildcards.AnyOf([name]) : null;
        return Completions.Offer(wordToComplete, SdrCache.Known
            .SelectMany(static repository => repository.Sensors)
            .OfType<ReadableSensorRecord>()
            .Where(sensor => wanted?.Invoke(sensor.NameOrNumber) != false)
            .SelectMany(static sensor => SensorEventNames.Of(sensor).Select(name => (Name: name, Type: SensorTypes.Describe(sensor.SensorType))))
            .GroupBy(static pair => pair.Name, StringComparer.OrdinalIgnoreCase)
            .Select(static same => (same.Key, same.First().Type)));
    }
}
