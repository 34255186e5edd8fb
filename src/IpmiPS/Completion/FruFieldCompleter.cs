using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using IpmiPS.Inventory;

namespace IpmiPS.Cmdlets;

/// <summary>Completes the names of FRU fields.</summary>
public sealed class FruFieldCompleter : IArgumentCompleter
{
    private static readonly string[] Areas = ["Chassis", "Board", "Product"];

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Completions.Offer(wordToComplete, FruField.All.Select(static field => (field.Name, $"field of the {FruField.NameOf(field.Area)} area"))
            .Concat(Areas.Select(static area => ($"{area}Custom", $"custom fields of the {area.ToLowerInvariant()} area"))));
}

/// <summary>Completes the types of a chassis.</summary>
public sealed class ChassisTypeCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Completions.Offer(wordToComplete, ChassisTypes.All.Select(static (name, number) => (name, "type " + number.ToString(CultureInfo.InvariantCulture))));
}
