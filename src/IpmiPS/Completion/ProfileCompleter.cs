using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using IpmiPS.Simulator;

namespace IpmiPS.Cmdlets;

/// <summary>Completes the kinds of server that can be simulated.</summary>
public sealed class ProfileCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Completions.Offer(wordToComplete, SimulatorRack.ProfileNames.Select(static name => (name, $"virtual server {name}")).Concat(SimulatorRack.PersonaNames.Select(static name => (name, $"BMC that breaks rules as {name} does"))));
}
