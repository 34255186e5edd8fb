using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using IpmiPS.Events;

namespace IpmiPS.Cmdlets;

/// <summary>Completes the names of sensor types.</summary>
public sealed class SensorTypeCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Completions.Offer(wordToComplete, SensorTypes.Names.Select(static (name, index) => (name, $"sensor type {index + 1:X2}h")));
}
