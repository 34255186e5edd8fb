namespace IpmiPS;

/// <summary>
/// What a machine boots from next. The values are the boot device selectors of IPMI 2.0 section 28.13, table 28-14, data 2.
/// A selector that the specification reserves is shown as its number.
/// </summary>
public enum BootDevice : byte
{
    /// <summary>No override: the BIOS boots in its own order.</summary>
    None = 0,

    /// <summary>Network (PXE).</summary>
    Pxe = 1,

    /// <summary>Default hard disk.</summary>
    Disk = 2,

    /// <summary>Default hard disk in safe mode.</summary>
    SafeDisk = 3,

    /// <summary>Diagnostic partition.</summary>
    Diagnostic = 4,

    /// <summary>CD or DVD.</summary>
    Cdrom = 5,

    /// <summary>BIOS set-up.</summary>
    Bios = 6,

    /// <summary>Floppy or removable media redirected over the network.</summary>
    RemoteFloppy = 7,

    /// <summary>CD or DVD redirected over the network.</summary>
    RemoteCdrom = 8,

    /// <summary>Primary remote media.</summary>
    RemoteMedia = 9,

    /// <summary>Hard disk redirected over the network.</summary>
    RemoteDisk = 11,

    /// <summary>Floppy or primary removable media.</summary>
    Floppy = 15,
}
