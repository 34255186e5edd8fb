namespace IpmiPS;

/// <summary>A file with the content of a FRU device.</summary>
public sealed class FruImageFile
{
    /// <summary>Name of the BMC, as specified by the caller.</summary>
    public string ComputerName { get; init; } = "";

    /// <summary>FRU device ID.</summary>
    public int Id { get; init; }

    /// <summary>The device's name in the SDR; null if that was not read, or does not name it.</summary>
    public string? Name { get; init; }

    /// <summary>Slave address of the controller that has the device; 20h is the BMC.</summary>
    public byte DeviceAddress { get; init; } = 0x20;

    /// <summary>Size of the device in bytes.</summary>
    public int Size { get; init; }

    /// <summary>The file.</summary>
    public string Path { get; init; } = "";

    /// <inheritdoc/>
    public override string ToString() => Path;
}
