using IpmiPS.Wire;

namespace IpmiPS.Commands.App;

/// <summary>Get ACPI Power State, as last set on the controller. IPMI 2.0 section 20.7.</summary>
public sealed class GetAcpiPowerState() : IpmiCommand<AcpiPowerState>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<GetAcpiPowerState, AcpiPowerState> Definition { get; } =
        new(NetFn.App, 0x07, "Get ACPI Power State", PrivilegeLevel.User, static _ => new(), static (writer, response) => response.Write(writer));

    /// <inheritdoc/>
    public override AcpiPowerState ReadResponse(ByteReader reader) => AcpiPowerState.Read(reader);
}

/// <summary>ACPI power states of system and device. IPMI 2.0 section 20.7, table 20-8.</summary>
/// <param name="System">State of the system.</param>
/// <param name="Device">State of the device.</param>
public readonly record struct AcpiPowerState(AcpiSystemState System, AcpiDeviceState Device)
{
    /// <summary>Reads the response; bit 7 of each byte is reserved.</summary>
    public static AcpiPowerState Read(ByteReader reader) => new((AcpiSystemState)(reader.ReadByte() & 0x7F), (AcpiDeviceState)(reader.ReadByte() & 0x7F));

    /// <summary>Writes the response, as a BMC does.</summary>
    public void Write(ByteWriter writer)
    {
        writer.WriteByte((byte)System);
        writer.WriteByte((byte)Device);
    }
}

/// <summary>ACPI system power states. IPMI 2.0 section 20.6, table 20-7.</summary>
public enum AcpiSystemState : byte
{
    /// <summary>S0: working.</summary>
    S0 = 0x00,

    /// <summary>S1: hardware context kept.</summary>
    S1 = 0x01,

    /// <summary>S2: clocks stopped, processor context lost.</summary>
    S2 = 0x02,

    /// <summary>S3: suspended to memory.</summary>
    S3 = 0x03,

    /// <summary>S4: suspended to disk.</summary>
    S4 = 0x04,

    /// <summary>S5: soft off.</summary>
    S5 = 0x05,

    /// <summary>S4 or S5.</summary>
    S4OrS5 = 0x06,

    /// <summary>G3: mechanical off.</summary>
    G3 = 0x07,

    /// <summary>Sleeping, one of S1 to S3.</summary>
    Sleeping = 0x08,

    /// <summary>Sleeping, one of S1 to S4.</summary>
    G1 = 0x09,

    /// <summary>S5 by override.</summary>
    Override = 0x0A,

    /// <summary>On, on a system without ACPI.</summary>
    LegacyOn = 0x20,

    /// <summary>Off, on a system without ACPI.</summary>
    LegacyOff = 0x21,

    /// <summary>Not known.</summary>
    Unknown = 0x2A,

    /// <summary>In a set request: no change.</summary>
    NoChange = 0x7F,
}

/// <summary>ACPI device power states. IPMI 2.0 section 20.6, table 20-7.</summary>
public enum AcpiDeviceState : byte
{
    /// <summary>D0: fully on.</summary>
    D0 = 0x00,

    /// <summary>D1.</summary>
    D1 = 0x01,

    /// <summary>D2.</summary>
    D2 = 0x02,

    /// <summary>D3: off.</summary>
    D3 = 0x03,

    /// <summary>Not known.</summary>
    Unknown = 0x2A,

    /// <summary>In a set request: no change.</summary>
    NoChange = 0x7F,
}
