namespace IpmiPS.Sdr;

/// <summary>Entity ID codes: the kind of component that a sensor or FRU belongs to. IPMI 2.0 section 43.14, table 43-13.</summary>
public static class EntityIds
{
    private static readonly string?[] Standard =
    [
        /* 00h */ "Unspecified", "Other", "Unknown", "Processor", "Disk or Disk Bay", "Peripheral Bay", "System Management Module", "System Board",
        /* 08h */ "Memory Module", "Processor Module", "Power Supply", "Add-in Card", "Front Panel Board", "Back Panel Board", "Power System Board", "Drive Backplane",
        /* 10h */ "System Internal Expansion Board", "Other System Board", "Processor Board", "Power Unit", "Power Module", "Power Management", "Chassis Back Panel Board", "System Chassis",
        /* 18h */ "Sub-chassis", "Other Chassis Board", "Disk Drive Bay", "Peripheral Bay", "Device Bay", "Fan", "Cooling Unit", "Cable/Interconnect",
        /* 20h */ "Memory Device", "System Management Software", "System Firmware", "Operating System", "System Bus", "Group", "Remote Management Device", "External Environment",
        /* 28h */ "Battery", "Processing Blade", "Connectivity Switch", "Processor/Memory Module", "I/O Module", "Processor/IO Module", "Management Controller Firmware", "IPMI Channel",
        /* 30h */ "PCI Bus", "PCI Express Bus", "SCSI Bus", "SATA/SAS Bus", "Processor/Front-side Bus", "Real Time Clock", null, "Air Inlet",
        /* 38h */ null, null, null, null, null, null, null, null,
        /* 40h */ "Air Inlet", "Processor", "Baseboard",
    ];

    /// <summary>The name of an entity ID; for codes that the specification does not define, the range with the code.</summary>
    public static string Describe(byte id) => id switch
    {
        _ when id < Standard.Length && Standard[id] is { } name => name,
        >= 0x90 and <= 0xAF => $"Chassis-specific ({id:X2}h)",
        >= 0xB0 and <= 0xCF => $"Board-set-specific ({id:X2}h)",
        >= 0xD0 => $"OEM ({id:X2}h)",
        _ => $"Reserved ({id:X2}h)",
    };
}
