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
    private static readonly Regex s_properties = new(@"\b(\w+)\s*\{\s*(?:get|init|set)\b");
    private static readonly Regex s_names = new(@"(?<![\w.])[A-Z]\w*\b(?!\s*:(?!:))");

    private readonly List<(string Layer, string File, string Code)> _files = [];
    private readonly Dictionary<string, HashSet<string>> _layersByType = [];
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
                // An enum's members may carry the names of types elsewhere; they are no use of them.
                string code = s_enumBodies.Replace(s_texts.Replace(s_comments.Replace(File.ReadAllText(path), ""), ""), "$1;");
                _files.Add((layer, parts[parts.Length - 1], code));
                foreach (Match match in s_properties.Matches(code))
                    _properties.Add((layer, match.Groups[1].Value));
                foreach (Match match in s_declarations.Matches(code))
                {
                    if (!_layersByType.TryGetValue(match.Groups[1].Value, out var layers))
                        _layersByType[match.Groups[1].Value] = layers = [];
                    layers.Add(layer);
                }
            }
        }
    }

    public IEnumerable<string> Layers => _files.Select(file => file.Layer).Distinct();

    /// <summary>Every use, in a layer, of a type that another layer declares. A name that the layer gives to a property, or that stands before a colon, says nothing.</summary>
    public IEnumerable<TypeUse> UsesAcrossLayers() =>
        from file in _files
        from name in s_names.Matches(file.Code).Cast<Match>().Select(match => match.Value).Distinct()
        where _layersByType.TryGetValue(name, out var layers) && !layers.Contains(file.Layer) && !_properties.Contains((file.Layer, name))
        from declaring in _layersByType[name]
        select new TypeUse(file.Layer, file.File, name, declaring);
}

/// <summary>A file of one layer names a type of another.</summary>
internal sealed record TypeUse(string Layer, string File, string Type, string DeclaredIn);
