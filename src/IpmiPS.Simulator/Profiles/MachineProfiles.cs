using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;

namespace IpmiPS.Simulator;

/// <summary>The kinds of server that come with the simulator, each a readable text among the resources.</summary>
internal static class MachineProfiles
{
    private const string Ending = ".profile", PersonaEnding = ".persona";

    public static IReadOnlyList<string> Names { get; } = NamesOf(Ending);

    /// <summary>Profiles of BMCs that break rules, each named after one that does.</summary>
    public static IReadOnlyList<string> PersonaNames { get; } = NamesOf(PersonaEnding);

    private static Assembly Assembly => typeof(MachineProfiles).Assembly;

    /// <summary>Reads what the options name.</summary>
    public static MachineProfile Load(SimulatorOptions options)
    {
        if (options.Path is not { } path)
            return Load(options.Profile);
        try
        {
            return new MachineProfile(EmuReader.ReadFile(path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"-Path: {error.Message}", error);
        }
    }

    public static MachineProfile Load(string name)
    {
        string text = Find(name.ToLowerInvariant())
            ?? throw new ArgumentException($"-Profile: there is no profile '{name}'; there are {string.Join(", ", Names)}, and the personas {string.Join(", ", PersonaNames)}.");
        return new ProfileReader(name.ToLowerInvariant()).Read(text);
    }

    /// <summary>The text of another profile, for one that builds on it.</summary>
    public static string TextOf(string name) => Find(name) ?? throw new FormatException($"There is no profile '{name}'.");

    private static string? Find(string name)
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
