using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using IpmiPS.Commands;

namespace IpmiPS.Cmdlets;

/// <summary>Completes network functions by name.</summary>
public sealed class NetFnCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Completions.Offer(wordToComplete, Enum.GetValues(typeof(NetFn)).Cast<NetFn>().Select(static function => (function.ToString(), $"NetFn {(byte)function:X2}h")));
}
