using IpmiPS.Wire;

namespace IpmiPS.Commands.App;

/// <summary>Set Session Privilege Level; a session begins at User. IPMI 2.0 section 22.18.</summary>
public sealed class SetSessionPrivilegeLevel(PrivilegeLevel level) : IpmiCommand<PrivilegeLevel>
{
    /// <summary>The command number.</summary>
    public const byte CommandCode = 0x3B;

    /// <summary>Completion code: the level is not available for this user.</summary>
    public const byte NotForUser = 0x80;

    /// <summary>Completion code: the level exceeds the limit of the channel or of the user.</summary>
    public const byte BeyondLimit = 0x81;

    /// <summary>The level asked for.</summary>
    public PrivilegeLevel Level => level;

    /// <inheritdoc/>
    public override NetFn NetFn => NetFn.App;

    /// <inheritdoc/>
    public override byte Code => CommandCode;

    /// <summary>Setting the same level twice is harmless.</summary>
    public override bool IsIdempotent => true;

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
