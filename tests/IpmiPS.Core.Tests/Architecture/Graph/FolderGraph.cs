using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace IpmiPS.Tests.Architecture;

/// <summary>Which folder's code names types that another folder declares, as the compiler sees it. Folders are paths below src.</summary>
internal sealed class FolderGraph
{
    public FolderGraph(string root, IEnumerable<string> files)
    {
        var trees = files.Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file), new CSharpParseOptions(LanguageVersion.Preview), file)).ToList();
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path));

        // One compilation of all projects, against the running .NET: types that are not found (PowerShell's) do not matter here.
        var compilation = CSharpCompilation.Create("src", trees, references, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        var names = NamesIn(trees);
        Edges = [.. trees.AsParallel().SelectMany(tree => EdgesOf(compilation.GetSemanticModel(tree), tree, names, root)).Distinct().OrderBy(edge => edge.ToString(), StringComparer.Ordinal)];
    }

    public IReadOnlyList<FolderEdge> Edges { get; }

    /// <summary>The circles: for each set of folders that reach one another, the edges between them.</summary>
    public IEnumerable<IReadOnlyList<FolderEdge>> Circles()
    {
        var next = Edges.ToLookup(edge => edge.From, edge => edge.To);
        var reached = Edges.Select(edge => edge.From).Distinct().ToDictionary(folder => folder, folder => Reached(folder, next));
        bool AreInOneCircle(FolderEdge edge) => reached.TryGetValue(edge.To, out var back) && back.Contains(edge.From);
        return Edges.Where(AreInOneCircle).GroupBy(edge => string.Join(", ", reached[edge.From].Where(folder => reached.TryGetValue(folder, out var back) && back.Contains(edge.From)).OrderBy(folder => folder, StringComparer.Ordinal))).Select(circle => circle.ToList());
    }

    private static HashSet<string> Reached(string folder, ILookup<string, string> next)
    {
        var reached = new HashSet<string>();
        var open = new Stack<string>([folder]);
        while (open.Count > 0)
            foreach (string to in next[open.Pop()])
                if (reached.Add(to))
                    open.Push(to);
        return reached;
    }

    /// <summary>The names of all types (attributes also in their short form) and extension methods. Nothing else need be looked up.</summary>
    private static HashSet<string> NamesIn(IEnumerable<SyntaxTree> trees)
    {
        var names = new HashSet<string>();
        foreach (var node in trees.SelectMany(static tree => tree.GetRoot().DescendantNodes()))
        {
            string? name = node switch
            {
                BaseTypeDeclarationSyntax type => type.Identifier.ValueText,
                DelegateDeclarationSyntax type => type.Identifier.ValueText,
                MethodDeclarationSyntax { ParameterList.Parameters: [{ Modifiers: var modifiers }, ..] } method when modifiers.Any(SyntaxKind.ThisKeyword) => method.Identifier.ValueText,
                _ => null,
            };
            if (name is null)
                continue;
            names.Add(name);
            if (name.EndsWith("Attribute", StringComparison.Ordinal))
                names.Add(name.Substring(0, name.Length - "Attribute".Length));
        }

        return names;
    }

    private static IEnumerable<FolderEdge> EdgesOf(SemanticModel model, SyntaxTree tree, HashSet<string> names, string root)
    {
        string from = FolderOf(tree, root);
        foreach (var name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>())
        {
            if (!names.Contains(name.Identifier.ValueText))
                continue;
            var info = model.GetSymbolInfo(name);
            var symbol = info.Symbol ?? info.CandidateSymbols.FirstOrDefault();
            var type = symbol switch
            {
                INamedTypeSymbol named => named,
                IMethodSymbol { MethodKind: MethodKind.Constructor } constructor => constructor.ContainingType,
                IMethodSymbol { IsExtensionMethod: true } extension => extension.ContainingType,
                _ => null,
            };
            if (type is null)
                continue;
            while (type.ContainingType is { } outer)
                type = outer;

            // What the framework lacks (Polyfills.cs) belongs to no folder.
            if (type.ContainingNamespace.ToString()!.StartsWith("System", StringComparison.Ordinal) || type.DeclaringSyntaxReferences.Length == 0 || type.DeclaringSyntaxReferences.Any(declared => declared.SyntaxTree == tree))
                continue;
            foreach (string to in type.DeclaringSyntaxReferences.Select(declared => FolderOf(declared.SyntaxTree, root)).Distinct())
                if (to != from)
                    yield return new FolderEdge(from, to, Path.GetFileName(tree.FilePath), type.Name);
        }
    }

    private static string FolderOf(SyntaxTree tree, string root) => Path.GetDirectoryName(Path.GetRelativePath(root, tree.FilePath))!.Replace('\\', '/');
}
