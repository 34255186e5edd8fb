using IpmiPS.Wire;

namespace IpmiPS.Commands.App;

/// <summary>Set User Name. IPMI 2.0 section 22.28.</summary>
public sealed class SetUserName(byte userId, UserName name) : IpmiAction(Definition)
{
    /// <summary>The command's definition.</summary>
    public static ActionDefinition<SetUserName> Definition { get; } =
        new(NetFn.App, 0x45, "Set User Name", PrivilegeLevel.Administrator, ReadRequest) { IsIdempotent = true };

    /// <summary>User, 2 to 63; on most BMCs user 1 is the null user, whose name is fixed.</summary>
    public byte UserId { get; } = userId;

    /// <summary>The name.</summary>
    public UserName UserName { get; } = name;

    /// <inheritdoc/>
    public override void WriteRequest(ByteWriter writer)
    {
        // 1 [5:0] user, 2:17 name.
        writer.WriteByte((byte)(UserId & 0x3F));
        UserName.Write(writer);
    }

    /// <summary>Reads the request, as a BMC does.</summary>
    public static SetUserName ReadRequest(ByteReader reader) => new((byte)(reader.ReadByte() & 0x3F), UserName.Read(reader.Slice(UserName.MaximumLength)));
}
