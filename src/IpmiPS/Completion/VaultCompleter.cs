using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace IpmiPS.Cmdlets;

/// <summary>Completes the vaults that are registered with Microsoft.PowerShell.SecretManagement; none if that module is missing.</summary>
public sealed class VaultCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Completions.Offer(wordToComplete, Names().Select(static name => (name, $"vault {name}")));

    private static IEnumerable<string> Names()
    {
        try
        {
            return ScriptBlock.Create("if (Get-Command Get-SecretVault -ErrorAction Ignore) { (Get-SecretVault).Name }").Invoke().Select(static name => name?.ToString() ?? "");
        }
        catch (RuntimeException)
        {
            return [];
        }
    }
}
