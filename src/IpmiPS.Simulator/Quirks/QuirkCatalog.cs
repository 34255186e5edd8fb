using System;
using System.Collections.Generic;
using System.Linq;

namespace IpmiPS.Simulator;

/// <summary>The quirks that a profile may name: <c>quirk name …</c>. What each does to whom is in docs/personas.md.</summary>
internal static class QuirkCatalog
{
    private static readonly Dictionary<string, Action<QuirkSet, QuirkLine>> All = CommandQuirks.All
        .Concat(RepositoryQuirks.All).Concat(LogInQuirks.All).Concat(SessionQuirks.All).Concat(SolQuirks.All).Concat(UserQuirks.All)
        .ToDictionary(pair => pair.Key, pair => pair.Value);

    public static IReadOnlyCollection<string> Names => All.Keys;

    /// <exception cref="FormatException">There is no such quirk, or something of it is missing.</exception>
    public static void Add(QuirkSet quirks, ProfileLine line)
    {
        if (!All.TryGetValue(line.Word(0), out var add))
            throw line.Error($"there is no quirk '{line.Word(0)}'");
        var quirk = new QuirkLine(line);
        quirks.Names.Add(quirk.Name);
        add(quirks, quirk);
    }
}

/// <summary>A quirk as it stands in a profile: its name, for most the command that it is about, and when.</summary>
internal sealed class QuirkLine(ProfileLine line)
{
    /// <summary>What it is counted by: the words, without their values.</summary>
    public string Name { get; } = string.Join(" ", Enumerable.Range(0, line.Count).Select(line.Word));

    public SimulatedCommand Command => SimulatedCommand.Parse(line.Word(1));

    public int Number(string key, int absent) => line.Number(key, absent);

    public int Number(string key) => line.Has(key) ? line.Number(key, 0) : throw line.Error($"'{Name}' needs {key}=");

    public CompletionCode Code(int absent) => (CompletionCode)line.Number("code", absent);

    /// <summary>
    /// When the quirk shows: <c>first=5</c> or <c>first=5,6</c> the first byte of the request is one of these; <c>bit=0x80</c> these bits of it are set;
    /// <c>count-above=32</c> the last byte, a count, is greater; <c>times=1</c> so often and not again.
    /// </summary>
    public Func<CommandContext, byte[], bool> When()
    {
        int[] first = line.Numbers("first");
        int bit = line.Number("bit", 0), above = line.Number("count-above", -1), times = line.Number("times", int.MaxValue);
        return (context, request) =>
            (first.Length == 0 || request.Length > 0 && Array.IndexOf(first, request[0]) >= 0)
            && (bit == 0 || request.Length > 0 && (request[0] & bit) == bit)
            && (above < 0 || request.Length > 0 && request[request.Length - 1] > above)
            && (times == int.MaxValue || context.Bmc.QuirkMemory.Remember(Name) <= times);
    }
}
