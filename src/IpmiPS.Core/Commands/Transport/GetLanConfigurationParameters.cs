using IpmiPS.Wire;

namespace IpmiPS.Commands.Transport;

/// <summary>Get LAN Configuration Parameters. IPMI 2.0 section 23.2.</summary>
public sealed class GetLanConfigurationParameters(byte channel, byte parameter, byte setSelector = 0, byte blockSelector = 0) : IpmiCommand<ConfigurationParameter>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<GetLanConfigurationParameters, ConfigurationParameter> Definition { get; } =
        new(NetFn.Transport, 0x02, "Get LAN Configuration Parameters", PrivilegeLevel.Operator, ReadRequest, static (writer, response) => response.Write(writer)) { HoldsSecret = true };

    /// <summary>Channel, 0 to 15; Eh is the channel of the request.</summary>
    public byte Channel { get; } = channel;

    /// <summary>Parameter selector.</summary>
    public byte Parameter { get; } = parameter;

    /// <summary>Set selector, such as an alert destination; 0 for a parameter without one.</summary>
    public byte SetSelector { get; } = setSelector;

    /// <summary>Block selector; 0 for a parameter without one.</summary>
    public byte BlockSelector { get; } = blockSelector;

    /// <summary>Requests only the parameter's revision.</summary>
    public bool RevisionOnly { get; init; }

    /// <summary>True for the community string, which the response has.</summary>
    public override bool HoldsSecret => Parameter == SetLanConfigurationParameters.CommunityString;

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
    public static GetLanConfigurationParameters ReadRequest(ByteReader reader)
    {
        byte channel = reader.ReadByte();
        return new((byte)(channel & 0x0F), reader.ReadByte(), reader.ReadByte(), reader.ReadByte()) { RevisionOnly = (channel & 0x80) != 0 };
    }

    /// <inheritdoc/>
    public override ConfigurationParameter ReadResponse(ByteReader reader) => ConfigurationParameter.Read(reader);
}
