using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace IpmiPS.Cmdlets;

/// <summary>Names with wildcards, as a condition.</summary>
internal static class Wildcards
{
    /// <summary>Whether one of the patterns matches, or is the name itself ("CPU [1]" is a name, too); null where there are no patterns.</summary>
    public static Func<string, bool>? AnyOf(string[]? patterns)
    {
        if (patterns is not { Length: > 0 })
            return null;
        WildcardPattern[] wildcards = [.. patterns.Select(static pattern => WildcardPattern.Get(pattern, WildcardOptions.IgnoreCase))];
        return name => wildcards.Any(wildcard => wildcard.IsMatch(name)) || patterns.Contains(name, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Those of the patterns that are names, without wildcards, and that are not among the names.</summary>
    public static string[] Missing(string[]? patterns, IReadOnlyCollection<string> names) =>
        [.. (patterns ?? []).Where(pattern => !WildcardPattern.ContainsWildcardCharacters(pattern) && !names.Any(AnyOf([pattern])!))];
}
