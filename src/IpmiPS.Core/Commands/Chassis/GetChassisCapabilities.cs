using IpmiPS.Wire;

namespace IpmiPS.Commands.Chassis;

/// <summary>Get Chassis Capabilities. IPMI 2.0 section 28.1.</summary>
public sealed class GetChassisCapabilities() : IpmiCommand<ChassisCapabilities>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<GetChassisCapabilities, ChassisCapabilities> Definition { get; } =
        new(NetFn.Chassis, 0x00, "Get Chassis Capabilities", PrivilegeLevel.User, static _ => new(), static (writer, response) => response.Write(writer));

    /// <inheritdoc/>
    public override ChassisCapabilities ReadResponse(ByteReader reader) => ChassisCapabilities.Read(reader);
}

/// <summary>What the chassis can report, and the IPMB addresses of its functions. IPMI 2.0 section 28.1, table 28-2.</summary>
public sealed record ChassisCapabilities
{
    /// <summary>The flags that Set Chassis Capabilities can change.</summary>
    public const byte SettableFlags = 0x03;

    /// <summary>Byte 2: bit 0 intrusion sensor, 1 front-panel lock-out, 2 diagnostic interrupt, 3 power interlock.</summary>
    public byte Flags { get; init; }

    /// <summary>Address of the chassis FRU device; 00h where unspecified.</summary>
    public byte FruDeviceAddress { get; init; }

    /// <summary>Address of the chassis SDR device.</summary>
    public byte SdrDeviceAddress { get; init; }

    /// <summary>Address of the chassis SEL device.</summary>
    public byte SelDeviceAddress { get; init; }

    /// <summary>Address of the chassis system management device.</summary>
    public byte SystemManagementDeviceAddress { get; init; }

    /// <summary>Address of the ICMB bridge; null if omitted, which means the BMC's own address.</summary>
    public byte? BridgeDeviceAddress { get; init; }

    /// <summary>Whether there is an intrusion sensor.</summary>
    public bool HasIntrusionSensor => (Flags & 0x01) != 0;

    /// <summary>Whether the front panel can be locked out.</summary>
    public bool HasFrontPanelLockout => (Flags & 0x02) != 0;

    /// <summary>Whether there is a diagnostic interrupt.</summary>
    public bool HasDiagnosticInterrupt => (Flags & 0x04) != 0;

    /// <summary>Whether there is a power interlock.</summary>
    public bool HasPowerInterlock => (Flags & 0x08) != 0;

    /// <summary>Reads the response: flags, FRU, SDR, SEL, SM addresses, [bridge address].</summary>
    public static ChassisCapabilities Read(ByteReader reader) => new()
    {
        Flags = reader.ReadByte(),
        FruDeviceAddress = reader.ReadByte(),
        SdrDeviceAddress = reader.ReadByte(),
        SelDeviceAddress = reader.ReadByte(),
        SystemManagementDeviceAddress = reader.ReadByte(),
        BridgeDeviceAddress = reader.IsAtEnd ? null : reader.ReadByte(),
    };

    /// <summary>Writes the response, as a BMC does.</summary>
    public void Write(ByteWriter writer)
    {
        writer.WriteByte(Flags);
        writer.WriteByte(FruDeviceAddress);
        writer.WriteByte(SdrDeviceAddress);
        writer.WriteByte(SelDeviceAddress);
        writer.WriteByte(SystemManagementDeviceAddress);
        if (BridgeDeviceAddress is { } bridge)
            writer.WriteByte(bridge);
    }
}
