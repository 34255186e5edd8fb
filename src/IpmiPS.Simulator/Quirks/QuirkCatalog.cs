using System;
using System.Collections.Generic;
using System.Linq;

namespace IpmiPS.Simulator;

/// <summary>The quirks that a profile may name: <c>quirk name …</c>. They are listed in docs/personas.md.</summary>
internal static class QuirkCatalog
{
    private static readonly Dictionary<string, Action<QuirkSet, QuirkLine>> All = CommandQuirks.All
        .Concat(RepositoryQuirks.All).Concat(LogInQuirks.All).Concat(ConfigurationQuirks.All).Concat(SessionQuirks.All).Concat(SolQuirks.All).Concat(UserQuirks.All)
        .ToDictionary(pair => pair.Key, pair => pair.Value);

    public static IReadOnlyCollection<string> Names => All.Keys;

    /// <exception cref="FormatException">There is no such quirk, or a value is missing.</exception>
    public static void Add(QuirkSet quirks, ProfileLine line)
    {
        if (!All.TryGetValue(line.Word(0), out var add))
            throw line.Error($"there is no quirk '{line.Word(0)}'");
        var quirk = new QuirkLine(line);
        quirks.Names.Add(quirk.Name);
        add(quirks, quirk);
    }
}
