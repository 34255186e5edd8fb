using IpmiPS.Wire;

namespace IpmiPS.Commands.Transport;

/// <summary>Get Serial/Modem Configuration. IPMI 2.0 section 25.2.</summary>
public sealed class GetSerialModemConfiguration(byte channel, byte parameter, byte setSelector = 0, byte blockSelector = 0) : IpmiCommand<ConfigurationParameter>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<GetSerialModemConfiguration, ConfigurationParameter> Definition { get; } =
        new(NetFn.Transport, 0x11, "Get Serial/Modem Configuration", PrivilegeLevel.Operator, ReadRequest, static (writer, response) => response.Write(writer));

    /// <summary>Channel, 0 to 15.</summary>
    public byte Channel { get; } = channel;

    /// <summary>Parameter selector.</summary>
    public byte Parameter { get; } = parameter;

    /// <summary>Set selector; 0 for a parameter without one.</summary>
    public byte SetSelector { get; } = setSelector;

    /// <summary>Block selector; 0 for a parameter without one.</summary>
    public byte BlockSelector { get; } = blockSelector;

    /// <summary>Whether only the parameter's revision is wanted.</summary>
    public bool RevisionOnly { get; init; }

    /// <inheritdoc/>
    public override string? DescribeCompletionCode(byte code) => code == 0x80 ? "parameter not supported" : null;

    /// <inheritdoc/>
    public override void WriteRequest(ByteWriter writer)
    {
        // 1 [7] revision only, [3:0] channel, 2 parameter selector, 3 set selector, 4 block selector.
        writer.WriteByte((byte)(Channel & 0x0F | (RevisionOnly ? 0x80 : 0)));
        writer.WriteByte(Parameter);
        writer.WriteByte(SetSelector);
        writer.WriteByte(BlockSelector);
    }

    /// <summary>Reads the request, as a BMC does.</summary>
    public static GetSerialModemConfiguration ReadRequest(ByteReader reader)
    {
        byte channel = reader.ReadByte();
        return new((byte)(channel & 0x0F), reader.ReadByte(), reader.ReadByte(), reader.ReadByte()) { RevisionOnly = (channel & 0x80) != 0 };
    }

    /// <inheritdoc/>
    public override ConfigurationParameter ReadResponse(ByteReader reader) => ConfigurationParameter.Read(reader);
}
