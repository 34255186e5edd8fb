namespace IpmiPS.Simulator;

/// <summary>How a virtual BMC sends its alerts.</summary>
public enum AlertFormat
{
    /// <summary>SNMP version 1 trap, as the specification of platform event traps has it.</summary>
    TrapV1,

    /// <summary>SNMP version 2c trap.</summary>
    TrapV2c,

    /// <summary>SNMP version 2c inform, which is repeated until it gets a response.</summary>
    Inform,
}
