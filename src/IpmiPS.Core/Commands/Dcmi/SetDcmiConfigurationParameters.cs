using IpmiPS.Wire;

namespace IpmiPS.Commands.Dcmi;

/// <summary>Set DCMI Configuration Parameters. DCMI 1.5 section 6.1.2.</summary>
/// <param name="parameter">Parameter selector, 1 to 5.</param>
/// <param name="set">Set selector; 0 for parameters without one.</param>
/// <param name="data">The parameter's data.</param>
public sealed class SetDcmiConfigurationParameters(byte parameter, byte set, byte[] data) : DcmiAction(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<SetDcmiConfigurationParameters, NoData> Definition { get; } =
        new(NetFn.GroupExtension, 0x12, "Set DCMI Configuration Parameters", PrivilegeLevel.Administrator, ReadRequest, static (writer, _) => DcmiGroup.Write(writer)) { Group = DcmiGroup.Number, IsIdempotent = true };

    /// <summary>Parameter selector.</summary>
    public byte Parameter => parameter;

    /// <summary>Set selector.</summary>
    public byte Set => set;

    /// <summary>The parameter's data.</summary>
    public byte[] Data => data;

    /// <inheritdoc/>
    public override string? DescribeCompletionCode(byte code) => ConfigurationCodes.Describe(code);

    /// <summary>Writes the request: group, parameter, set, data.</summary>
    public override void WriteRequest(ByteWriter writer)
    {
        DcmiGroup.Write(writer);
        writer.WriteByte(parameter);
        writer.WriteByte(set);
        writer.WriteBytes(data);
    }

    /// <summary>Reads the request, as a BMC does.</summary>
    public static SetDcmiConfigurationParameters ReadRequest(ByteReader reader)
    {
        DcmiGroup.Read(reader);
        return new(reader.ReadByte(), reader.ReadByte(), reader.ReadRest());
    }
}
