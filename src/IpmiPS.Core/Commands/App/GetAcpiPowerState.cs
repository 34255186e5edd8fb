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
