using System;
using System.Linq;

namespace IpmiPS.Simulator;

/// <summary>A quirk in a profile: its name, usually the command that it is about, and when it applies.</summary>
internal sealed class QuirkLine(ProfileLine line)
{
    /// <summary>The name under which it is counted: its words without the values.</summary>
    public string Name { get; } = string.Join(" ", Enumerable.Range(0, line.Count).Select(line.Word));

    public SimulatedCommand Command => SimulatedCommand.Parse(line.Word(1));

    public int Number(string key, int absent) => line.Number(key, absent);

    public int Number(string key) => line.Has(key) ? line.Number(key, 0) : throw line.Error($"'{Name}' needs {key}=");

    public CompletionCode Code(int absent) => (CompletionCode)line.Number("code", absent);

    /// <summary>
    /// When the quirk applies: <c>first=5</c> or <c>first=5,6</c> if the first byte of the request is one of these; <c>bit=0x80</c> if these bits of it
    /// are set; <c>count-above=32</c> if the last byte, a count, is greater; <c>times=1</c> only that number of times.
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
