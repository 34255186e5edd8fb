using IpmiPS.Device;

namespace IpmiPS.Boot;

/// <summary>Where a vendor's BIOS understands a selector otherwise than the specification.</summary>
internal static class BootDeviceVendors
{
    /// <summary>Selector that Supermicro's UEFI takes for the hard disk; the specification has it for remote media.</summary>
    private const byte SupermicroUefiDisk = 9;

    /// <summary>Whether the selector for a device depends on the vendor.</summary>
    public static bool DependsOnVendor(BootDevice device, bool uefi) => uefi && device == BootDevice.Disk;

    /// <summary>Whether the meaning of a selector that was read depends on the vendor.</summary>
    public static bool DependsOnVendor(byte selector, bool uefi) => uefi && selector == SupermicroUefiDisk;

    /// <summary>The selector for a device.</summary>
    public static byte SelectorFor(BootDevice device, bool uefi, int? manufacturerId) =>
        DependsOnVendor(device, uefi) && IsSupermicro(manufacturerId) ? SupermicroUefiDisk : (byte)device;

    /// <summary>The device that a selector means.</summary>
    public static BootDevice DeviceFor(byte selector, bool uefi, int? manufacturerId) =>
        DependsOnVendor(selector, uefi) && IsSupermicro(manufacturerId) ? BootDevice.Disk : (BootDevice)selector;

    private static bool IsSupermicro(int? manufacturerId) => manufacturerId is { } id && Manufacturers.Canonical(id) == Manufacturers.Supermicro;
}
