namespace IpmiPS;

/// <summary>A setting that differs between two configurations.</summary>
public sealed class ConfigurationDifference
{
    /// <summary>The BMC or file that is compared with the reference.</summary>
    public string ComputerName { get; init; } = "";

    /// <summary>The setting, from its section, such as Users/2/Channels/1/Privilege.</summary>
    public string Path { get; init; } = "";

    /// <summary>The value of the reference; null if it does not have the setting.</summary>
    public string? Left { get; init; }

    /// <summary>The value of the BMC or file; null if it does not have the setting.</summary>
    public string? Right { get; init; }

    /// <summary>How grave it is.</summary>
    public ConfigurationSeverity Severity { get; init; }

    /// <summary>What it is compared with: a file or a BMC.</summary>
    public string Reference { get; init; } = "";

    /// <summary>Why one side does not have the setting, if it says so; else null.</summary>
    public string? Note { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Path}: {Right ?? "(none)"} instead of {Left ?? "(none)"}";
}
