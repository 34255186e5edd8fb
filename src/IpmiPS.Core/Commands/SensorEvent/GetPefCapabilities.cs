using System;
using IpmiPS.Wire;

namespace IpmiPS.Commands.SensorEvent;

/// <summary>Get PEF Capabilities: what platform event filtering can do. IPMI 2.0 section 30.1.</summary>
public sealed class GetPefCapabilities() : IpmiCommand<PefCapabilities>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<GetPefCapabilities, PefCapabilities> Definition { get; } =
        new(NetFn.SensorEvent, 0x10, "Get PEF Capabilities", PrivilegeLevel.User, static _ => new(), static (writer, response) => response.Write(writer));

    /// <inheritdoc/>
    public override PefCapabilities ReadResponse(ByteReader reader) => PefCapabilities.Read(reader);
}

/// <summary>Actions of platform event filtering. IPMI 2.0 table 30-2.</summary>
[Flags]
public enum PefActions : byte
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Send an alert.</summary>
    Alert = 0x01,

    /// <summary>Power off.</summary>
    PowerOff = 0x02,

    /// <summary>Reset.</summary>
    Reset = 0x04,

    /// <summary>Power cycle.</summary>
    PowerCycle = 0x08,

    /// <summary>The vendor's action.</summary>
    Oem = 0x10,

    /// <summary>Diagnostic interrupt (NMI).</summary>
    DiagnosticInterrupt = 0x20,

    /// <summary>Group control over ICMB; in filters only.</summary>
    GroupControl = 0x40,
}

/// <summary>What platform event filtering can do. IPMI 2.0 section 30.1, table 30-2.</summary>
/// <param name="VersionByte">Version, BCD with the least significant digit in [7:4]: 51h is 1.5.</param>
/// <param name="Actions">The actions that the BMC supports.</param>
/// <param name="FiltersOemRecords">Whether OEM records of the event log are filtered too.</param>
/// <param name="FilterCount">Number of event filters.</param>
public readonly record struct PefCapabilities(byte VersionByte, PefActions Actions, bool FiltersOemRecords, byte FilterCount)
{
    private const byte ActionBits = 0x3F, OemRecordBit = 0x80;

    /// <summary>Reads the response: version; [7] OEM event record filtering, [5:0] actions; number of filters.</summary>
    public static PefCapabilities Read(ByteReader reader)
    {
        byte version = reader.ReadByte(), actions = reader.ReadByte();
        return new(version, (PefActions)(actions & ActionBits), (actions & OemRecordBit) != 0, reader.ReadByte());
    }

    /// <summary>Writes the response, as a BMC does.</summary>
    public void Write(ByteWriter writer)
    {
        writer.WriteByte(VersionByte);
        writer.WriteByte((byte)((byte)Actions & ActionBits | (FiltersOemRecords ? OemRecordBit : 0)));
        writer.WriteByte(FilterCount);
    }
}
