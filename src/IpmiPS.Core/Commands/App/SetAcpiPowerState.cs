using IpmiPS.Wire;

namespace IpmiPS.Commands.App;

/// <summary>Set ACPI Power State: informs the controller of the state, without changing the machine's. IPMI 2.0 section 20.6.</summary>
public sealed class SetAcpiPowerState(AcpiSystemState system, AcpiDeviceState device) : IpmiAction(Definition)
{
    /// <summary>The command's definition.</summary>
    public static ActionDefinition<SetAcpiPowerState> Definition { get; } =
        new(NetFn.App, 0x06, "Set ACPI Power State", PrivilegeLevel.Administrator, ReadRequest) { IsIdempotent = true };

    /// <summary>The system's state, or <see cref="AcpiSystemState.NoChange"/>.</summary>
    public AcpiSystemState System { get; } = system;

    /// <summary>The device's state, or <see cref="AcpiDeviceState.NoChange"/>.</summary>
    public AcpiDeviceState Device { get; } = device;

    /// <inheritdoc/>
    public override void WriteRequest(ByteWriter writer)
    {
        // 1, 2: [7] 1b = set, [6:0] state of system and device.
        writer.WriteByte((byte)(System == AcpiSystemState.NoChange ? 0x7F : 0x80 | (byte)System));
        writer.WriteByte((byte)(Device == AcpiDeviceState.NoChange ? 0x7F : 0x80 | (byte)Device));
    }

    /// <summary>Reads the request, as a BMC does.</summary>
    public static SetAcpiPowerState ReadRequest(ByteReader reader)
    {
        byte system = reader.ReadByte();
        byte device = reader.ReadByte();
        return new(
            (system & 0x80) != 0 ? (AcpiSystemState)(system & 0x7F) : AcpiSystemState.NoChange,
            (device & 0x80) != 0 ? (AcpiDeviceState)(device & 0x7F) : AcpiDeviceState.NoChange);
    }
}
