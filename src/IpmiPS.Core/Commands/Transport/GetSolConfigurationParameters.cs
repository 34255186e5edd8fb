using IpmiPS.Wire;

namespace IpmiPS.Commands.Transport;

/// <summary>Get SOL Configuration Parameters. IPMI 2.0 section 26.3.</summary>
public sealed class GetSolConfigurationParameters(byte channel, SolParameter parameter, byte setSelector = 0, byte blockSelector = 0) : IpmiCommand<ConfigurationParameter>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<GetSolConfigurationParameters, ConfigurationParameter> Definition { get; } =
        new(NetFn.Transport, 0x22, "Get SOL Configuration Parameters", PrivilegeLevel.User, ReadRequest, static (writer, response) => response.Write(writer));

    /// <summary>Channel, 0 to 15; Eh is the one that this goes over.</summary>
    public byte Channel { get; } = channel;

    /// <summary>Which parameter.</summary>
    public SolParameter Parameter { get; } = parameter;

    /// <summary>Which set of it; no standard parameter has any.</summary>
    public byte SetSelector { get; } = setSelector;

    /// <summary>Which block of it; no standard parameter has any.</summary>
    public byte BlockSelector { get; } = blockSelector;

    /// <summary>Asks for the parameter's revision alone.</summary>
    public bool RevisionOnly { get; init; }

    /// <summary>The level that the session is raised to before the question; more than User only where what follows needs it.</summary>
    public PrivilegeLevel RaiseTo { get; init; } = PrivilegeLevel.User;

    /// <inheritdoc/>
    public override PrivilegeLevel Privilege => RaiseTo;

    /// <inheritdoc/>
    public override string? DescribeCompletionCode(byte code) => code == 0x80 ? "parameter not supported" : null;

    /// <inheritdoc/>
    public override void WriteRequest(ByteWriter writer)
    {
        // 1 [7] revision only, [3:0] channel, 2 parameter selector, 3 set selector, 4 block selector.
        writer.WriteByte((byte)(Channel & 0x0F | (RevisionOnly ? 0x80 : 0)));
        writer.WriteByte((byte)Parameter);
        writer.WriteByte(SetSelector);
        writer.WriteByte(BlockSelector);
    }

    /// <summary>Reads the request, as a BMC does.</summary>
    public static GetSolConfigurationParameters ReadRequest(ByteReader reader)
    {
        byte channel = reader.ReadByte();
        return new((byte)(channel & 0x0F), (SolParameter)reader.ReadByte(), reader.ReadByte(), reader.ReadByte()) { RevisionOnly = (channel & 0x80) != 0 };
    }

    /// <inheritdoc/>
    public override ConfigurationParameter ReadResponse(ByteReader reader) => ConfigurationParameter.Read(reader);
}

/// <summary>The SOL configuration parameters. IPMI 2.0 section 26.3, table 26-5. 192 to 255 are the vendor's.</summary>
public enum SolParameter : byte
{
    /// <summary>Says that somebody is changing parameters.</summary>
    SetInProgress = 0,

    /// <summary>Bit 0: SOL can be activated.</summary>
    Enable = 1,

    /// <summary>See <see cref="SolAuthentication"/>.</summary>
    Authentication = 2,

    /// <summary>Byte 1: time that characters are gathered before a packet is sent, in 5 ms, from 1; byte 2: number of characters that are sent at once, 0 means as many as fit.</summary>
    CharacterAccumulation = 3,

    /// <summary>Byte 1, bits 2:0: how often the BMC sends a packet again; byte 2: the time between, in 10 ms.</summary>
    Retry = 4,

    /// <summary>Bits 3:0: bit rate that is kept; 6 is 9600, 7 19.2k, 8 38.4k, 9 57.6k, 0Ah 115.2k, 0 the serial port's own.</summary>
    NonVolatileBitRate = 5,

    /// <summary>The same for the time until the BMC restarts.</summary>
    VolatileBitRate = 6,

    /// <summary>Channel whose parameters the SOL payload uses. Optional, read-only.</summary>
    PayloadChannel = 7,

    /// <summary>UDP port of the SOL payload. Two bytes.</summary>
    PayloadPort = 8,
}

/// <summary>SOL parameter 2. IPMI 2.0 table 26-5.</summary>
/// <param name="Value">[7] encryption forced, [6] authentication forced, [3:0] privilege needed.</param>
public readonly record struct SolAuthentication(byte Value)
{
    /// <summary>Whether SOL is always encrypted, whatever is asked for.</summary>
    public bool ForceEncryption => (Value & 0x80) != 0;

    /// <summary>Whether SOL is always authenticated.</summary>
    public bool ForceAuthentication => (Value & 0x40) != 0;

    /// <summary>The privilege that SOL needs.</summary>
    public PrivilegeLevel Privilege => (PrivilegeLevel)(Value & 0x0F);
}
