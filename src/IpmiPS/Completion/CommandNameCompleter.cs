using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using IpmiPS.Commands;

namespace IpmiPS.Cmdlets;

/// <summary>Completes the names of the specification's commands.</summary>
public sealed class CommandNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Completions.Offer(wordToComplete, StandardCommands.All.Select(static command => (command.Name, $"{command.NetFn:X2}h/{command.Code:X2}h, {command.Privilege?.ToString() ?? "no log-in"}")));
}

/// <summary>Completes the numbers of the specification's commands of the network function that is given, with their names.</summary>
public sealed class CommandNumberCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        object? given = fakeBoundParameters["NetFn"];
        int function = given is null ? -1 : new NetFnCellAttribute().Transform(null!, given) as int? ?? -1;
        return Completions.Offer(wordToComplete, StandardCommands.All.Where(command => command.NetFn == function)
            .Select(static command => ($"0x{command.Code:X2}", command.Group is null ? command.Name : command.Name + ", first data byte DCh")));
    }
}
