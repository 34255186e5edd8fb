using System;
using System.IO;

namespace IpmiPS.Simulator;

/// <summary>The kinds of server that can be simulated.</summary>
internal static class MachineProfiles
{
    /// <summary>Loads the profile or .emu file that the options name.</summary>
    /// <exception cref="ArgumentException">There is no such profile, or the file defines no BMC.</exception>
    /// <exception cref="IOException">The file can't be read.</exception>
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

    /// <exception cref="ArgumentException">There is no such profile.</exception>
    public static MachineProfile Load(string name)
    {
        string lower = name.ToLowerInvariant();
        string text = ProfileTexts.Find(lower)
            ?? throw new ArgumentException($"-Profile: there is no profile '{name}'. Profiles: {string.Join(", ", ProfileTexts.Names)}. Personas: {string.Join(", ", ProfileTexts.PersonaNames)}.");
        return new ProfileReader(lower).Read(text);
    }
}
