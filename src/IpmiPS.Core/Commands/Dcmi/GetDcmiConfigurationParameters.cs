using IpmiPS.Wire;

namespace IpmiPS.Commands.Dcmi;

/// <summary>Get DCMI Configuration Parameters. DCMI 1.5 section 6.1.3.</summary>
/// <param name="parameter">Parameter selector, 1 to 5.</param>
/// <param name="set">Set selector; 0 for parameters without one, and DCMI has none with one.</param>
public sealed class GetDcmiConfigurationParameters(byte parameter, byte set = 0) : IpmiCommand<DcmiCapabilities>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<GetDcmiConfigurationParameters, DcmiCapabilities> Definition { get; } =
        new(NetFn.GroupExtension, 0x13, "Get DCMI Configuration Parameters", PrivilegeLevel.User, ReadRequest, static (writer, response) => response.Write(writer)) { Group = DcmiGroup.Number };

    /// <summary>Parameter selector.</summary>
    public byte Parameter => parameter;

    /// <summary>Set selector.</summary>
    public byte Set => set;

    /// <inheritdoc/>
    public override string? DescribeCompletionCode(byte code) => ConfigurationCodes.Describe(code);

    /// <summary>Writes the request: group, parameter, set.</summary>
    public override void WriteRequest(ByteWriter writer)
    {
        DcmiGroup.Write(writer);
        writer.WriteByte(parameter);
        writer.WriteByte(set);
    }

    /// <summary>Reads the request, as a BMC does.</summary>
    public static GetDcmiConfigurationParameters ReadRequest(ByteReader reader)
    {
        DcmiGroup.Read(reader);
        return new(reader.ReadByte(), reader.ReadByte());
    }

    /// <summary>Reads the response: group, version, parameter revision, data.</summary>
    public override DcmiCapabilities ReadResponse(ByteReader reader) => DcmiCapabilities.Read(reader);
}
