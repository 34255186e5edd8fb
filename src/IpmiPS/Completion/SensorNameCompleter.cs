using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using IpmiPS.Events;
using IpmiPS.Sdr;

namespace IpmiPS.Cmdlets;

/// <summary>Completes the names of sensors that were seen in this process.</summary>
public sealed class SensorNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Completions.Offer(wordToComplete, SdrCache.Known
            .SelectMany(static repository => repository.Sensors)
            .GroupBy(static sensor => sensor.Name, StringComparer.OrdinalIgnoreCase)
            .OrderBy(static same => same.Key, StringComparer.OrdinalIgnoreCase)
            .Select(static same => (same.Key, SensorTypes.Describe(same.First().SensorType))));
}
