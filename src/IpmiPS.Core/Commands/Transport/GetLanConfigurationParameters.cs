using IpmiPS.Wire;

namespace IpmiPS.Commands.Transport;

/// <summary>Get LAN Configuration Parameters. IPMI 2.0 section 23.2.</summary>
public sealed class GetLanConfigurationParameters(byte channel, byte parameter, byte setSelector = 0, byte blockSelector = 0) : IpmiCommand<ConfigurationParameter>
{
    /// <summary>The command number.</summary>
    public const byte CommandCode = 0x02;

    /// <summary>Channel, 0 to 15; Eh is the channel of the request.</summary>
    public byte Channel { get; } = channel;

    /// <summary>Parameter selector.</summary>
    public byte Parameter { get; } = parameter;

    /// <summary>Set selector, such as an alert destination; 0 for a parameter without one.</summary>
    public byte SetSelector { get; } = setSelector;

    /// <summary>Block selector; 0 for a parameter without one.</summary>
    public byte BlockSelector { get; } = blockSelector;

    /// <inheritdoc/>
    public override NetFn NetFn => NetFn.Transport;

    /// <inheritdoc/>
    public override byte Code => CommandCode;

    /// <inheritdoc/>
    public override PrivilegeLevel Privilege => PrivilegeLevel.Operator;

    /// <inheritdoc/>
    public override string Name => "Get LAN Configuration Parameters";

    /// <inheritdoc/>
    public override string? DescribeCompletionCode(byte code) => code == 0x80 ? "parameter not supported" : null;

    /// <inheritdoc/>
    public override void WriteRequest(ByteWriter writer)
    {
        // 1 [7] revision only, [3:0] channel, 2 parameter selector, 3 set selector, 4 block selector.
        writer.WriteByte((byte)(Channel & 0x0F));
        writer.WriteByte(Parameter);
        writer.WriteByte(SetSelector);
        writer.WriteByte(BlockSelector);
    }

    /// <summary>Reads the request, as a BMC does.</summary>
    public static GetLanConfigurationParameters ReadRequest(ByteReader reader) =>
        new((byte)(reader.ReadByte() & 0x0F), reader.ReadByte(), reader.ReadByte(), reader.ReadByte());

    /// <inheritdoc/>
    public override ConfigurationParameter ReadResponse(ByteReader reader) => ConfigurationParameter.Read(reader);
}
