using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace IpmiPS.Cmdlets;

/// <summary>Completes the authentication types of IPMI 1.5.</summary>
public sealed class AuthenticationTypeCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Completions.Offer(wordToComplete, [("md5", "MD5 of password and packet"), ("md2", "MD2 of password and packet"), ("straight", "the password in clear"), ("none", "no authentication")]);
}
