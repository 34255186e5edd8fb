using IpmiPS.Commands.Transport;
using IpmiPS.Wire;

namespace IpmiPS.Commands.App;

/// <summary>Get System Info Parameters: names of firmware, system and operating system. IPMI 2.0 section 22.14b.</summary>
public sealed class GetSystemInfoParameters(byte parameter, byte setSelector = 0, byte blockSelector = 0) : IpmiCommand<ConfigurationParameter>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<GetSystemInfoParameters, ConfigurationParameter> Definition { get; } =
        new(NetFn.App, 0x59, "Get System Info Parameters", PrivilegeLevel.User, ReadRequest, static (writer, response) => response.Write(writer));

    /// <summary>Parameter selector.</summary>
    public byte Parameter { get; } = parameter;

    /// <summary>Which 16-byte block of a text, from 0.</summary>
    public byte SetSelector { get; } = setSelector;

    /// <summary>Which block of the set; no standard parameter has any.</summary>
    public byte BlockSelector { get; } = blockSelector;

    /// <summary>Requests only the parameter's revision.</summary>
    public bool RevisionOnly { get; init; }

    /// <inheritdoc/>
    public override string? DescribeCompletionCode(byte code) => code == 0x80 ? "parameter not supported" : null;

    /// <inheritdoc/>
    public override void WriteRequest(ByteWriter writer)
    {
        // 1 [7] revision only; 2 parameter selector; 3 set selector; 4 block selector.
        writer.WriteByte(RevisionOnly ? (byte)0x80 : (byte)0);
        writer.WriteByte(Parameter);
        writer.WriteByte(SetSelector);
        writer.WriteByte(BlockSelector);
    }

    /// <summary>Reads the request, as a BMC does.</summary>
    public static GetSystemInfoParameters ReadRequest(ByteReader reader)
    {
        bool revisionOnly = (reader.ReadByte() & 0x80) != 0;
        return new(reader.ReadByte(), reader.ReadByte(), reader.ReadByte()) { RevisionOnly = revisionOnly };
    }

    /// <inheritdoc/>
    public override ConfigurationParameter ReadResponse(ByteReader reader) => ConfigurationParameter.Read(reader);
}
