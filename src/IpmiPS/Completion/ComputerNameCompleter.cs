using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace IpmiPS.Cmdlets;

/// <summary>Completes the names of BMCs from the open sessions and the virtual BMCs.</summary>
public sealed class ComputerNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Completions.Offer(wordToComplete, Names().GroupBy(static name => name.Value).Select(static same => same.First()));

    private static IEnumerable<(string Value, string Description)> Names()
    {
        foreach (IpmiSession session in SessionRegistry.All)
            yield return (session.ComputerName, $"open session {session.Name}");
        foreach (IpmiSimulator simulator in SimulatorRegistry.All)
            yield return (new LanEndpoint(simulator.ComputerName, simulator.Port).ToString(), $"virtual BMC {simulator.Id}");
    }
}
