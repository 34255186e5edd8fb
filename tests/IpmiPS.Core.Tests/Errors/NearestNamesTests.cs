using System.Linq;
using Xunit;

namespace IpmiPS.Tests.Errors;

public sealed class NearestNamesTests
{
    [Theory]
    [InlineData("Temprature", "Fan|Temperature|Voltage", "'Temperature'")]
    [InlineData("fan 99", "Voltage|CPU Temp|Fan 9|Fan 1", "'Fan 9', 'Fan 1'")]
    [InlineData("inlet", "CPU1 Temp|Inlet Temp|Exhaust Temp", "'Inlet Temp'")]
    [InlineData("PS1_Status", "Fan1 Status|PS1 Status|PS2 Status", "'PS1 Status', 'PS2 Status'")]
    [InlineData("admni", "root|operator|admin", "'admin'")]
    public void The_names_most_like_the_one_that_was_wanted_come_first(string wanted, string present, string first) =>
        Assert.StartsWith("There are " + first, NearestNames.List(present.Split('|'), [wanted]));

    [Theory]
    [InlineData("", "There are none.")]
    [InlineData("a", "There is only 'a'.")]
    [InlineData("b|a|A", "There are 'b', 'a'.")]
    public void All_are_listed_where_they_are_few(string present, string expected) =>
        Assert.Equal(expected, NearestNames.List(present.Split('|'), ["7"]));

    [Fact]
    public void The_list_is_bounded_and_says_how_many_there_are()
    {
        string list = NearestNames.List(Enumerable.Range(1, 4096).Select(static number => $"Sensor {number}"), ["Sensor 4097"]);
        Assert.StartsWith("The nearest of 4096 are 'Sensor 409', ", list);
        Assert.Equal(NearestNames.MaximumListed, list.Count(static c => c == '\'') / 2);
    }

    [Fact]
    public void Long_names_are_cut_and_control_characters_left_out()
    {
        string list = NearestNames.List(["a\u001b[2Jb", new string('x', 100_000)], ["y"]);
        Assert.StartsWith("There are 'a[2Jb', 'xxx", list);
        Assert.InRange(list.Length, 1, 100);
    }

    [Fact]
    public void The_error_names_what_was_wanted_and_what_there_is()
    {
        IpmiException one = NearestNames.NotPresent("sensor", ["Fan9"], ["Fan1"], "advice");
        Assert.Equal((IpmiErrorKind.NotPresent, "There is no sensor 'Fan9'. There is only 'Fan1'.", "advice"), (one.Kind, one.Message, one.RecommendedAction));
        Assert.Equal("There are no sensors 'Fan9', 'Fan8'.", NearestNames.NotPresent("sensor", ["Fan9", "Fan8"], null, "advice").Message);
    }
}
