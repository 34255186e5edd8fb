using System.Management.Automation;

namespace IpmiPS.Cmdlets;

/// <content>The boot flags: parameter 5.</content>
public sealed partial class SetIpmiBootOptionCommand
{
    /// <summary>The device to boot from; None for no override.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [EnumCell("Device", typeof(BootDevice), IsNullable = true)]
    public BootDevice? Device
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Which of several devices of that kind: 1 to 15 external, 17 to 31 internal; 0 for any. Another device without an instance gets 0.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [NumberCell("Instance", 0, 31, NotGiven)]
    public int Instance
    {
        get;
        set => field = TakeCell(value);
    } = NotGiven;

    /// <summary>For all future boots, instead of only the next one.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BooleanCell("Persistent")]
    public bool? Persistent
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Boot in UEFI mode instead of legacy mode.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BooleanCell("Uefi")]
    public bool? Uefi
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Clear the settings of the BIOS (CMOS) at the next boot. You are asked about it, unless -Force or -Confirm:$false is given.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BooleanCell("ClearCmos")]
    public bool? ClearCmos
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Lock the keyboard.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BooleanCell("LockKeyboard")]
    public bool? LockKeyboard
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Lock out the power button.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BooleanCell("LockPowerButton")]
    public bool? LockPowerButton
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Lock out the reset button.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BooleanCell("LockResetButton")]
    public bool? LockResetButton
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Lock out the sleep button.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BooleanCell("LockSleepButton")]
    public bool? LockSleepButton
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Blank the screen.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BooleanCell("BlankScreen")]
    public bool? BlankScreen
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>How much the BIOS shows: Default, Quiet or Verbose.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [EnumCell("Verbosity", typeof(BootVerbosity), IsNullable = true)]
    public BootVerbosity? Verbosity
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Whether the BIOS redirects its console to a serial port: Default, Skip or Enable.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [EnumCell("ConsoleRedirection", typeof(BootConsoleRedirection), IsNullable = true)]
    public BootConsoleRedirection? ConsoleRedirection
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Send progress events (PET traps) while the machine boots.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BooleanCell("EventTraps")]
    public bool? EventTraps
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Do not ask for the password of the user of the BIOS.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BooleanCell("BypassPassword")]
    public bool? BypassPassword
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>To whom the BIOS gives a shared serial port after the boot: Recommended, Bmc or System.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [EnumCell("MuxControl", typeof(BootMuxControl), IsNullable = true)]
    public BootMuxControl? MuxControl
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Let the BIOS set a serial port to shared mode for this boot.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BooleanCell("SharedMode")]
    public bool? SharedMode
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Whether the boot flags (-Device to -SharedMode) are in force. By default they are if one of them is changed.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BooleanCell("Valid")]
    public bool? Valid
    {
        get;
        set => field = TakeCell(value);
    }
}
