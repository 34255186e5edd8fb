namespace IpmiPS;

/// <summary>An SDR repository whose records were replaced.</summary>
public sealed class SdrImportResult : ISettingsUpdate
{
    /// <summary>The BMC.</summary>
    public string ComputerName { get; init; } = "";

    /// <summary>Number of records in the repository.</summary>
    public int Records { get; init; }

    /// <summary>Number of records before.</summary>
    public int PreviousRecords { get; init; }

    /// <summary>File with the previous records; null if nothing was changed.</summary>
    public string? BackupPath { get; set; }

    /// <summary>Whether the records were replaced; false if the BMC had them already.</summary>
    public bool Changed { get; init; }

    /// <summary>Whether the records were read back as imported.</summary>
    public bool Verified { get; init; }

    IpmiException? ISettingsUpdate.Difference => null;
}
