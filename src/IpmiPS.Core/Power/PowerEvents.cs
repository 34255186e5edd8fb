using System;

namespace IpmiPS;

/// <summary>How the machine's power last changed. Byte 3 of IPMI 2.0 section 28.2.</summary>
[Flags]
public enum PowerEvents : byte
{
    /// <summary>The BMC reports no cause.</summary>
    None = 0,

    /// <summary>AC failed.</summary>
    AcFailed = 0x01,

    /// <summary>It was turned off by an overload.</summary>
    Overload = 0x02,

    /// <summary>It was turned off because a panel was opened.</summary>
    Interlock = 0x04,

    /// <summary>It was turned off by a power fault.</summary>
    PowerFault = 0x08,

    /// <summary>It was turned on by an IPMI command.</summary>
    Command = 0x10,
}
