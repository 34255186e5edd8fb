namespace IpmiPS;

/// <summary>A configuration that was written to a file.</summary>
public sealed class ConfigurationExport
{
    /// <summary>Name of the BMC, as specified by the caller.</summary>
    public string ComputerName { get; init; } = "";

    /// <summary>UDP port of the BMC.</summary>
    public int Port { get; init; }

    /// <summary>Full path of the file.</summary>
    public string Path { get; init; } = "";

    /// <summary>Number of settings in the file.</summary>
    public int Settings { get; init; }

    /// <summary>Whether the file is new, or differs from what it was.</summary>
    public bool Changed { get; init; }

    /// <summary>Sections that the BMC does not have, or does not show to this user, and why.</summary>
    public string[] Missing { get; init; } = [];
}
