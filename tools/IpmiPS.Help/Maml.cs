using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace IpmiPS.Help;

/// <summary>
/// The help as Get-Help reads it. It is what Microsoft.PowerShell.PlatyPS makes of the same pages (docs/ConvertTo-Maml.ps1), element by
/// element, so that a build needs no PowerShell.
/// </summary>
internal static class Maml
{
    private static readonly XNamespace s_maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace s_command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace s_dev = "http://schemas.microsoft.com/maml/dev/2004/10";
    private static readonly Regex s_fence = new(@"^```\w*\n(.*?)\n```$", RegexOptions.Multiline | RegexOptions.Singleline);
    private static readonly Regex s_example = new(@"^\s*```powershell[^\n]*\n(?<code>.*?)\n```(?<rest>.*)$", RegexOptions.Singleline);
    private static readonly Regex s_link = new(@"^- \[([^\]]+)\]\(([^)]*)\)$", RegexOptions.Multiline);

    /// <summary>The help of all cmdlets that have a page in a folder, in the order of their names.</summary>
    /// <exception cref="InvalidDataException">Something is missing from a page; the message says what.</exception>
    public static XDocument FromPages(string folder) => new(
        new XElement(XNamespace.Get("http://msh") + "helpItems",
            new XAttribute(XNamespace.Xmlns + "maml", s_maml),
            new XAttribute(XNamespace.Xmlns + "command", s_command),
            new XAttribute(XNamespace.Xmlns + "dev", s_dev),
            new XAttribute("schema", "maml"),
            Directory.GetFiles(folder, "*-*.md").OrderBy(path => path, StringComparer.OrdinalIgnoreCase).Select(path => Command(HelpPage.Read(path)))));

    private static XElement Command(HelpPage page)
    {
        string[] verbAndNoun = page.Name.Split('-');
        return new XElement(s_command + "command",
            new XElement(s_command + "details",
                new XElement(s_command + "name", page.Name),
                Description(page["SYNOPSIS"]),
                new XElement(s_command + "verb", verbAndNoun[0]),
                new XElement(s_command + "noun", verbAndNoun[1])),
            Description(page["DESCRIPTION"]),
            new XElement(s_command + "syntax", page.Syntax.Select(set => SyntaxItem(page, set))),
            new XElement(s_command + "parameters", page.Parameters.Select(Parameter)),
            new XElement(s_command + "inputTypes", page.Parts("INPUTS").Select(part => Value("inputType", part))),
            new XElement(s_command + "returnValues", page.Parts("OUTPUTS").Select(part => Value("returnValue", part))),
            new XElement(s_maml + "alertSet", new XElement(s_maml + "alert", Paragraphs(page["NOTES"]))),
            new XElement(s_command + "examples", page.Parts("EXAMPLES").Select(part => Example(page, part))),
            new XElement(s_command + "relatedLinks", Links(page)));
    }

    private static XElement SyntaxItem(HelpPage page, IReadOnlyList<SyntaxParameter> set) =>
        new(s_command + "syntaxItem", new XElement(s_maml + "name", page.Name), set.Select(parameter =>
        {
            Parameter described = page.Parameters.First(other => other.Name == parameter.Name);
            bool isSwitch = parameter.Type is null;
            return new XElement(s_command + "parameter",
                Attributes(parameter.IsRequired, false, "false", parameter.IsPositional ? described.Position : "named", isSwitch ? [] : described.Aliases),
                new XElement(s_maml + "name", parameter.Name),
                new XElement(s_maml + "description"),
                isSwitch ? null : ParameterValue(parameter.Type!, false),
                Type(isSwitch ? "System.Management.Automation.SwitchParameter" : described.Type));
        }));

