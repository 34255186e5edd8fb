using IpmiPS.Device;

namespace IpmiPS.Boot;

/// <summary>Boot device selectors that a vendor's BIOS interprets differently than the specification.</summary>
internal static class BootDeviceVendors
{
    /// <summary>Hard disk for Supermicro's UEFI; remote media in the specification.</summary>
    private const byte SupermicroUefiDisk = 9;

    /// <summary>Whether the selector for a device depends on the vendor.</summary>
    public static bool DependsOnVendor(BootDevice device, bool uefi) => uefi && device == BootDevice.Disk;

    /// <summary>Whether the meaning of a selector that was read depends on the vendor.</summary>
    public static bool DependsOnVendor(byte selector, bool uefi) => uefi && selector == SupermicroUefiDisk;

    /// <summary>The selector for a device.</summary>
    public static byte SelectorFor(BootDevice device, bool uefi, int? manufacturerId) =>
        DependsOnVendor(device, uefi) && IsSupermicro(manufacturerId) ? SupermicroUefiDisk : (byte)device;

    /// <summary>The device for a selector.</summary>
    public static BootDevice DeviceFor(byte selector, bool uefi, int? manufacturerId) =>
        DependsOnVendor(selector, uefi) && IsSupermicro(manufacturerId) ? BootDevice.Disk : (BootDevice)selector;

    private static bool IsSupermicro(int? manufacturerId) => manufacturerId is { } id && Manufacturers.Canonical(id) == Manufacturers.Supermicro;
}
