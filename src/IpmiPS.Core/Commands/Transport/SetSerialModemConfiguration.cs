using IpmiPS.Wire;

namespace IpmiPS.Commands.Transport;

/// <summary>Set Serial/Modem Configuration. IPMI 2.0 section 25.1.</summary>
public sealed class SetSerialModemConfiguration(byte channel, byte parameter, byte[] data) : IpmiAction(Definition)
{
    /// <summary>The command's definition. Some parameters are passwords.</summary>
    public static ActionDefinition<SetSerialModemConfiguration> Definition { get; } =
        new(NetFn.Transport, 0x10, "Set Serial/Modem Configuration", PrivilegeLevel.Administrator, ReadRequest) { IsIdempotent = true };

    private const byte TapPasswords = 26, PppPasswords = 42;

    /// <inheritdoc/>
    public override bool HoldsSecret => Parameter is TapPasswords or PppPasswords;

    /// <summary>Channel, 0 to 15.</summary>
    public byte Channel { get; } = channel;

    /// <summary>Parameter selector.</summary>
    public byte Parameter { get; } = parameter;

    /// <summary>Its data.</summary>
    public byte[] Data { get; } = data;

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
        // 1 [3:0] channel, 2 parameter selector, 3:N data.
        writer.WriteByte((byte)(Channel & 0x0F));
        writer.WriteByte(Parameter);
        writer.WriteBytes(Data);
    }

    /// <summary>Reads the request, as a BMC does.</summary>
    public static SetSerialModemConfiguration ReadRequest(ByteReader reader) => new((byte)(reader.ReadByte() & 0x0F), reader.ReadByte(), reader.ReadRest());
}
