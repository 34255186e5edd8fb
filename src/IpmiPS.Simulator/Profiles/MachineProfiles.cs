using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;

namespace IpmiPS.Simulator;

/// <summary>The kinds of server that come with the simulator, each a readable text among the resources.</summary>
internal static class MachineProfiles
{
    private const string Ending = ".profile";

    public static IReadOnlyList<string> Names { get; } =
        [.. Assembly.GetManifestResourceNames().Where(name => name.EndsWith(Ending, StringComparison.Ordinal)).Select(name => name.Substring(0, name.Length - Ending.Length)).OrderBy(name => name, StringComparer.Ordinal)];

    private static Assembly Assembly => typeof(MachineProfiles).Assembly;

    /// <summary>Reads what the options name.</summary>
    public static MachineDefinition Load(SimulatorOptions options) =>
        options.Path is { } path ? EmuReader.ReadFile(path) : Load(options.Profile);

    public static MachineDefinition Load(string name)
    {
        using var stream = Assembly.GetManifestResourceStream(name.ToLowerInvariant() + Ending)
            ?? throw new ArgumentException($"There is no profile '{name}'; there are {string.Join(", ", Names)}.");
        using var text = new StreamReader(stream);
        return new ProfileReader(name.ToLowerInvariant()).Read(text.ReadToEnd());
    }

    /// <summary>The text of another profile, for one that builds on it.</summary>
    public static string TextOf(string name)
    {
        using var stream = Assembly.GetManifestResourceStream(name + Ending) ?? throw new FormatException($"There is no profile '{name}'.");
        using var text = new StreamReader(stream);
        return text.ReadToEnd();
    }
}
