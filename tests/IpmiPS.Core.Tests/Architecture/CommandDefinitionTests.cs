using System;
using System.Linq;
using IpmiPS.Commands;
using IpmiPS.Simulator;
using IpmiPS.Tests.Fuzz;
using Xunit;

namespace IpmiPS.Tests.Architecture;

/// <summary>Every command has one definition, which agrees with appendix G of the specification.</summary>
public sealed class CommandDefinitionTests
{
    [Fact]
    public void Each_command_has_a_definition_that_its_requests_carry()
    {
        foreach (var type in AllCommands.Types)
        {
            var definition = AllCommands.DefinitionOf(type);
            Assert.True(definition is not null, $"{type.Name} has no static property Definition.");
            Assert.Equal(type, TypedDefinition(definition.GetType()).GetGenericArguments()[0]);
            var command = (IpmiCommand)Codec.Create(type);
            Assert.Equal((definition.NetFn, definition.Code, definition.Name), (command.NetFn, command.Code, command.Name));
        }
    }

    [Fact]
    public void No_two_commands_have_the_same_number() =>
        Assert.Empty(AllCommands.Definitions.GroupBy(static definition => (definition.NetFn, definition.Code, definition.Group, definition.Iana)).Where(static same => same.Count() > 1)
            .Select(static same => string.Join(", ", same)));

    [Fact]
    public void Definitions_agree_with_appendix_G()
    {
        // Send Message and the SOL parameters are looser in the text of the specification than in the appendix; commands.txt has the text's.
        var wrong = from definition in AllCommands.Definitions
                    let standard = StandardCommands.Find((byte)definition.NetFn, definition.Code, definition.Group)
                    where standard is not null && Line(standard.Name, standard.Privilege, standard.IsIdempotent) != Line(definition.Name, definition.Privilege, definition.IsIdempotent)
                    select $"{definition}: {Line(definition.Name, definition.Privilege, definition.IsIdempotent)}, not {Line(standard.Name, standard.Privilege, standard.IsIdempotent)}";
        Assert.Empty(wrong);
    }

    [Fact]
    public void The_table_of_commands_has_each_number_once_in_order()
    {
        var numbers = StandardCommands.All.Select(static command => (command.NetFn, command.Code, command.Group ?? 0)).ToArray();
        Assert.Equal(numbers.Distinct().OrderBy(static number => number), numbers);
        Assert.Equal(("Get Device ID", PrivilegeLevel.User), (StandardCommands.NameOf(0x06, 0x01), StandardCommands.Find(0x06, 0x01)!.Privilege));
        Assert.Equal(("Set Power Limit", "30h/45h"), (StandardCommands.NameOf(0x2C, 0x04, 0xDC), StandardCommands.NameOf(0x30, 0x45)));
        Assert.Null(StandardCommands.Find(0x06, 0x38)!.Privilege);
        Assert.False(StandardCommands.Find(0x00, 0x02)!.IsIdempotent);
    }

    [Fact]
    public void Virtual_BMCs_use_the_definitions() =>
        Assert.Empty(from definition in AllCommands.Definitions
                     let entry = CommandTable.Standard.Find((byte)definition.NetFn, definition.Code, definition.Group)
                     where entry is not null && entry.Definition != definition
                     select definition.Name);

    private static Type TypedDefinition(Type type)
    {
        while (!type.IsGenericType || type.GetGenericTypeDefinition() != typeof(CommandDefinition<,>))
            type = type.BaseType!;
        return type;
    }

    private static string Line(string name, PrivilegeLevel? privilege, bool isIdempotent) =>
        $"{name}, {privilege?.ToString() ?? "Any"}, {(isIdempotent ? "may be repeated" : "must not be repeated")}";
}
