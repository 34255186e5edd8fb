using System.Collections.Generic;
using System.IO;
using System.Linq;
using IpmiPS.Configuration;

namespace IpmiPS.Cmdlets;

/// <summary>Files with the configuration of a BMC.</summary>
internal static class ConfigurationFile
{
    /// <summary>The ending of a file in a folder.</summary>
    public const string Ending = ".json";

    /// <summary>Reads a file.</summary>
    /// <exception cref="IpmiException">InvalidParameter: it cannot be read, or something in it is not valid.</exception>
    public static BmcConfiguration Read(string parameter, string file)
    {
        byte[] bytes = InputFile.Read(parameter, file);
        try
        {
            return ConfigurationJson.Read(bytes);
        }
        catch (IpmiException error)
        {
            throw InputFile.InFile(file, error);
        }
    }

    /// <summary>The sections of these names; all if there are no names. Wildcards are permitted.</summary>
    /// <exception cref="IpmiException">NotPresent: a name without wildcards is not that of a section.</exception>
    public static IReadOnlyCollection<ConfigurationSection> Select(string[]? names)
    {
        if (names is null || names.Length == 0)
            return [.. ConfigurationSections.All];
        if (Wildcards.Missing(names, [.. ConfigurationSections.Names]) is { Length: > 0 } missing)
            throw NearestNames.NotPresent("section", missing, ConfigurationSections.Names, "Give the name of a section, or a wildcard.");
        var matches = Wildcards.AnyOf(names)!;
        return [.. ConfigurationSections.All.Where(section => matches(section.Name))];
    }

    /// <summary>Writes a file, unless it is there with the same content already. Returns whether it was written.</summary>
    public static bool Write(string path, BmcConfiguration configuration)
    {
        byte[] bytes = ConfigurationJson.Write(configuration);
        if (File.Exists(path) && InputFile.Read("Path", path).SequenceEqual(bytes))
            return false;
        BinaryFile.Write("Path", path, bytes);
        return true;
    }
}
