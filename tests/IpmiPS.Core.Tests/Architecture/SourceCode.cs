using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using IpmiPS.Tests.Support;

namespace IpmiPS.Tests.Architecture;

/// <summary>
/// Which layer's code names which layer's types, read from the source. A layer is a folder of IpmiPS.Core, or a whole project
/// beside it; "Core" is what stands in IpmiPS.Core itself.
/// </summary>
internal sealed class SourceCode
{
    private static readonly Regex s_comments = new(@"//[^\n]*|/\*.*?\*/", RegexOptions.Singleline);
    private static readonly Regex s_texts = new(@"@?""(?:\\.|[^""\\])*""|'(?:\\.|[^'\\])'");
    private static readonly Regex s_enumBodies = new(@"(\benum\s+\w+[^{]*)\{[^}]*\}");
    private static readonly Regex s_declarations = new(@"\b(?:class|struct|interface|enum|record(?: struct| class)?)\s+(\w+)");
    private static readonly Regex s_namespace = new(@"\bnamespace\s+([\w.]+)");
    private static readonly Regex s_usings = new(@"\busing\s+(?:static\s+)?([\w.]+)\s*;");
    private static readonly Regex s_properties = new(@"\b(\w+)\s*\{\s*(?:get|init|set)\b");
    private static readonly Regex s_names = new(@"(?<![\w.])[A-Z]\w*\b(?!\s*:(?!:))");

    private readonly List<SourceFile> _files = [];
    private readonly Dictionary<string, HashSet<(string Layer, string Namespace)>> _types = [];
    private readonly HashSet<(string Layer, string Name)> _properties = [];

    public SourceCode()
    {
        foreach (string folder in Directory.GetDirectories(Repository.PathOf("src")))
        {
            string project = Path.GetFileName(folder);
            foreach (string path in Repository.SourceFiles(folder))
            {
                string[] parts = path.Substring(folder.Length + 1).Split(Path.DirectorySeparatorChar);
                string layer = project != "IpmiPS.Core" ? project : parts.Length > 1 ? parts[0] : "Core";
                Add(layer, parts[parts.Length - 1], File.ReadAllText(path));
            }
        }
    }

    public IEnumerable<string> Layers => _files.Select(file => file.Layer).Distinct();

    /// <summary>
    /// Every use, in a layer, of a type that another layer declares in a namespace that the file sees. A name that the layer gives
    /// to a property, or that stands before a colon, says nothing.
    /// </summary>
    public IEnumerable<TypeUse> UsesAcrossLayers() =>
        from file in _files
        from name in s_names.Matches(file.Code).Cast<Match>().Select(match => match.Value).Distinct()
        where _types.TryGetValue(name, out var declared) && declared.All(type => type.Layer != file.Layer) && !_properties.Contains((file.Layer, name))
        from type in _types[name]
        where file.Usings.Contains(type.Namespace) || (file.Namespace + ".").StartsWith(type.Namespace + ".", StringComparison.Ordinal)
        select new TypeUse(file.Layer, file.Name, name, type.Layer);

    /// <summary>The files whose code has a word, whether it is declared here or elsewhere.</summary>
    public IEnumerable<(string Layer, string Name)> FilesThatName(string word)
    {
        var name = new Regex($@"\b{word}\b");
        return from file in _files where name.IsMatch(file.Code) select (file.Layer, file.Name);
    }

    private void Add(string layer, string name, string text)
    {
        // An enum's members may carry the names of types elsewhere; they are no use of them.
        string code = s_enumBodies.Replace(s_texts.Replace(s_comments.Replace(text, ""), ""), "$1;");
        string ownNamespace = s_namespace.Match(code).Groups[1].Value;
        string[] usings = [.. s_usings.Matches(code).Cast<Match>().Select(match => match.Groups[1].Value)];
        _files.Add(new SourceFile(layer, name, code, ownNamespace, usings));
        foreach (Match match in s_properties.Matches(code))
            _properties.Add((layer, match.Groups[1].Value));
        foreach (Match match in s_declarations.Matches(code))
        {
            if (!_types.TryGetValue(match.Groups[1].Value, out var places))
                _types[match.Groups[1].Value] = places = [];
            places.Add((layer, ownNamespace));
        }
    }

    private sealed record SourceFile(string Layer, string Name, string Code, string Namespace, string[] Usings);
}

/// <summary>A file of one layer names a type of another.</summary>
internal sealed record TypeUse(string Layer, string File, string Type, string DeclaredIn);
