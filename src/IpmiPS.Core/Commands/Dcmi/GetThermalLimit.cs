using IpmiPS.Wire;

namespace IpmiPS.Commands.Dcmi;

/// <summary>Get Thermal Limit. DCMI 1.5 section 6.7.2.</summary>
/// <param name="entityId">37h or 40h, the inlet.</param>
/// <param name="instance">Entity instance.</param>
public sealed class GetThermalLimit(byte entityId, byte instance) : IpmiCommand<DcmiThermalLimit>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<GetThermalLimit, DcmiThermalLimit> Definition { get; } =
        new(NetFn.GroupExtension, 0x0C, "Get Thermal Limit", PrivilegeLevel.User, ReadRequest, WriteResponse) { Group = DcmiGroup.Number };

    /// <summary>Entity id.</summary>
    public byte EntityId => entityId;

    /// <summary>Entity instance.</summary>
    public byte Instance => instance;

    /// <summary>Writes the request: group, entity id, instance.</summary>
    public override void WriteRequest(ByteWriter writer)
    {
        DcmiGroup.Write(writer);
        writer.WriteByte(entityId);
        writer.WriteByte(instance);
    }

    /// <summary>Reads the request, as a BMC does.</summary>
    public static GetThermalLimit ReadRequest(ByteReader reader)
    {
        DcmiGroup.Read(reader);
        return new(reader.ReadByte(), reader.ReadByte());
    }

    /// <inheritdoc/>
    public override DcmiThermalLimit ReadResponse(ByteReader reader)
    {
        DcmiGroup.Read(reader);
        return DcmiThermalLimit.Read(reader);
    }

    private static void WriteResponse(ByteWriter writer, DcmiThermalLimit limit)
    {
        DcmiGroup.Write(writer);
        limit.Write(writer);
    }
}

/// <summary>What a BMC does when the inlet is too warm. DCMI 1.5 section 6.7, tables 6-20 and 6-21.</summary>
/// <param name="PowersOff">Whether it powers the machine off.</param>
/// <param name="Logs">Whether it writes an entry to the SEL.</param>
/// <param name="Celsius">The limit in degrees Celsius, 0 to 255.</param>
/// <param name="Seconds">How long the limit must be exceeded before that, 0 to 65535 s.</param>
public readonly record struct DcmiThermalLimit(bool PowersOff, bool Logs, byte Celsius, ushort Seconds)
{
    private const byte PowerOffBit = 0x40, LogBit = 0x20;

    /// <summary>Reads the limit: [6] power off, [5] log; limit; time.</summary>
    public static DcmiThermalLimit Read(ByteReader reader)
    {
        byte actions = reader.ReadByte();
        return new((actions & PowerOffBit) != 0, (actions & LogBit) != 0, reader.ReadByte(), reader.ReadUInt16());
    }

    /// <summary>Writes the limit.</summary>
    public void Write(ByteWriter writer)
    {
        writer.WriteByte((byte)((PowersOff ? PowerOffBit : 0) | (Logs ? LogBit : 0)));
        writer.WriteByte(Celsius);
        writer.WriteUInt16(Seconds);
    }
}
