using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace IpmiPS.Cmdlets;

/// <summary>Completes a session by its name; the text is converted to the session. Only usable sessions for work; all sessions for listing and closing.</summary>
public sealed class SessionCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Completions.Offer(wordToComplete, SessionRegistry.All.Where(session => session.IsUsable || commandName.EndsWith("-IpmiSession", StringComparison.OrdinalIgnoreCase)).Select(static session => (session.Name, $"{session.ComputerName}, {session.State}")));
}
