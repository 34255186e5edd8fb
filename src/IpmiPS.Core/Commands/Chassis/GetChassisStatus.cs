using IpmiPS.Wire;

namespace IpmiPS.Commands.Chassis;

/// <summary>Get Chassis Status. IPMI 2.0 section 28.2.</summary>
public sealed class GetChassisStatus() : IpmiCommand<ChassisStatus>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<GetChassisStatus, ChassisStatus> Definition { get; } =
        new(NetFn.Chassis, 0x01, "Get Chassis Status", PrivilegeLevel.User, static _ => new(), static (writer, response) => response.Write(writer));

    /// <inheritdoc/>
    public override ChassisStatus ReadResponse(ByteReader reader) => ChassisStatus.Read(reader);
}

/// <summary>What the BMC says of the machine's power. IPMI 2.0 section 28.2, table 28-3.</summary>
public sealed record ChassisStatus
{
    /// <summary>Byte 2: bit 0 power on, 1 overload, 2 interlock, 3 fault, 4 control fault, 6:5 restore policy.</summary>
    public byte PowerState { get; init; }

    /// <summary>Byte 3: bit 0 AC failed, 1 overload, 2 interlock, 3 fault, 4 switched on by command.</summary>
    public byte LastPowerEvent { get; init; }

    /// <summary>Byte 4: bit 0 intrusion, 1 front-panel lock-out, 2 drive fault, 3 fan fault, 5:4 identify state, 6 identify supported.</summary>
    public byte MiscState { get; init; }

    /// <summary>Byte 5, which older BMCs leave out: which front-panel buttons are disabled and may be.</summary>
    public byte? FrontPanel { get; init; }

    /// <summary>Whether the machine's power is on.</summary>
    public bool IsOn => (PowerState & 0x01) != 0;

    /// <summary>Reads the response: power state, last power event, miscellaneous state, [front panel].</summary>
    public static ChassisStatus Read(ByteReader reader) => new()
    {
        PowerState = reader.ReadByte(),
        LastPowerEvent = reader.ReadByte(),
        MiscState = reader.ReadByte(),
        FrontPanel = reader.IsAtEnd ? null : reader.ReadByte(),
    };

    /// <summary>Writes the response, as a BMC does.</summary>
    public void Write(ByteWriter writer)
    {
        writer.WriteByte(PowerState);
        writer.WriteByte(LastPowerEvent);
        writer.WriteByte(MiscState);
        if (FrontPanel is { } panel)
            writer.WriteByte(panel);
    }
}
