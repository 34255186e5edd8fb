using IpmiPS.Sel;

namespace IpmiPS;

/// <summary>A saved event log.</summary>
public sealed class SelExport
{
    /// <summary>Name of the BMC, as specified by the caller.</summary>
    public string ComputerName { get; init; } = "";

    /// <summary>Full path of the file.</summary>
    public string Path { get; init; } = "";

    /// <summary>Format of the file.</summary>
    public SavedLogFormat Format { get; init; }

    /// <summary>Number of entries in the file.</summary>
    public int Entries { get; init; }

    /// <summary>Number of sensor data records in the file.</summary>
    public int SensorRecords { get; init; }
}
