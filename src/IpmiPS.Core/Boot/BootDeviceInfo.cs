using System;
using System.Collections.Generic;
using IpmiPS.Parameters;
using IpmiPS.Wire;

namespace IpmiPS;

/// <summary>The boot device that a BMC holds for its machine. IPMI 2.0 section 28.13, table 28-14, parameter 5.</summary>
public sealed class BootDeviceInfo
{
    /// <summary>The BMC.</summary>
    public string ComputerName { get; init; } = "";

    /// <summary>The device.</summary>
    public BootDevice Device { get; init; }

    /// <summary>For all future boots, rather than the next one.</summary>
    public bool Persistent { get; init; }

    /// <summary>UEFI boot, rather than legacy.</summary>
    public bool Uefi { get; init; }

    /// <summary>Whether the flags are in force. The BMC clears this once they were used, and by default after 60 seconds.</summary>
    public bool Valid { get; init; }

    /// <summary>Which of several devices of that kind: 1 to 15 external, 17 to 31 internal; 0 for any.</summary>
    public int Instance { get; init; }

    /// <summary>Whether the parameter is marked invalid or locked.</summary>
    public bool Locked { get; init; }

    /// <summary>Other options of the boot, such as "ClearCmos".</summary>
    public string[] Options { get; init; } = [];

    /// <summary>A note on the result; null if there is none.</summary>
    public string? Note { get; init; }

    /// <summary>The five bytes as read, in hexadecimal.</summary>
    public string Raw { get; init; } = "";

    internal static BootDeviceInfo From(string computerName, BootFlags flags, BootDevice device, bool locked, string? note) => new()
    {
        ComputerName = computerName,
        Device = device,
        Persistent = flags.Persistent,
        Uefi = flags.Uefi,
        Valid = flags.Valid,
        Instance = flags.Instance,
        Locked = locked,
        Options = Describe(flags),
        Note = note,
        Raw = Hex.Format(flags.ToArray(), " "),
    };

    private static string[] Describe(BootFlags flags)
    {
        var options = new List<string>();
        void Add(int value, int mask, int wanted, string name)
        {
            if ((value & mask) == wanted)
                options.Add(name);
        }

        Add(flags.Data2, 0x80, 0x80, "ClearCmos");
        Add(flags.Data2, 0x40, 0x40, "LockKeyboard");
        Add(flags.Data2, 0x02, 0x02, "BlankScreen");
        Add(flags.Data2, 0x01, 0x01, "LockResetButton");
        Add(flags.Data3, 0x80, 0x80, "LockPowerButton");
        Add(flags.Data3, 0x60, 0x20, "Quiet");
        Add(flags.Data3, 0x60, 0x40, "Verbose");
        Add(flags.Data3, 0x10, 0x10, "ProgressTraps");
        Add(flags.Data3, 0x08, 0x08, "BypassPassword");
        Add(flags.Data3, 0x04, 0x04, "LockSleepButton");
        Add(flags.Data3, 0x03, 0x01, "SkipConsoleRedirection");
        Add(flags.Data3, 0x03, 0x02, "ConsoleRedirection");
        Add(flags.Data4, 0x08, 0x08, "SharedMode");
        Add(flags.Data4, 0x07, 0x01, "MuxToBmc");
        Add(flags.Data4, 0x07, 0x02, "MuxToSystem");
        return [.. options];
    }
}
