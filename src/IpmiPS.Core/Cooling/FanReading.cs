namespace IpmiPS;

/// <summary>A fan of a machine, and how the fans are controlled. What the BMC does not report is null.</summary>
public sealed class FanReading
{
    /// <summary>The BMC.</summary>
    public string ComputerName { get; init; } = "";

    /// <summary>Name of the fan's sensor.</summary>
    public string Name { get; init; } = "";

    /// <summary>Its speed in <see cref="Unit"/>; null if there is no reading.</summary>
    public double? Value { get; init; }

    /// <summary>RPM, or % on some machines.</summary>
    public string? Unit { get; init; }

    /// <summary>How serious its state is.</summary>
    public SensorHealth Health { get; init; }

    /// <summary>Whether the BMC controls the fans of the machine; null if it does not report it.</summary>
    public bool? Automatic { get; init; }

    /// <summary>Duty that is set for the fans of the machine, in percent; null if the BMC controls them or does not report it.</summary>
    public int? Percent { get; init; }

    /// <summary>Whether Set-IpmiFan knows how the fans of this maker are controlled.</summary>
    public bool IsControllable { get; init; }

    /// <summary>Why properties are null.</summary>
    public string[] Notes { get; init; } = [];
}
