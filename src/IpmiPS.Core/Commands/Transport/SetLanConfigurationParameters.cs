using IpmiPS.Wire;

namespace IpmiPS.Commands.Transport;

/// <summary>Set LAN Configuration Parameters. IPMI 2.0 section 23.1.</summary>
public sealed class SetLanConfigurationParameters(byte channel, byte parameter, byte[] data) : IpmiAction(Definition)
{
    /// <summary>The parameter with the SNMP community, which serves as a password.</summary>
    internal const byte CommunityString = 16;

    /// <summary>The command's definition.</summary>
    public static ActionDefinition<SetLanConfigurationParameters> Definition { get; } =
        new(NetFn.Transport, 0x01, "Set LAN Configuration Parameters", PrivilegeLevel.Administrator, ReadRequest) { IsIdempotent = true, HoldsSecret = true };

    /// <summary>Channel, 0 to 15; Eh is the channel of the request.</summary>
    public byte Channel { get; } = channel;

    /// <summary>Parameter selector.</summary>
    public byte Parameter { get; } = parameter;

    /// <summary>The parameter's data.</summary>
    public byte[] Data { get; } = data;

    /// <summary>True for the community string.</summary>
    public override bool HoldsSecret => Parameter == CommunityString;

    /// <inheritdoc/>
    public override string? DescribeCompletionCode(byte code) => code switch
    {
        0x80 => "parameter not supported",
        0x81 => "another party is changing the parameters",
        0x82 => "parameter is read-only",
        0x83 => "parameter is write-only",
        _ => null,
    };

    /// <inheritdoc/>
    public override void WriteRequest(ByteWriter writer)
    {
        // 1 [3:0] channel; 2 parameter selector; 3:N data.
        writer.WriteByte((byte)(Channel & 0x0F));
        writer.WriteByte(Parameter);
        writer.WriteBytes(Data);
    }

    /// <summary>Reads the request, as a BMC does.</summary>
    public static SetLanConfigurationParameters ReadRequest(ByteReader reader) => new((byte)(reader.ReadByte() & 0x0F), reader.ReadByte(), reader.ReadRest());
}
