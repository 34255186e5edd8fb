using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace IpmiPS.Cmdlets;

/// <summary>Shared code of the completers: matching the typed text, and quoting.</summary>
internal static class Completions
{
    /// <summary>Returns the candidates that start with the typed text.</summary>
    public static IEnumerable<CompletionResult> Offer(string? typed, IEnumerable<(string Value, string Description)> candidates)
    {
        string start = (typed ?? "").Trim('\'', '"');
        return from candidate in candidates
               where candidate.Value.StartsWith(start, StringComparison.OrdinalIgnoreCase)
               select new CompletionResult(Quote(candidate.Value), candidate.Value, CompletionResultType.ParameterValue, candidate.Description);
    }

    private static string Quote(string value)
    {
        foreach (char c in value)
            if (!char.IsLetterOrDigit(c) && c is not ('-' or '.' or '_' or ':' or '/' or '\\'))
                return "'" + value.Replace("'", "''") + "'";
        return value;
    }
}
