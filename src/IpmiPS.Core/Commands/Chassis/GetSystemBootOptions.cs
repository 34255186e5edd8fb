using IpmiPS.Wire;

namespace IpmiPS.Commands.Chassis;

/// <summary>Get System Boot Options: one parameter of the next boot. IPMI 2.0 section 28.13.</summary>
public sealed class GetSystemBootOptions(byte parameter, byte setSelector = 0, byte blockSelector = 0) : IpmiCommand<SystemBootOptions>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<GetSystemBootOptions, SystemBootOptions> Definition { get; } =
        new(NetFn.Chassis, 0x09, "Get System Boot Options", PrivilegeLevel.Operator, ReadRequest, static (writer, response) => response.Write(writer));

    /// <summary>Parameter selector.</summary>
    public byte Parameter { get; } = parameter;

    /// <summary>Set selector, 0 for a parameter without one; for the mailbox the block, from 0.</summary>
    public byte SetSelector { get; } = setSelector;

    /// <summary>Block selector; no standard parameter has one.</summary>
    public byte BlockSelector { get; } = blockSelector;

    /// <inheritdoc/>
    public override string? DescribeCompletionCode(byte code) => code == 0x80 ? "parameter not supported" : null;

    /// <inheritdoc/>
    public override void WriteRequest(ByteWriter writer)
    {
        // 1 [6:0] parameter selector, 2 set selector, 3 block selector.
        writer.WriteByte((byte)(Parameter & 0x7F));
        writer.WriteByte(SetSelector);
        writer.WriteByte(BlockSelector);
    }

    /// <summary>Reads the request, as a BMC does.</summary>
    public static GetSystemBootOptions ReadRequest(ByteReader reader) => new((byte)(reader.ReadByte() & 0x7F), reader.ReadByte(), reader.ReadByte());

    /// <inheritdoc/>
    public override SystemBootOptions ReadResponse(ByteReader reader) => SystemBootOptions.Read(reader);
}

/// <summary>One boot option parameter. IPMI 2.0 section 28.13, table 28-13.</summary>
public sealed record SystemBootOptions
{
    /// <summary>Parameter version, 1 for the present specification.</summary>
    public byte Version { get; init; } = 1;

    /// <summary>The parameter that the BMC says this is.</summary>
    public byte Parameter { get; init; }

    /// <summary>Whether the parameter is marked invalid or locked.</summary>
    public bool IsLocked { get; init; }

    /// <summary>The parameter's data; some BMCs append bytes of their own.</summary>
    public byte[] Data { get; init; } = [];

    /// <summary>Reads the response: [3:0] version; [7] invalid or locked, [6:0] selector; data.</summary>
    public static SystemBootOptions Read(ByteReader reader)
    {
        byte version = (byte)(reader.ReadByte() & 0x0F);
        byte selector = reader.ReadByte();
        return new()
        {
            Version = version,
            Parameter = (byte)(selector & 0x7F),
            IsLocked = (selector & 0x80) != 0,
            Data = reader.ReadRest(),
        };
    }

    /// <summary>Writes the response, as a BMC does.</summary>
    public void Write(ByteWriter writer)
    {
        writer.WriteByte(Version);
        writer.WriteByte((byte)(Parameter & 0x7F | (IsLocked ? 0x80 : 0)));
        writer.WriteBytes(Data);
    }
}
