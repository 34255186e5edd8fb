using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace IpmiPS.Cmdlets;

/// <summary>Completes bit rates.</summary>
public sealed class BitRateCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Completions.Offer(wordToComplete, Enum.GetNames(typeof(SolBitRate)).Select(static name => name.StartsWith("Bps", StringComparison.Ordinal)
            ? (name.Substring(3), name.Substring(3) + " bit/s") : (name, "the bit rate of the serial channel")));
}
