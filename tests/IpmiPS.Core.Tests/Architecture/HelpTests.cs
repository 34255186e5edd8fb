using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using IpmiPS.Help;
using IpmiPS.Tests.Support;
using Xunit;

namespace IpmiPS.Tests.Architecture;

/// <summary>
/// The MAML that Get-Help reads is made of the pages by tools/IpmiPS.Help. Here the two are compared without any PowerShell: what one
/// says, the other says.
/// </summary>
public sealed class HelpTests
{
    private static readonly XNamespace s_command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace s_maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace s_dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    /// <summary>The help of all pages, which is made once.</summary>
    private static readonly Lazy<Dictionary<string, XElement>> s_commands = new(() =>
        Maml.FromPages(Repository.PathOf("docs/en-US")).Root!.Elements(s_command + "command")
            .ToDictionary(command => command.Element(s_command + "details")!.Element(s_command + "name")!.Value));

    public static TheoryData<string> Pages => [.. PageNames()];

    [Fact]
    public void Every_cmdlet_has_a_page_and_every_page_a_cmdlet()
    {
        string manifest = File.ReadAllText(Repository.PathOf("IpmiPS.psd1"));
        string list = Regex.Match(manifest, @"CmdletsToExport\s*=\s*@\(([^)]*)\)").Groups[1].Value;
        var exported = Regex.Matches(list, @"'([^']+)'").Cast<Match>().Select(match => match.Groups[1].Value);
        Assert.Equal(exported.OrderBy(name => name), PageNames().OrderBy(name => name));
        Assert.Equal(exported.OrderBy(name => name), s_commands.Value.Keys.OrderBy(name => name));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Page_and_help_say_the_same(string name)
    {
        string page = File.ReadAllText(Repository.PathOf($"docs/en-US/{name}.md")).Replace("\r\n", "\n");
        XElement help = s_commands.Value[name];

        Assert.DoesNotContain("{{", page);
        Assert.Equal(Plain(Section(page, "## SYNOPSIS")), Plain(help.Element(s_command + "details")!.Element(s_maml + "description")));
        Assert.Equal(Plain(Section(page, "## DESCRIPTION")), Plain(help.Element(s_maml + "description")));

        var described = Subsections(Section(page, "## PARAMETERS")).Where(part => part.Key[0] == '-')
            .Select(part => (part.Key.Substring(1), Plain(Regex.Replace(part.Value, @"```yaml.*?```", "", RegexOptions.Singleline))));
        var documented = help.Element(s_command + "parameters")!.Elements(s_command + "parameter")
            .Select(parameter => (parameter.Element(s_maml + "name")!.Value, Plain(parameter.Element(s_maml + "description"))));
        Assert.Equal(described, documented);

        var shown = Subsections(Section(page, "## EXAMPLES")).Select(part => Plain(part.Value));
        var examples = help.Element(s_command + "examples")!.Elements(s_command + "example")
            .Select(example => Plain(example.Element(s_dev + "code")!.Value + "\n" + string.Join("\n", example.Element(s_dev + "remarks")!.Elements().Select(para => para.Value))));
        Assert.True(shown.Count() >= 2);
        Assert.Equal(shown, examples);
    }

    [Fact]
    public void A_page_that_lacks_something_is_refused_with_its_name()
    {
        string folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName())).FullName;
        try
        {
            string page = File.ReadAllText(Repository.PathOf("docs/en-US/Get-IpmiFru.md"));
            foreach (string missing in new[] { "## OUTPUTS", "### -Id", "```powershell" })
            {
                File.WriteAllText(Path.Combine(folder, "Get-IpmiFru.md"), page.Replace(missing, "gone"));
                var error = Assert.Throws<InvalidDataException>(() => Maml.FromPages(folder));
                Assert.StartsWith("Get-IpmiFru.md", error.Message);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static IEnumerable<string> PageNames() =>
        Directory.GetFiles(Repository.PathOf("docs/en-US"), "*-*.md").Select(path => Path.GetFileNameWithoutExtension(path)!);

    private static string Section(string page, string heading)
    {
        var match = Regex.Match(page, $@"^{heading}\n(.*?)(?=^## |\z)", RegexOptions.Singleline | RegexOptions.Multiline);
        Assert.True(match.Success, heading);
        return match.Groups[1].Value;
    }

    private static List<KeyValuePair<string, string>> Subsections(string section) =>
        [.. Regex.Matches(section, @"^### ([^\n]+)\n(.*?)(?=^### |\z)", RegexOptions.Singleline | RegexOptions.Multiline).Cast<Match>()
            .Select(match => new KeyValuePair<string, string>(match.Groups[1].Value, match.Groups[2].Value))];

    private static string Plain(XElement? element) => Plain(element is null ? "" : string.Join("\n", element.Elements().Select(para => para.Value)));

    /// <summary>Words alone: Markdown's marks, fences and addresses of links, and all differences of white space taken away.</summary>
    private static string Plain(string text)
    {
        text = Regex.Replace(text, @"^```\w*$", "", RegexOptions.Multiline);
        text = Regex.Replace(text, @"\[([^\]]+)\]\([^)]*\)", "$1");
        return Regex.Replace(Regex.Replace(text, "[`*]", ""), @"\s+", " ").Trim();
    }
}
