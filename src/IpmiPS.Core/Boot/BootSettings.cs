using System;

namespace IpmiPS.Boot;

/// <summary>Boot options to set; null keeps one. They are explained at <see cref="BootOption"/>.</summary>
public sealed record BootSettings
{
    /// <summary>Whether the boot flags are in force. Null: they are if one of them is changed.</summary>
    public bool? Valid { get; init; }

    /// <summary>The device to boot from.</summary>
    public BootDevice? Device { get; init; }

    /// <summary>Which of several devices of that kind, 0 to 31.</summary>
    public int? Instance { get; init; }

    /// <summary>For all future boots, rather than the next one.</summary>
    public bool? Persistent { get; init; }

    /// <summary>UEFI boot, rather than legacy.</summary>
    public bool? Uefi { get; init; }

    /// <summary>Clear the settings of the BIOS (CMOS).</summary>
    public bool? ClearCmos { get; init; }

    /// <summary>Lock the keyboard.</summary>
    public bool? LockKeyboard { get; init; }

    /// <summary>Lock out the power button.</summary>
    public bool? LockPowerButton { get; init; }

    /// <summary>Lock out the reset button.</summary>
    public bool? LockResetButton { get; init; }

    /// <summary>Lock out the sleep button.</summary>
    public bool? LockSleepButton { get; init; }

    /// <summary>Blank the screen.</summary>
    public bool? BlankScreen { get; init; }

    /// <summary>How much the BIOS shows.</summary>
    public BootVerbosity? Verbosity { get; init; }

    /// <summary>Whether the BIOS redirects its console to a serial port.</summary>
    public BootConsoleRedirection? ConsoleRedirection { get; init; }

    /// <summary>Send progress events (PET traps) while the machine boots.</summary>
    public bool? EventTraps { get; init; }

    /// <summary>Do not ask for the password of the user of the BIOS.</summary>
    public bool? BypassPassword { get; init; }

    /// <summary>To whom a shared serial port goes after the boot.</summary>
    public BootMuxControl? MuxControl { get; init; }

    /// <summary>Let the BIOS set a serial port to shared mode for this boot.</summary>
    public bool? SharedMode { get; init; }

    /// <summary>What does not clear the boot flags.</summary>
    public BootFlagValidBitClearing? ValidBitClearing { get; init; }

    /// <summary>Who has not yet handled the boot information.</summary>
    public BootInfoParties? NotAcknowledgedBy { get; init; }

    /// <summary>Which service partition to boot, 0 to 255.</summary>
    public int? ServicePartition { get; init; }

    /// <summary>Whether the BIOS is to look for the service partition.</summary>
    public ServicePartitionScan? ServicePartitionScan { get; init; }

    /// <summary>Channel through which the boot is ordered, 0 to 15.</summary>
    public int? InitiatorChannel { get; init; }

    /// <summary>Number of the session that orders the boot.</summary>
    public uint? InitiatorSession { get; init; }

    /// <summary>When the boot is ordered.</summary>
    public DateTimeOffset? InitiatorTime { get; init; }

    /// <summary>The company that defines what is in the mailbox, by its IANA number, 0 to 16777215.</summary>
    public int? MailboxManufacturerId { get; init; }

    /// <summary>The start of the mailbox after the number of the company; the rest stays. Empty for none.</summary>
    public byte[] Mailbox { get; init; } = [];

    /// <summary>Number of a parameter that is set as bytes, 1 to 7 or 96 to 127; null for none.</summary>
    public byte? Parameter { get; init; }

    /// <summary>The bytes of <see cref="Parameter"/>, selectors included.</summary>
    public byte[] Data { get; init; } = [];

    /// <summary>Whether there is nothing to set.</summary>
    public bool IsEmpty => Mailbox.Length == 0 && this == new BootSettings { Data = Data, Mailbox = Mailbox };

    /// <summary>Whether a boot flag is to be set.</summary>
    internal bool HasFlags => this with { ValidBitClearing = null, NotAcknowledgedBy = null, ServicePartition = null, ServicePartitionScan = null, InitiatorChannel = null,
        InitiatorSession = null, InitiatorTime = null, MailboxManufacturerId = null, Parameter = null } != new BootSettings { Data = Data, Mailbox = Mailbox };

    /// <summary>Whether something besides bytes is to be set.</summary>
    internal bool IsTyped => !(this with { Parameter = null }).IsEmpty;
}
