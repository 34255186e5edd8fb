using IpmiPS.Parameters;

namespace IpmiPS.Boot;

/// <summary>The boot flags between their bits and settings, of a BMC of a vendor.</summary>
/// <param name="manufacturerId">The vendor of the BMC; null if it is not known.</param>
internal sealed class BootFlagValues(int? manufacturerId)
{
    public BootDevice Device(BootFlags flags) => BootDeviceVendors.DeviceFor(flags.Selector, flags.Uefi, manufacturerId);

    public static bool ClearCmos(BootFlags flags) => (flags.Data2 & 0x80) != 0;

    public static bool LockKeyboard(BootFlags flags) => (flags.Data2 & 0x40) != 0;

    public static bool BlankScreen(BootFlags flags) => (flags.Data2 & 0x02) != 0;

    public static bool LockResetButton(BootFlags flags) => (flags.Data2 & 0x01) != 0;

    public static bool LockPowerButton(BootFlags flags) => (flags.Data3 & 0x80) != 0;

    public static BootVerbosity Verbosity(BootFlags flags) => (BootVerbosity)(flags.Data3 >> 5 & 0x03);

    public static bool EventTraps(BootFlags flags) => (flags.Data3 & 0x10) != 0;

    public static bool BypassPassword(BootFlags flags) => (flags.Data3 & 0x08) != 0;

    public static bool LockSleepButton(BootFlags flags) => (flags.Data3 & 0x04) != 0;

    public static BootConsoleRedirection ConsoleRedirection(BootFlags flags) => (BootConsoleRedirection)(flags.Data3 & 0x03);

    public static bool SharedMode(BootFlags flags) => (flags.Data4 & 0x08) != 0;

    public static BootMuxControl MuxControl(BootFlags flags) => (BootMuxControl)(flags.Data4 & 0x07);

    /// <summary>The flags with settings. Flags that are not in force count for nothing, unless the settings say whether they are to be.</summary>
    public BootFlags With(BootFlags present, BootSettings s)
    {
        var flags = present.Valid || s.Valid is not null ? present : default;
        bool uefi = s.Uefi ?? flags.Uefi;
        var device = s.Device ?? Device(flags);
        // The instance belonged to the previous device.
        int instance = s.Instance ?? (device == Device(flags) ? flags.Instance : 0);
        var after = new BootFlags(
            Bit(Bit(Bit(flags.Data1, 0x80, s.Valid ?? true), 0x40, s.Persistent), 0x20, uefi),
            Bit(Bit(Bit(Bit(Field(flags.Data2, 0x3C, 2, BootDeviceVendors.SelectorFor(device, uefi, manufacturerId)), 0x80, s.ClearCmos), 0x40, s.LockKeyboard), 0x02, s.BlankScreen), 0x01, s.LockResetButton),
            Bit(Bit(Bit(Bit(Field(Field(flags.Data3, 0x60, 5, (int?)s.Verbosity), 0x03, 0, (int?)s.ConsoleRedirection), 0x80, s.LockPowerButton), 0x10, s.EventTraps), 0x08, s.BypassPassword), 0x04, s.LockSleepButton),
            Bit(Field(flags.Data4, 0x07, 0, (int?)s.MuxControl), 0x08, s.SharedMode),
            Field(flags.Data5, 0x1F, 0, instance));
        // To ask for nothing of a machine that is asked for nothing is no change.
        return !present.Valid && s.Valid is null && after with { Data1 = (byte)(after.Data1 & 0x1F) } == default ? present : after;
    }

    private static byte Bit(byte data, int mask, bool? isSet) => isSet is not { } value ? data : (byte)(value ? data | mask : data & ~mask);

    private static byte Field(byte data, int mask, int shift, int? field) => field is not { } value ? data : (byte)(data & ~mask | value << shift & mask);
}
