using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using IpmiPS.Commands;
using IpmiPS.Tests.Support;
using Xunit;

namespace IpmiPS.Tests.Architecture;

/// <summary>docs/commands.md: what ipmitool and FreeIPMI can do, IpmiPS can do, or the page says why not.</summary>
public sealed class CommandsPageTests
{
    private const string No = "No: ";

    private static readonly string s_page = File.ReadAllText(Repository.PathOf("docs/commands.md"));

    private static readonly HashSet<string> s_cmdlets =
    [
        .. Regex.Matches(Section(File.ReadAllText(Repository.PathOf("IpmiPS.psd1")), "CmdletsToExport", ")"), "'([A-Z][A-Za-z]+-Ipmi[A-Za-z]+)'").Cast<Match>().Select(static match => match.Groups[1].Value),
    ];

    /// <summary>Rows of the tables of peers: function, ipmitool, FreeIPMI, IpmiPS.</summary>
    private static readonly string[][] s_rows = [.. Rows(Section(s_page, "## What the peers have", "\n## ")).Where(static cells => cells.Length == 4)];

    [Fact]
    public void What_a_peer_has_has_a_cmdlet_or_a_reason()
    {
        Assert.True(s_rows.Length > 100);
        var open = s_rows.Where(static row => (row[1] != "no" || row[2] != "no") && !CmdletsOf(row[3]).Any() && !(row[3].StartsWith(No, StringComparison.Ordinal) && row[3].Length > 25));
        Assert.Empty(open.Select(static row => row[0]));
    }

    [Fact]
    public void Cmdlets_on_the_page_are_those_of_the_manifest()
    {
        string[] named = [.. CmdletsOf(s_page).Distinct()];
        Assert.Empty(named.Except(s_cmdlets));
        Assert.Empty(s_cmdlets.Except(named));
    }

    [Fact]
    public void Each_command_of_the_specification_has_its_class_or_a_reason()
    {
        var rows = Rows(Section(s_page, "## Commands of the specification", "\n## ")).Where(static cells => cells.Length == 3 && cells[0].Contains('/')).ToDictionary(static cells => cells[0]);
        var classes = AllCommands.Definitions.ToLookup(static definition => ((byte)definition.NetFn, definition.Code, definition.Group), static definition => definition.GetType().GetGenericArguments()[0].Name);
        var wrong = from command in StandardCommands.All
                    let number = string.Join("/", new[] { command.NetFn, command.Code, command.Group }.Where(static part => part is not null).Select(static part => part!.Value.ToString("X2", CultureInfo.InvariantCulture)))
                    let names = classes[(command.NetFn, command.Code, command.Group)].Select(static name => $"`{name}`").ToArray()
                    where !rows.TryGetValue(number, out string[]? row) || row[1] != command.Name || (names.Length > 0 ? !names.Contains(row[2]) : row[2][0] == '`' || row[2].Length < 20)
                    select $"{number} {command.Name}: {string.Join(", ", names)}";
        Assert.Empty(wrong);
        Assert.Equal(StandardCommands.All.Count, rows.Count);
    }

    private static IEnumerable<string> CmdletsOf(string text) => Regex.Matches(text, "`([A-Z][A-Za-z]+-Ipmi[A-Za-z]+)").Cast<Match>().Select(static match => match.Groups[1].Value);

    private static IEnumerable<string[]> Rows(string text) => text.Split('\n')
        .Where(static line => line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| ---", StringComparison.Ordinal) && !line.StartsWith("| function ", StringComparison.Ordinal))
        .Select(static line => line.Trim().Trim('|').Split('|').Select(static cell => cell.Trim()).ToArray());

    private static string Section(string text, string from, string to)
    {
        int start = text.IndexOf(from, StringComparison.Ordinal);
        Assert.True(start >= 0, $"'{from}' is missing.");
        int end = text.IndexOf(to, start + from.Length, StringComparison.Ordinal);
        return end < 0 ? text.Substring(start) : text.Substring(start, end - start);
    }
}
