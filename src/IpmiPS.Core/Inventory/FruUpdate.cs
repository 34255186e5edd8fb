namespace IpmiPS;

/// <summary>A FRU device after its content was changed, as read back.</summary>
public sealed class FruUpdate : ISettingsUpdate
{
    /// <summary>Name of the BMC, as specified by the caller.</summary>
    public string ComputerName { get; init; } = "";

    /// <summary>FRU device ID.</summary>
    public int Id { get; init; }

    /// <summary>The device's name in the SDR; null if that was not read, or does not name it.</summary>
    public string? Name { get; init; }

    /// <summary>Slave address of the controller that has the device; 20h is the BMC.</summary>
    public byte DeviceAddress { get; init; } = 0x20;

    /// <summary>Manufacturer of the product, or of the board if the product area has none.</summary>
    public string? Manufacturer { get; init; }

    /// <summary>The product's name, or the board's.</summary>
    public string? Model { get; init; }

    /// <summary>The product's serial number, or the board's.</summary>
    public string? Serial { get; init; }

    /// <summary>The owner's asset tag.</summary>
    public string? ProductAssetTag { get; init; }

    /// <summary>The fields that were changed, with old and new values, and the areas that were moved or added.</summary>
    public string[] Changes { get; init; } = [];

    /// <summary>Bytes that were written; 0 if nothing had to be.</summary>
    public int BytesWritten { get; init; }

    /// <summary>The file with the content before the change; null if nothing was written.</summary>
    public string? BackupPath { get; init; }

    /// <summary>Whether something was changed; false if everything was as requested already.</summary>
    public bool Changed { get; init; }

    /// <summary>Whether the content was read back as it was written.</summary>
    public bool Verified { get; init; }

    IpmiException? ISettingsUpdate.Difference => null;
}
