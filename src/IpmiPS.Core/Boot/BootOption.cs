using System;

namespace IpmiPS;

/// <summary>The boot options of a machine, as its BMC keeps them. What the BMC does not report is null, with the reason in <see cref="Notes"/>. IPMI 2.0 section 28.13, table 28-14.</summary>
public class BootOption
{
    /// <summary>Name of the BMC, as specified by the caller.</summary>
    public string ComputerName { get; internal set; } = "";

    /// <summary>Whether the boot flags are in force: Device to SharedMode. The BMC clears this once they were used; see <see cref="ValidBitClearing"/>.</summary>
    public bool? Valid { get; internal set; }

    /// <summary>The device to boot from.</summary>
    public BootDevice? Device { get; internal set; }

    /// <summary>Which of several devices of that kind: 1 to 15 external, 17 to 31 internal; 0 for any.</summary>
    public int? Instance { get; internal set; }

    /// <summary>For all future boots, rather than the next one.</summary>
    public bool? Persistent { get; internal set; }

    /// <summary>UEFI boot, rather than legacy.</summary>
    public bool? Uefi { get; internal set; }

    /// <summary>Clear the settings of the BIOS (CMOS).</summary>
    public bool? ClearCmos { get; internal set; }

    /// <summary>Lock the keyboard.</summary>
    public bool? LockKeyboard { get; internal set; }

    /// <summary>Lock out the power button.</summary>
    public bool? LockPowerButton { get; internal set; }

    /// <summary>Lock out the reset button.</summary>
    public bool? LockResetButton { get; internal set; }

    /// <summary>Lock out the sleep button.</summary>
    public bool? LockSleepButton { get; internal set; }

    /// <summary>Blank the screen.</summary>
    public bool? BlankScreen { get; internal set; }

    /// <summary>How much the BIOS shows.</summary>
    public BootVerbosity? Verbosity { get; internal set; }

    /// <summary>Whether the BIOS redirects its console to a serial port.</summary>
    public BootConsoleRedirection? ConsoleRedirection { get; internal set; }

    /// <summary>Send progress events (PET traps) while the machine boots.</summary>
    public bool? EventTraps { get; internal set; }

    /// <summary>Do not ask for the password of the user of the BIOS.</summary>
    public bool? BypassPassword { get; internal set; }

    /// <summary>To whom a shared serial port goes after the boot.</summary>
    public BootMuxControl? MuxControl { get; internal set; }

    /// <summary>Let the BIOS set a serial port to shared mode for this boot.</summary>
    public bool? SharedMode { get; internal set; }

    /// <summary>What does not clear the boot flags. By default the BMC clears them 60 seconds after they were set, and on resets and power-ups that it did not order.</summary>
    public BootFlagValidBitClearing? ValidBitClearing { get; internal set; }

    /// <summary>Who has not yet handled the boot information.</summary>
    public BootInfoParties? NotAcknowledgedBy { get; internal set; }

    /// <summary>Which service partition to boot, 1 to 255; 0 for none in particular.</summary>
    public int? ServicePartition { get; internal set; }

    /// <summary>Whether the BIOS is to look for the service partition, and has found it.</summary>
    public ServicePartitionScan? ServicePartitionScan { get; internal set; }

    /// <summary>Channel through which the boot was ordered, 0 to 15.</summary>
    public int? InitiatorChannel { get; internal set; }

    /// <summary>Number of the session that ordered the boot.</summary>
    public uint? InitiatorSession { get; internal set; }

    /// <summary>When the boot was ordered; null if the BMC has no time of it.</summary>
    public DateTimeOffset? InitiatorTime { get; internal set; }

    /// <summary>The company that defines what is in the mailbox, by its IANA number; 0 if none is set.</summary>
    public int? MailboxManufacturerId { get; internal set; }

    /// <summary>The mailbox without the number of the company: 13 bytes of block 0, and 16 of each other block.</summary>
    public ByteString? Mailbox { get; internal set; }

    /// <summary>Whether a party has announced a change and not yet ended it.</summary>
    public bool? SetInProgress { get; internal set; }

    /// <summary>Names of the parameters that are marked invalid or locked.</summary>
    public string[] Locked { get; internal set; } = [];

    /// <summary>Why properties are null.</summary>
    public string[] Notes { get; internal set; } = [];
}

/// <summary>The boot options of a machine after a change, as read back.</summary>
public sealed class BootOptionUpdate : BootOption, ISettingsUpdate
{
    /// <summary>The settings that were changed, with old and new values.</summary>
    public string[] Changes { get; internal set; } = [];

    /// <summary>Whether something was changed; false if everything was as requested already.</summary>
    public bool Changed { get; internal set; }

    /// <summary>Whether all settings were read back as requested.</summary>
    public bool Verified { get; internal set; }

    IpmiException? ISettingsUpdate.Difference => null;
}

/// <summary>A boot option as bytes.</summary>
public sealed class BootParameter
{
    /// <summary>Name of the BMC, as specified by the caller.</summary>
    public string ComputerName { get; init; } = "";

    /// <summary>Number of the parameter, 0 to 127.</summary>
    public int Parameter { get; init; }

    /// <summary>The specification's name; null for a parameter of the vendor.</summary>
    public string? Name { get; init; }

    /// <summary>Whether the parameter is marked invalid or locked.</summary>
    public bool Locked { get; init; }

    /// <summary>The data, selectors included.</summary>
    public ByteString Data { get; init; } = new([]);
}
