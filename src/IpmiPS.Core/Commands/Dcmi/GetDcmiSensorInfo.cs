using IpmiPS.Wire;

namespace IpmiPS.Commands.Dcmi;

/// <summary>Get DCMI Sensor Info: the SDR record ids of the temperature sensors of an entity, up to eight from a start. DCMI 1.5 section 6.5.2.</summary>
/// <param name="entityId">40h or 37h inlet, 41h or 03h processor, 42h or 07h baseboard.</param>
/// <param name="instance">Entity instance; 0 for all.</param>
/// <param name="start">First instance to return, from 1; 0 or 1 for the first.</param>
/// <param name="sensorType">Sensor type, 01h for temperature.</param>
public sealed class GetDcmiSensorInfo(byte entityId, byte instance = 0, byte start = 0, byte sensorType = GetDcmiSensorInfo.Temperature) : IpmiCommand<DcmiSensorInfo>(Definition)
{
    /// <summary>Sensor type: temperature.</summary>
    public const byte Temperature = 0x01;

    /// <summary>The command's definition.</summary>
    public static CommandDefinition<GetDcmiSensorInfo, DcmiSensorInfo> Definition { get; } =
        new(NetFn.GroupExtension, 0x07, "Get DCMI Sensor Info", PrivilegeLevel.Operator, ReadRequest, static (writer, response) => response.Write(writer)) { Group = DcmiGroup.Number };

    /// <summary>Entity id.</summary>
    public byte EntityId => entityId;

    /// <summary>Entity instance.</summary>
    public byte Instance => instance;

    /// <summary>First instance to return.</summary>
    public byte Start => start;

    /// <summary>Sensor type.</summary>
    public byte SensorType => sensorType;

    /// <summary>Writes the request: group, sensor type, entity id, instance, start.</summary>
    public override void WriteRequest(ByteWriter writer)
    {
        DcmiGroup.Write(writer);
        writer.WriteByte(sensorType);
        writer.WriteByte(entityId);
        writer.WriteByte(instance);
        writer.WriteByte(start);
    }

    /// <summary>Reads the request, as a BMC does.</summary>
    public static GetDcmiSensorInfo ReadRequest(ByteReader reader)
    {
        DcmiGroup.Read(reader);
        byte type = reader.ReadByte();
        return new(reader.ReadByte(), reader.ReadByte(), reader.ReadByte(), type);
    }

    /// <inheritdoc/>
    public override DcmiSensorInfo ReadResponse(ByteReader reader) => DcmiSensorInfo.Read(reader);
}

/// <summary>SDR record ids of sensors. DCMI 1.5 section 6.5.2, table 6-13.</summary>
/// <param name="Total">Number of sensors of the entity.</param>
/// <param name="RecordIds">Record ids of this page.</param>
public sealed record DcmiSensorInfo(byte Total, ushort[] RecordIds)
{
    /// <summary>Reads the response: group, total, count, record ids.</summary>
    public static DcmiSensorInfo Read(ByteReader reader)
    {
        DcmiGroup.Read(reader);
        byte total = reader.ReadByte();
        var ids = new ushort[reader.ReadByte()];
        for (int i = 0; i < ids.Length; i++)
            ids[i] = reader.ReadUInt16();
        return new(total, ids);
    }

    /// <summary>Writes the response, as a BMC does.</summary>
    public void Write(ByteWriter writer)
    {
        DcmiGroup.Write(writer);
        writer.WriteByte(Total);
        writer.WriteByte((byte)RecordIds.Length);
        foreach (ushort id in RecordIds)
            writer.WriteUInt16(id);
    }
}
