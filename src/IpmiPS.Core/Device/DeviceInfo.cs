using System;
using System.Diagnostics.CodeAnalysis;

namespace IpmiPS;

/// <summary>What a BMC is.</summary>
public sealed class DeviceInfo
{
    /// <summary>The BMC.</summary>
    public string ComputerName { get; init; } = "";

    /// <summary>Device ID, by the manufacturer; 0 is unspecified.</summary>
    public int DeviceId { get; init; }

    /// <summary>Device revision, 0 to 15.</summary>
    public int DeviceRevision { get; init; }

    /// <summary>Firmware version, major and minor, such as "2.40".</summary>
    public string FirmwareVersion { get; init; } = "";

    /// <summary>Four more bytes of firmware version by the manufacturer's own rule, in hexadecimal; null where there are none.</summary>
    public string? AuxiliaryFirmware { get; init; }

    /// <summary>Whether the BMC is being updated or still starting, so that not all of it works.</summary>
    public bool Updating { get; init; }

    /// <summary>The version of IPMI that the BMC speaks.</summary>
    public Version IpmiVersion { get; init; } = new(0, 0);

    /// <summary>IANA enterprise number of the manufacturer.</summary>
    public int ManufacturerId { get; init; }

    /// <summary>The manufacturer's name; "Unknown" with the number where it is none of those known here.</summary>
    public string Manufacturer { get; init; } = "";

    /// <summary>Product ID, by the manufacturer.</summary>
    public int ProductId { get; init; }

    /// <summary>What the controller does.</summary>
    public DeviceFunctions Functions { get; init; }

    /// <summary>Whether the controller has SDRs of its own besides the repository.</summary>
    public bool ProvidesDeviceSdrs { get; init; }

    /// <summary>GUID of the machine, or where the BMC has none, of the BMC; null where it tells neither.</summary>
    [SuppressMessage("Naming", "CA1720", Justification = "What administrators look for by this name.")]
    public Guid? Guid { get; init; }

    /// <summary>The GUID's bytes as they came, in hexadecimal.</summary>
    public string? GuidRaw { get; init; }

    /// <summary>The order that they came in, as far as it can be told.</summary>
    public GuidEncoding GuidEncoding { get; init; }

    /// <summary>Outcome of the BMC's self test in words; null where it did not answer.</summary>
    public string? SelfTest { get; init; }
}
