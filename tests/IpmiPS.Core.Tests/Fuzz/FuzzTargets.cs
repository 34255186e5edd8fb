using System;
using System.Collections.Generic;

namespace IpmiPS.Tests.Fuzz;

/// <summary>Everything that takes bytes from others, each with what makes the most of them.</summary>
internal static class FuzzTargets
{
    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        .. PacketTargets.All,
        .. RecordTargets.All,
        .. ParserTargets.All,
        .. ReaderTargets.All,
        .. TextTargets.All,
        .. SimulatorTargets.All,
        .. ClientTargets.All,
        .. SocketTargets.All,
    ];

    public static FuzzTarget Find(string name)
    {
        foreach (var target in All)
        {
            if (target.Name == name)
                return target;
        }

        throw new ArgumentException($"There is no target '{name}'.", nameof(name));
    }
}
