using IpmiPS.Wire;

namespace IpmiPS.Commands.App;

/// <summary>Clear Message Flags. What waits is lost: the receive message queue is emptied, too. IPMI 2.0 section 22.3.</summary>
public sealed class ClearMessageFlags(PendingMessages flags) : IpmiAction(Definition)
{
    /// <summary>The command's definition.</summary>
    public static ActionDefinition<ClearMessageFlags> Definition { get; } =
        new(NetFn.App, 0x30, "Clear Message Flags", PrivilegeLevel.Administrator, ReadRequest) { IsIdempotent = false };

    /// <summary>The flags to clear.</summary>
    public PendingMessages Flags { get; } = flags;

    /// <inheritdoc/>
    public override void WriteRequest(ByteWriter writer) => writer.WriteByte((byte)Flags);

    /// <summary>Reads the request, as a BMC does.</summary>
    public static ClearMessageFlags ReadRequest(ByteReader reader) => new((PendingMessages)reader.ReadByte());
}
