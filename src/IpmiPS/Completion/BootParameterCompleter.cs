using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using IpmiPS.Parameters;

namespace IpmiPS.Cmdlets;

/// <summary>Completes the numbers of boot options.</summary>
public sealed class BootParameterCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Completions.Offer(wordToComplete, BootOptionParameters.Family.All.Select(static parameter => (parameter.Number.ToString(CultureInfo.InvariantCulture), parameter.Name)));
}
