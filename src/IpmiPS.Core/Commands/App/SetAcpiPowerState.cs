using IpmiPS.Wire;

namespace IpmiPS.Commands.App;

/// <summary>Set ACPI Power State: tells the controller the state, without changing the machine's. IPMI 2.0 section 20.6.</summary>
public sealed class SetAcpiPowerState(AcpiSystemState system, AcpiDeviceState device) : IpmiAction
{
    /// <summary>The command number.</summary>
    public const byte CommandCode = 0x06;

    /// <summary>The system's state, or <see cref="AcpiSystemState.NoChange"/>.</summary>
    public AcpiSystemState System { get; } = system;

    /// <summary>The device's state, or <see cref="AcpiDeviceState.NoChange"/>.</summary>
    public AcpiDeviceState Device { get; } = device;

    /// <inheritdoc/>
    public override NetFn NetFn => NetFn.App;

    /// <inheritdoc/>
    public override byte Code => CommandCode;

    /// <summary>Tells the BMC what is so; twice tells the same.</summary>
    public override bool IsIdempotent => true;

    /// <inheritdoc/>
    public override PrivilegeLevel Privilege => PrivilegeLevel.Administrator;

    /// <inheritdoc/>
    public override string Name => "Set ACPI Power State";

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
