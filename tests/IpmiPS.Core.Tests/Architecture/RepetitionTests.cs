using System;
using System.IO;
using System.Linq;
using IpmiPS.Commands.Chassis;
using IpmiPS.Tests.Support;
using Xunit;

namespace IpmiPS.Tests.Architecture;

/// <summary>Whether a request may be sent twice is a decision: every command that is not named Get or Read states it in its definition.</summary>
public sealed class RepetitionTests
{
    [Fact]
    public void Commands_that_are_not_named_Get_or_Read_state_whether_they_are_idempotent()
    {
        var silent = from type in AllCommands.Types
                     where !IsRead(type)
                     where !Source(type).Contains("IsIdempotent = ")
                     select type.Name;
        Assert.Empty(silent);
    }

    /// <summary>Two of them take out what they read.</summary>
    [Fact]
    public void Commands_that_are_named_Get_or_Read_are_idempotent() =>
        Assert.Empty(AllCommands.Types.Where(static type => IsRead(type) && type.Name is not ("GetMessage" or "ReadEventMessageBuffer") && !AllCommands.DefinitionOf(type)!.IsIdempotent).Select(static type => type.Name));

    [Fact]
    public void Requests_override_a_definition_that_is_not_idempotent_only_for_harmless_data()
    {
        // A definition says "not idempotent" if any of the command's requests is not.
        var bolder = from type in AllCommands.Types
                     where type.GetProperty("IsIdempotent")!.DeclaringType == type
                     where AllCommands.DefinitionOf(type)!.IsIdempotent && !IsRead(type)
                     select type.Name;
        Assert.Empty(bolder);
    }

    [Fact]
    public void The_commands_are_seen_by_these_tests() => Assert.Contains(typeof(ChassisControl), AllCommands.Types);

    private static bool IsRead(Type type) => type.Name.StartsWith("Get", StringComparison.Ordinal) || type.Name.StartsWith("Read", StringComparison.Ordinal);

    private static string Source(Type type) =>
        File.ReadAllText(Directory.GetFiles(Repository.PathOf("src/IpmiPS.Core/Commands"), type.Name + ".cs", SearchOption.AllDirectories).Single());
}
