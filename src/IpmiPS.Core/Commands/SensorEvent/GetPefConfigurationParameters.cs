using IpmiPS.Commands.Transport;
using IpmiPS.Wire;

namespace IpmiPS.Commands.SensorEvent;

/// <summary>Get PEF Configuration Parameters. IPMI 2.0 section 30.4.</summary>
/// <param name="parameter">Parameter selector, 0 to 127.</param>
/// <param name="setSelector">Set selector, such as the number of a filter; 0 for a parameter without one.</param>
/// <param name="blockSelector">Block selector; 0 for a parameter without one.</param>
public sealed class GetPefConfigurationParameters(byte parameter, byte setSelector = 0, byte blockSelector = 0) : IpmiCommand<ConfigurationParameter>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<GetPefConfigurationParameters, ConfigurationParameter> Definition { get; } =
        new(NetFn.SensorEvent, 0x13, "Get PEF Configuration Parameters", PrivilegeLevel.Operator, ReadRequest, static (writer, response) => response.Write(writer));

    /// <summary>Parameter selector.</summary>
    public byte Parameter => parameter;

    /// <summary>Set selector.</summary>
    public byte SetSelector => setSelector;

    /// <summary>Block selector.</summary>
    public byte BlockSelector => blockSelector;

    /// <summary>Whether only the parameter's revision is wanted.</summary>
    public bool RevisionOnly { get; init; }

    /// <inheritdoc/>
    public override string? DescribeCompletionCode(byte code) => code == 0x80 ? "parameter not supported" : null;

    /// <inheritdoc/>
    public override void WriteRequest(ByteWriter writer)
    {
        // 1 [7] revision only, [6:0] parameter selector, 2 set selector, 3 block selector.
        writer.WriteByte((byte)(parameter & 0x7F | (RevisionOnly ? 0x80 : 0)));
        writer.WriteByte(setSelector);
        writer.WriteByte(blockSelector);
    }

    /// <summary>Reads the request, as a BMC does.</summary>
    public static GetPefConfigurationParameters ReadRequest(ByteReader reader)
    {
        byte parameter = reader.ReadByte();
        return new((byte)(parameter & 0x7F), reader.ReadByte(), reader.ReadByte()) { RevisionOnly = (parameter & 0x80) != 0 };
    }

    /// <inheritdoc/>
    public override ConfigurationParameter ReadResponse(ByteReader reader) => ConfigurationParameter.Read(reader);
}
