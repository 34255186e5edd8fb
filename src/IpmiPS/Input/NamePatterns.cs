using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using IpmiPS.Sensors;

namespace IpmiPS.Cmdlets;

/// <summary>Names with wildcards, for features that look for them themselves.</summary>
internal static class NamePatterns
{
    /// <summary>Makes patterns of names. Empty ones are left out.</summary>
    public static IReadOnlyList<NamePattern> Of(IEnumerable<string?>? names) =>
        [.. (names ?? []).OfType<string>().Where(static name => name.Length > 0).Select(static name =>
            new NamePattern(name, WildcardPattern.ContainsWildcardCharacters(name), Wildcards.AnyOf([name])!))];

    /// <summary>Makes patterns of lists of names with semicolons between them, as in a cell; null if there is no name.</summary>
    public static IReadOnlyList<NamePattern>? OfLists(IEnumerable<string?>? lists) =>
        Of(lists?.SelectMany(static list => (list ?? "").Split(';').Select(static name => name.Trim()))) is { Count: > 0 } patterns ? patterns : null;
}
