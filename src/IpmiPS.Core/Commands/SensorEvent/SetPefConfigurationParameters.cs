using IpmiPS.Wire;

namespace IpmiPS.Commands.SensorEvent;

/// <summary>Set PEF Configuration Parameters. IPMI 2.0 section 30.3.</summary>
/// <param name="parameter">Parameter selector, 0 to 127.</param>
/// <param name="data">Its data, selectors included.</param>
public sealed class SetPefConfigurationParameters(byte parameter, byte[] data) : IpmiAction(Definition)
{
    /// <summary>The command's definition.</summary>
    public static ActionDefinition<SetPefConfigurationParameters> Definition { get; } =
        new(NetFn.SensorEvent, 0x12, "Set PEF Configuration Parameters", PrivilegeLevel.Administrator, ReadRequest) { IsIdempotent = true };

    /// <summary>Parameter selector.</summary>
    public byte Parameter => parameter;

    /// <summary>Its data.</summary>
    public byte[] Data => data;

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
        // 1 [6:0] parameter selector, 2:N data.
        writer.WriteByte((byte)(parameter & 0x7F));
        writer.WriteBytes(data);
    }

    /// <summary>Reads the request, as a BMC does.</summary>
    public static SetPefConfigurationParameters ReadRequest(ByteReader reader) => new((byte)(reader.ReadByte() & 0x7F), reader.ReadRest());
}
