using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;

namespace IpmiPS.Help;

/// <summary>A heading of a page, and what stands below it.</summary>
internal sealed record Section(string Title, string Text);

/// <summary>A parameter as the syntax of one parameter set shows it. A switch has no type.</summary>
internal sealed record SyntaxParameter(string Name, string? Type, bool IsRequired, bool IsPositional);

/// <summary>A parameter as it is described: its text, and the lines of its metadata.</summary>
internal sealed record Parameter(string Name, string Text, string[] Metadata)
{
    public string Type => Value("Type");
    public bool SupportsWildcards => Value("SupportsWildcards") == "true";
    public string[] Aliases => [.. Metadata.SkipWhile(line => line != "Aliases:").Skip(1).TakeWhile(line => line.StartsWith("- ", StringComparison.Ordinal)).Select(line => line.Substring(2))];

    /// <summary>The position in the first parameter set: a number, or Named.</summary>
    public string Position => Value("  Position");

    /// <summary>True if it is so in one of the parameter sets.</summary>
    public bool Is(string key) => Metadata.Contains($"  {key}: true");

    private string Value(string key) => Metadata.First(line => line.StartsWith(key + ": ", StringComparison.Ordinal)).Substring(key.Length + 2);
}

/// <summary>The page of a cmdlet, in the Markdown of Microsoft.PowerShell.PlatyPS, schema 2024-05-01.</summary>
internal sealed class HelpPage
{
    private static readonly Regex s_metadata = new(@"^```yaml\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline);
    private static readonly Regex s_syntaxParameter = new(@"(\[?)(\[?)-(\w+)(\]?)(?: <([^>]+)>)?");
    private readonly Dictionary<string, Section> _sections;

    private HelpPage(string name, string text)
    {
        Name = name;
        OnlineAddress = Regex.Match(text, @"^HelpUri: (https:\S+)$", RegexOptions.Multiline).Groups[1].Value;
        _sections = Split(text, "## ").ToDictionary(section => section.Title);
        Parameters = [.. Split(this["PARAMETERS"], "### -").Select(section => ReadParameter(section))];
        Syntax = [.. Split(this["SYNTAX"], "### ").Select(section => ReadSyntax(section.Text))];
    }

    public string Name { get; }

    /// <summary>Where Get-Help -Online leads; empty where the page does not say.</summary>
    public string OnlineAddress { get; }

    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>One list of parameters for each parameter set.</summary>
    public IReadOnlyList<IReadOnlyList<SyntaxParameter>> Syntax { get; }

    /// <summary>The text of a section.</summary>
    /// <exception cref="InvalidDataException">The page has no such section.</exception>
    public string this[string section] =>
        _sections.TryGetValue(section, out Section? found) ? found.Text : throw new InvalidDataException($"{Name}.md has no section {section}.");

    /// <exception cref="InvalidDataException">Something is missing from the page; the message says what.</exception>
    public static HelpPage Read(string path) =>
        new(Path.GetFileNameWithoutExtension(path), File.ReadAllText(path).Replace("\r\n", "\n"));

    /// <summary>The parts of a section that have headings of their own, such as examples.</summary>
    public List<Section> Parts(string section) => Split(this[section], "### ");

    /// <summary>Cuts a text at its headings. What looks like one in a fenced block is none.</summary>
    private static List<Section> Split(string text, string heading)
    {
        var sections = new List<Section>();
        string? title = null;
        var lines = new List<string>();
        bool isFenced = false;
        foreach (string line in text.Split('\n').Append(heading))
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
                isFenced = !isFenced;
            if (isFenced || !line.StartsWith(heading, StringComparison.Ordinal))
            {
                lines.Add(line);
                continue;
            }
            if (title is not null)
                sections.Add(new Section(title, string.Join("\n", lines).Trim('\n')));
            title = line.Substring(heading.Length);
            lines.Clear();
        }
        return sections;
    }

    private Parameter ReadParameter(Section section)
    {
        // CommonParameters follow the last one, under a heading without a dash.
        Match metadata = s_metadata.Match(section.Text);
        if (!metadata.Success)
            throw new InvalidDataException($"{Name}.md describes -{section.Title} without a block of metadata (```yaml).");
        return new Parameter(section.Title, section.Text.Substring(0, metadata.Index), metadata.Groups[1].Value.Split('\n'));
    }

    private List<SyntaxParameter> ReadSyntax(string text)
    {
        string line = Regex.Replace(text, @"\s+", " ");
        var parameters = new List<SyntaxParameter>();
        foreach (Match match in s_syntaxParameter.Matches(line.Substring(line.IndexOf(Name, StringComparison.Ordinal) + Name.Length)))
        {
            bool hasType = match.Groups[5].Success;
            bool isPositional = hasType && match.Groups[4].Length > 0;
            bool isRequired = match.Groups[isPositional ? 2 : 1].Length == 0;
            string name = match.Groups[3].Value;
            if (!Parameters.Any(parameter => parameter.Name == name))
                throw new InvalidDataException($"{Name}.md has -{name} in its syntax, and no description of it.");
            parameters.Add(new SyntaxParameter(name, hasType ? match.Groups[5].Value : null, isRequired, isPositional));
        }
        return parameters;
    }
}
