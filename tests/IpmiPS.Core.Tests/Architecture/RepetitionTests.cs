using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using IpmiPS.Commands;
using IpmiPS.Commands.Chassis;
using Xunit;

namespace IpmiPS.Tests.Architecture;

/// <summary>Whether a command may be sent again is no accident: every one that is no question says it itself.</summary>
public sealed class RepetitionTests
{
    /// <summary>Those that are named as questions change nothing.</summary>
    private static readonly string[] s_questions = ["Get", "Read"];

    [Fact]
    public void Every_command_that_is_no_question_says_whether_it_may_be_sent_again()
    {
        var silent = from type in Commands()
                     where !s_questions.Any(word => type.Name.StartsWith(word, StringComparison.Ordinal))
                     where type.GetProperty(nameof(IpmiCommand.IsIdempotent), BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly) is null
                     select type.Name;
        Assert.Empty(silent);
    }

    [Fact]
    public void No_question_is_kept_from_being_repeated()
    {
        var wrong = from type in Commands()
                    where s_questions.Any(word => type.Name.StartsWith(word, StringComparison.Ordinal))
                    where type.GetProperty(nameof(IpmiCommand.IsIdempotent), BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly) is not null
                    select type.Name;
        Assert.Empty(wrong);
    }

    [Fact]
    public void The_commands_are_seen_by_these_tests() => Assert.Contains(typeof(ChassisControl), Commands());

    private static IEnumerable<Type> Commands() => typeof(IpmiCommand).Assembly.GetTypes().Where(type => !type.IsAbstract && typeof(IpmiCommand).IsAssignableFrom(type));
}
