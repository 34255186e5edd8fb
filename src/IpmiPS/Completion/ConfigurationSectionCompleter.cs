using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using IpmiPS.Configuration;

namespace IpmiPS.Cmdlets;

/// <summary>Completes the names of the sections of a configuration.</summary>
public sealed class ConfigurationSectionCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Completions.Offer(wordToComplete, ConfigurationSections.All.Select(static section => (section.Name, section.Description)));
}
