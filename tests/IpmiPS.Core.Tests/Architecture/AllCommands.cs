using System;
using System.Collections.Generic;
using System.Linq;
using IpmiPS.Commands;

namespace IpmiPS.Tests.Architecture;

/// <summary>All commands of IpmiPS.Core, found by reflection. Nothing in src needs such a list.</summary>
internal static class AllCommands
{
    public static IReadOnlyList<Type> Types { get; } = [.. typeof(IpmiCommand).Assembly.GetTypes()
        .Where(static type => !type.IsAbstract && typeof(IpmiCommand).IsAssignableFrom(type) && type != typeof(RawCommand) && type != typeof(GroupCommand))
        .OrderBy(static type => type.Name, StringComparer.Ordinal)];

    public static IReadOnlyList<CommandDefinition> Definitions { get; } = [.. Types.Select(DefinitionOf).OfType<CommandDefinition>()];

    public static CommandDefinition? DefinitionOf(Type type) => type.GetProperty("Definition")?.GetValue(null) as CommandDefinition;
}
