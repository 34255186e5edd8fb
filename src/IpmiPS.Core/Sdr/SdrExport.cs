namespace IpmiPS;

/// <summary>A file with the records of a BMC.</summary>
public sealed class SdrExport
{
    /// <summary>The BMC.</summary>
    public string ComputerName { get; init; } = "";

    /// <summary>The file.</summary>
    public string Path { get; init; } = "";

    /// <summary>Number of records in it.</summary>
    public int Records { get; init; }

    /// <summary>Length of the file in bytes.</summary>
    public int Length { get; init; }
}
