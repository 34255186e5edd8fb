using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;

namespace IpmiPS.Simulator;

/// <summary>The texts of the profiles, which are resources of this assembly.</summary>
internal static class ProfileTexts
{
    private const string Ending = ".profile", PersonaEnding = ".persona";

    public static IReadOnlyList<string> Names { get; } = NamesOf(Ending);

    /// <summary>Profiles of BMCs that break rules, each named after a real one.</summary>
    public static IReadOnlyList<string> PersonaNames { get; } = NamesOf(PersonaEnding);

    private static Assembly Assembly => typeof(ProfileTexts).Assembly;

    /// <summary>The text of a profile or persona; null if there is none of that name.</summary>
    public static string? Find(string name)
    {
        using var stream = Assembly.GetManifestResourceStream(name + Ending) ?? Assembly.GetManifestResourceStream(name + PersonaEnding);
        if (stream is null)
            return null;
        using var text = new StreamReader(stream);
        return text.ReadToEnd();
    }

    private static IReadOnlyList<string> NamesOf(string ending) =>
        [.. Assembly.GetManifestResourceNames().Where(name => name.EndsWith(ending, StringComparison.Ordinal)).Select(name => name.Substring(0, name.Length - ending.Length)).OrderBy(name => name, StringComparer.Ordinal)];
}
