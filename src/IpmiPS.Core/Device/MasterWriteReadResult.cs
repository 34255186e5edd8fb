using IpmiPS.Wire;

namespace IpmiPS;

/// <summary>What was read from a device on a bus behind a BMC. IPMI 2.0 section 22.11.</summary>
public sealed class MasterWriteReadResult
{
    /// <summary>The BMC.</summary>
    public string ComputerName { get; init; } = "";

    /// <summary>Channel of the bus.</summary>
    public int Channel { get; init; }

    /// <summary>Number of the bus.</summary>
    public int Bus { get; init; }

    /// <summary>Whether the bus is private to the BMC.</summary>
    public bool Private { get; init; }

    /// <summary>Slave address in its 8-bit form.</summary>
    public byte SlaveAddress { get; init; }

    /// <summary>The bytes that were written.</summary>
    public ByteString Written { get; init; } = new([]);

    /// <summary>The bytes that were read.</summary>
    public ByteString Data { get; init; } = new([]);
}
