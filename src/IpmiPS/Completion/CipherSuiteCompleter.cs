using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using IpmiPS.Crypto;

namespace IpmiPS.Cmdlets;

/// <summary>Completes cipher suites, the best first, with their algorithms.</summary>
public sealed class CipherSuiteCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Completions.Offer(wordToComplete, CipherSuite.ByStrength.Select(static suite =>
            (suite.Id.ToString(CultureInfo.InvariantCulture), suite.IsSecure ? suite.ToString() : $"{suite}, needs -AllowInsecure")));
}
