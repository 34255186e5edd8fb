using IpmiPS.Wire;

namespace IpmiPS.Commands.App;

/// <summary>Get Message: takes a message out of the receive message queue, so it is never sent twice. IPMI 2.0 section 22.6.</summary>
public sealed class GetMessage() : IpmiCommand<ReceivedMessage>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<GetMessage, ReceivedMessage> Definition { get; } =
        new(NetFn.App, 0x33, "Get Message", PrivilegeLevel.Administrator, static _ => new(), static (writer, response) => response.Write(writer)) { IsIdempotent = false };

    /// <summary>Completion code: the queue is empty.</summary>
    public const byte QueueEmpty = 0x80;

    /// <inheritdoc/>
    public override string? DescribeCompletionCode(byte code) => code == QueueEmpty ? "the receive message queue is empty" : null;

    /// <inheritdoc/>
    public override ReceivedMessage ReadResponse(ByteReader reader) => ReceivedMessage.Read(reader);
}

/// <summary>A message of the receive message queue. IPMI 2.0 section 22.6, table 22-8.</summary>
/// <param name="ChannelAndPrivilege">[7:4] privilege of the sender, [3:0] channel.</param>
/// <param name="Data">The message, as on its channel.</param>
public sealed record ReceivedMessage(byte ChannelAndPrivilege, byte[] Data)
{
    /// <summary>The channel that it came over.</summary>
    public byte Channel => (byte)(ChannelAndPrivilege & 0x0F);

    /// <summary>The privilege that the BMC inferred for the sender.</summary>
    public PrivilegeLevel Privilege => (PrivilegeLevel)(ChannelAndPrivilege >> 4);

    /// <summary>Reads the response.</summary>
    public static ReceivedMessage Read(ByteReader reader) => new(reader.ReadByte(), reader.ReadRest());

    /// <summary>Writes the response, as a BMC does.</summary>
    public void Write(ByteWriter writer)
    {
        writer.WriteByte(ChannelAndPrivilege);
        writer.WriteBytes(Data);
    }
}
