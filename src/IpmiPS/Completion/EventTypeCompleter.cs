using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using IpmiPS.Pef;

namespace IpmiPS.Cmdlets;

/// <summary>Completes the names of event/reading types.</summary>
public sealed class EventTypeCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Completions.Offer(wordToComplete, AlertRowText.EventTypeNames.Select(static name => (name, name)));
}
