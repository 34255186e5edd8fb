using IpmiPS.Wire;

namespace IpmiPS.Commands.Chassis;

/// <summary>Set System Boot Options: one parameter of the next boot. IPMI 2.0 section 28.12.</summary>
public sealed class SetSystemBootOptions(byte parameter, byte[] data) : IpmiAction(Definition)
{
    /// <summary>The command's definition.</summary>
    public static ActionDefinition<SetSystemBootOptions> Definition { get; } =
        new(NetFn.Chassis, 0x08, "Set System Boot Options", PrivilegeLevel.Operator, ReadRequest) { IsIdempotent = true };

    /// <summary>Completion code: the parameter is not supported.</summary>
    public const byte ParameterNotSupported = 0x80;

    /// <summary>Completion code: another party has set "set in progress" already.</summary>
    public const byte AlreadyInProgress = 0x81;

    /// <summary>Completion code: the parameter can only be read.</summary>
    public const byte ReadOnlyParameter = 0x82;

    /// <summary>Parameter selector.</summary>
    public byte Parameter { get; } = parameter;

    /// <summary>Marks the parameter invalid or locked.</summary>
    public bool Lock { get; init; }

    /// <summary>The parameter's data. None at all changes the mark alone.</summary>
    public byte[] Data { get; } = data;

    /// <inheritdoc/>
    public override string? DescribeCompletionCode(byte code) => code switch
    {
        ParameterNotSupported => "parameter not supported",
        AlreadyInProgress => "another party is changing the parameters",
        ReadOnlyParameter => "parameter is read-only",
        _ => null,
    };

    /// <inheritdoc/>
    public override void WriteRequest(ByteWriter writer)
    {
        // 1 [7] 1b = mark invalid or locked, [6:0] parameter selector; (2:N) data.
        writer.WriteByte((byte)(Parameter & 0x7F | (Lock ? 0x80 : 0)));
        writer.WriteBytes(Data);
    }

    /// <summary>Reads the request, as a BMC does.</summary>
    public static SetSystemBootOptions ReadRequest(ByteReader reader)
    {
        byte selector = reader.ReadByte();
        return new((byte)(selector & 0x7F), reader.ReadRest()) { Lock = (selector & 0x80) != 0 };
    }
}
