using IpmiPS.Wire;

namespace IpmiPS.Commands.App;

/// <summary>Set System Info Parameters. IPMI 2.0 section 22.14a.</summary>
public sealed class SetSystemInfoParameters(byte parameter, byte[] data) : IpmiAction(Definition)
{
    /// <summary>The command's definition.</summary>
    public static ActionDefinition<SetSystemInfoParameters> Definition { get; } =
        new(NetFn.App, 0x58, "Set System Info Parameters", PrivilegeLevel.Administrator, ReadRequest) { IsIdempotent = true };

    /// <summary>Parameter selector.</summary>
    public byte Parameter { get; } = parameter;

    /// <summary>Its data; for a text the set selector and up to 16 bytes.</summary>
    public byte[] Data { get; } = data;

    /// <inheritdoc/>
    public override string? DescribeCompletionCode(byte code) => code switch
    {
        0x80 => "parameter not supported",
        0x81 => "another party is changing the parameters",
        0x82 => "parameter is read-only",
        _ => null,
    };

    /// <inheritdoc/>
    public override void WriteRequest(ByteWriter writer)
    {
        // 1 parameter selector; 2:N data.
        writer.WriteByte(Parameter);
        writer.WriteBytes(Data);
    }

    /// <summary>Reads the request, as a BMC does.</summary>
    public static SetSystemInfoParameters ReadRequest(ByteReader reader) => new(reader.ReadByte(), reader.ReadRest());
}
