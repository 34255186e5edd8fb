using IpmiPS.Wire;

namespace IpmiPS.Commands.NodeManager;

/// <summary>The IANA enterprise number of Intel, which every Node Manager request and response begins with.</summary>
internal static class NodeManagerGroup
{
    /// <summary>Intel.</summary>
    public const int Iana = 343;

    /// <summary>Completion code: no policy is limiting.</summary>
    public const byte NoneLimiting = 0xA1;

    /// <summary>Writes the number.</summary>
    public static void Write(ByteWriter writer) => writer.WriteUInt24(Iana);

    /// <summary>Reads the number.</summary>
    /// <exception cref="MalformedDataException">It is that of another body.</exception>
    public static void Read(ByteReader reader)
    {
        int iana = reader.ReadUInt24();
        if (iana != Iana)
            throw new MalformedDataException($"The data belongs to enterprise {iana}, not to Intel (343).");
    }

    /// <summary>Completion codes of Node Manager.</summary>
    public static string? Describe(byte code) => code switch
    {
        0x80 => "invalid policy id",
        0x81 => "invalid domain id",
        0x82 => "unknown policy trigger",
        0x83 => "unknown policy action",
        0x84 => "power limit out of range",
        0x85 => "correction time out of range",
        0x86 => "policy trigger value out of range",
        0x87 => "invalid number",
        0x88 => "invalid mode",
        0x89 => "statistics reporting period out of range",
        0x8B => "invalid aggressiveness",
        NoneLimiting => "no policy is limiting",
        _ => null,
    };
}

/// <summary>A Node Manager command.</summary>
/// <typeparam name="TResponse">Its response.</typeparam>
/// <param name="definition">The command's definition.</param>
public abstract class NodeManagerCommand<TResponse>(CommandDefinition definition) : IpmiCommand<TResponse>(definition)
{
    /// <inheritdoc/>
    public sealed override string? DescribeCompletionCode(byte code) => NodeManagerGroup.Describe(code);
}

/// <summary>A Node Manager command whose response has only the completion code and the enterprise number.</summary>
/// <param name="definition">The command's definition.</param>
public abstract class NodeManagerAction(CommandDefinition definition) : NodeManagerCommand<NoData>(definition)
{
    /// <inheritdoc/>
    public sealed override NoData ReadResponse(ByteReader reader) => default;
}
