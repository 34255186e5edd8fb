using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using IpmiPS.Tests.Support;
using Xunit;

namespace IpmiPS.Tests.Architecture;

/// <summary>What the documents quote and point to is there.</summary>
public sealed class DocumentationTests
{
    private static readonly Regex s_quotes = new(@"^```csharp (\S+)\n(.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline);
    private static readonly Regex s_links = new(@"\]\((?!https?:|#)([^)#\s]+)");

    public static TheoryData<string> Documents => [.. Directory.GetFiles(Repository.Root, "*.md")
        .Concat(Directory.GetFiles(Repository.PathOf("docs"), "*.md"))
        .Select(path => path.Substring(Repository.Root.Length + 1).Replace('\\', '/'))];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Quoted_code_is_the_code(string document)
    {
        foreach (Match quote in s_quotes.Matches(Text(document)))
            Assert.Contains(quote.Groups[2].Value, Text(quote.Groups[1].Value));
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void Links_lead_somewhere(string document)
    {
        string folder = Path.GetDirectoryName(Repository.PathOf(document))!;
        IEnumerable<string> broken = from Match link in s_links.Matches(Text(document))
                                     let target = Path.Combine(folder, link.Groups[1].Value)
                                     where !File.Exists(target) && !Directory.Exists(target)
                                     select link.Groups[1].Value;
        Assert.Empty(broken);
    }

    private static string Text(string relative) => File.ReadAllText(Repository.PathOf(relative)).Replace("\r\n", "\n");
}
