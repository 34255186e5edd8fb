namespace IpmiPS;

/// <summary>An event that was sent to a BMC.</summary>
public sealed class SentEvent
{
    /// <summary>Name of the BMC, as specified by the caller.</summary>
    public string ComputerName { get; init; } = "";

    /// <summary>The sensor's name; null if the SDR does not have the sensor, or was not read.</summary>
    public string? SensorName { get; init; }

    /// <summary>Sensor type by name.</summary>
    public string SensorType { get; init; } = "";

    /// <summary>The sensor's number.</summary>
    public int SensorNumber { get; init; }

    /// <summary>What happened, in the words of the specification.</summary>
    public string Event { get; init; } = "";

    /// <summary>Whether the state began or ended.</summary>
    public EventDirection Direction { get; init; }

    /// <summary>ID of the entry that the BMC logged for it; null if the newest entry of the log is another one.</summary>
    public int? Id { get; init; }

    /// <summary>The seven bytes of the event.</summary>
    public ByteString Raw { get; init; } = new([]);

    /// <inheritdoc/>
    public override string ToString() => $"{ComputerName}: {SensorType} {Event}";
}