    private static XElement Parameter(Parameter parameter)
    {
        string ways = (parameter.Is("ValueFromPipeline"), parameter.Is("ValueFromPipelineByPropertyName")) switch
        {
            (true, true) => "true (ByValue, ByPropertyName)",
            (true, false) => "true (ByValue)",
            (false, true) => "true (ByPropertyName)",
            _ => "false",
        };
        return new XElement(s_command + "parameter",
            Attributes(parameter.Is("IsRequired"), parameter.SupportsWildcards, ways, parameter.Position, parameter.Aliases),
            new XElement(s_maml + "name", parameter.Name),
            Description(parameter.Text),
            parameter.Type == "SwitchParameter" ? null : ParameterValue(parameter.Type, true),
            Type(parameter.Type));
    }

    private static IEnumerable<XAttribute> Attributes(bool isRequired, bool takesWildcards, string pipelineInput, string position, string[] aliases) =>
    [
        new XAttribute("required", isRequired),
        new XAttribute("variableLength", false),
        new XAttribute("globbing", takesWildcards),
        new XAttribute("pipelineInput", pipelineInput),
        new XAttribute("position", position),
        new XAttribute("aliases", aliases.Length == 0 ? "none" : string.Join(", ", aliases)),
    ];

    private static XElement ParameterValue(string type, bool variableLength) =>
        new(s_command + "parameterValue", new XAttribute("required", true), new XAttribute("variableLength", variableLength), type);

    private static XElement Type(string name) => new(s_dev + "type", new XElement(s_maml + "name", name));

    private static XElement Value(string element, Section part) => new(s_command + element, Type(part.Title), Description(part.Text));

    private static XElement Example(HelpPage page, Section part)
    {
        Match parts = s_example.Match(part.Text);
        if (!parts.Success)
            throw new InvalidDataException($"{page.Name}.md: \"{part.Title}\" does not begin with a block of code (```powershell).");
        // The empty paragraph keeps the next example apart.
        return new XElement(s_command + "example",
            new XElement(s_maml + "title", $"--------- {part.Title} ---------"),
            new XElement(s_dev + "code", parts.Groups["code"].Value),
            new XElement(s_dev + "remarks", Paragraphs(parts.Groups["rest"].Value), new XElement(s_maml + "para")));
    }

    /// <summary>The first link with an address is where Get-Help -Online leads; addresses within the repository mean nothing to Get-Help.</summary>
    private static IEnumerable<XElement> Links(HelpPage page)
    {
        if (page.OnlineAddress.Length > 0)
            yield return Link("Online Version", page.OnlineAddress);
        foreach (Match link in s_link.Matches(page["RELATED LINKS"]))
        {
            string address = link.Groups[2].Value;
            yield return Link(link.Groups[1].Value, address.StartsWith("https:", StringComparison.Ordinal) ? address : "");
        }
    }

    private static XElement Link(string text, string address) =>
        new(s_maml + "navigationLink", new XElement(s_maml + "linkText", text), new XElement(s_maml + "uri", address));

    private static XElement Description(string markdown) => new(s_maml + "description", Paragraphs(markdown));

    /// <summary>Get-Help shows plain paragraphs and wraps them by itself. A fenced block is one paragraph, with its blank lines and indents.</summary>
    private static IEnumerable<XElement> Paragraphs(string markdown)
    {
        int end = 0;
        foreach (Match fence in s_fence.Matches(markdown))
        {
            foreach (XElement paragraph in Prose(markdown.Substring(end, fence.Index - end)))
                yield return paragraph;
            yield return new XElement(s_maml + "para", fence.Groups[1].Value);
            end = fence.Index + fence.Length;
        }
        foreach (XElement paragraph in Prose(markdown.Substring(end)))
            yield return paragraph;
    }

    private static IEnumerable<XElement> Prose(string markdown) =>
        from block in Regex.Split(markdown.Trim(), @"\n\s*\n")
        where block.Length > 0
        let unwrapped = Regex.Replace(block, @"\n(?![-*] )", " ")
        let unlinked = Regex.Replace(unwrapped, @"\[([^\]]+)\]\([^)]*\)", "$1")
        select new XElement(s_maml + "para", Regex.Replace(unlinked, @"[`*]{1,2}(\S|\S.*?\S)[`*]{1,2}", "$1"));
}
