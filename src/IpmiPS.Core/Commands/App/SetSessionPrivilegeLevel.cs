using IpmiPS.Wire;

namespace IpmiPS.Commands.App;

/// <summary>Set Session Privilege Level; a session begins at User. IPMI 2.0 section 22.18.</summary>
public sealed class SetSessionPrivilegeLevel(PrivilegeLevel level) : IpmiCommand<PrivilegeLevel>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<SetSessionPrivilegeLevel, PrivilegeLevel> Definition { get; } =
        new(NetFn.App, 0x3B, "Set Session Privilege Level", PrivilegeLevel.User, ReadRequest, static (writer, level) => writer.WriteByte((byte)level)) { IsIdempotent = true };

    /// <summary>Completion code: the level is not available for this user.</summary>
    public const byte NotForUser = 0x80;

    /// <summary>Completion code: the level exceeds the limit of the channel or of the user.</summary>
    public const byte BeyondLimit = 0x81;

    /// <summary>The requested level.</summary>
    public PrivilegeLevel Level => level;

    /// <summary>Byte 1: 3:0 the level.</summary>
    public override void WriteRequest(ByteWriter writer) => writer.WriteByte((byte)level);

    /// <summary>Reads the request, as a BMC does.</summary>
    public static SetSessionPrivilegeLevel ReadRequest(ByteReader reader) => new((PrivilegeLevel)(reader.ReadByte() & 0x0F));

    /// <summary>Reads the response: the level that the session has now.</summary>
    public override PrivilegeLevel ReadResponse(ByteReader reader) => (PrivilegeLevel)(reader.ReadByte() & 0x0F);

    /// <inheritdoc/>
    public override string? DescribeCompletionCode(byte code) => code switch
    {
        NotForUser => "requested level not available for this user",
        BeyondLimit => "requested level exceeds the limit of channel or user",
        0x82 => "cannot disable user level authentication",
        _ => null,
    };
}
