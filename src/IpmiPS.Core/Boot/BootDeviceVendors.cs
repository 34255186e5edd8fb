using System.Linq;
using IpmiPS.Oem;

namespace IpmiPS.Boot;

/// <summary>Boot devices as the BMC's vendor encodes them.</summary>
internal static class BootDeviceVendors
{
    /// <summary>Whether the selector for a device depends on the vendor.</summary>
    public static bool DependsOnVendor(BootDevice device, bool uefi) => OemProfiles.All.Any(profile => profile.EncodeBootSelector((byte)device, uefi) != (byte)device);

    /// <summary>Whether the meaning of a selector depends on the vendor.</summary>
    public static bool DependsOnVendor(byte selector, bool uefi) => OemProfiles.All.Any(profile => profile.DecodeBootSelector(selector, uefi) != selector);

    /// <summary>The selector for a device.</summary>
    public static byte SelectorFor(BootDevice device, bool uefi, int? manufacturerId) => Of(manufacturerId).EncodeBootSelector((byte)device, uefi);

    /// <summary>The device that a selector stands for.</summary>
    public static BootDevice DeviceFor(byte selector, bool uefi, int? manufacturerId) => (BootDevice)Of(manufacturerId).DecodeBootSelector(selector, uefi);

    private static OemProfile Of(int? manufacturerId) => manufacturerId is { } id ? OemProfiles.Find(id, 0) : OemProfiles.Standard;
}
