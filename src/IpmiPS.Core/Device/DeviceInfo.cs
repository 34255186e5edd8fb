using System;
using System.Diagnostics.CodeAnalysis;

namespace IpmiPS;

/// <summary>Identification of a BMC.</summary>
public sealed class DeviceInfo
{
    /// <summary>Name of the BMC, as specified by the caller.</summary>
    public string ComputerName { get; init; } = "";

    /// <summary>Device ID, assigned by the manufacturer; 0 is unspecified.</summary>
    public int DeviceId { get; init; }

    /// <summary>Device revision, 0 to 15.</summary>
    public int DeviceRevision { get; init; }

    /// <summary>Firmware version, major and minor, such as "2.40".</summary>
    public string FirmwareVersion { get; init; } = "";

    /// <summary>Auxiliary firmware revision, 4 bytes in hexadecimal; their meaning depends on the manufacturer. Null if there is none.</summary>
    public string? AuxiliaryFirmware { get; init; }

    /// <summary>Whether the BMC is being updated or initialised, so that some commands may not work.</summary>
    public bool Updating { get; init; }

    /// <summary>IPMI version of the BMC.</summary>
    public Version IpmiVersion { get; init; } = new(0, 0);

    /// <summary>IANA enterprise number of the manufacturer.</summary>
    public int ManufacturerId { get; init; }

    /// <summary>The manufacturer's name; "Unknown" with the number if it is not known.</summary>
    public string Manufacturer { get; init; } = "";

    /// <summary>Product ID, assigned by the manufacturer.</summary>
    public int ProductId { get; init; }

    /// <summary>Functions of the controller.</summary>
    public DeviceFunctions Functions { get; init; }

    /// <summary>Whether the controller has device SDRs.</summary>
    public bool ProvidesDeviceSdrs { get; init; }

    /// <summary>GUID of the system; that of the BMC if the system has none. Null if there is neither.</summary>
    [SuppressMessage("Naming", "CA1720", Justification = "The name that administrators expect.")]
    public Guid? Guid { get; init; }

    /// <summary>The GUID's bytes as received, in hexadecimal.</summary>
    public string? GuidRaw { get; init; }

    /// <summary>Byte order of the GUID, as far as it can be determined.</summary>
    public GuidEncoding GuidEncoding { get; init; }

    /// <summary>Result of the BMC's self-test; null if it did not respond.</summary>
    public string? SelfTest { get; init; }
}
