using IpmiPS.Wire;

namespace IpmiPS.Commands.SensorEvent;

/// <summary>Get Device SDR Info: information about the SDRs that a controller keeps itself. IPMI 2.0 section 35.2.</summary>
/// <param name="countRecords">Count the records of the whole device; otherwise the sensors of the logical unit.</param>
/// <param name="lun">Logical unit, 0 to 3.</param>
public sealed class GetDeviceSdrInfo(bool countRecords = false, byte lun = 0) : IpmiCommand<DeviceSdrInfo>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<GetDeviceSdrInfo, DeviceSdrInfo> Definition { get; } =
        new(NetFn.SensorEvent, 0x20, "Get Device SDR Info", PrivilegeLevel.User, ReadRequest, static (writer, response) => response.Write(writer));

    /// <summary>Whether records are to be counted, not sensors.</summary>
    public bool CountRecords { get; } = countRecords;

    /// <inheritdoc/>
    public override byte Lun => lun;

    /// <summary>Reads the request's data, as a BMC does: [operation].</summary>
    public static GetDeviceSdrInfo ReadRequest(ByteReader reader) => new((reader.ReadByteOr(0) & 0x01) != 0);

    /// <summary>Writes the operation only where records are to be counted: IPMI 1.0 knows no request data here.</summary>
    public override void WriteRequest(ByteWriter writer)
    {
        if (CountRecords)
            writer.WriteByte(0x01);
    }

    /// <inheritdoc/>
    public override DeviceSdrInfo ReadResponse(ByteReader reader) => DeviceSdrInfo.Read(reader);
}

/// <summary>A controller's own SDRs. IPMI 2.0 section 35.2, table 35-2.</summary>
public sealed record DeviceSdrInfo
{
    /// <summary>Number of sensors of the logical unit, or of records of the device.</summary>
    public byte Count { get; init; }

    /// <summary>[7] the sensors may change at run time, [3:0] logical units 3 to 0 have sensors.</summary>
    public byte Flags { get; init; }

    /// <summary>A time or counter that changes with the sensors; null if they never change.</summary>
    public uint? ChangeIndicator { get; init; }

    /// <summary>Whether the sensors may change at run time.</summary>
    public bool IsDynamic => (Flags & 0x80) != 0;

    /// <summary>Whether a logical unit (0 to 3) has sensors.</summary>
    public bool HasSensors(int lun) => (Flags & 1 << lun) != 0;

    /// <summary>Reads the response: count, flags, [population change indicator].</summary>
    public static DeviceSdrInfo Read(ByteReader reader) => new()
    {
        Count = reader.ReadByte(),
        Flags = reader.ReadByte(),
        ChangeIndicator = reader.Remaining >= 4 ? reader.ReadUInt32() : null,
    };

    /// <summary>Writes the response, as a BMC does.</summary>
    public void Write(ByteWriter writer)
    {
        writer.WriteByte(Count);
        writer.WriteByte(Flags);
        if (ChangeIndicator is { } indicator)
            writer.WriteUInt32(indicator);
    }
}
