using IpmiPS.Wire;

namespace IpmiPS.Commands.App;

/// <summary>
/// Send Message: passes a message on to a controller behind the BMC. The response says only that the message was sent; a tracked
/// message's own response follows in a packet of its own. IPMI 2.0 sections 22.7 and 6.13.
/// </summary>
/// <param name="channel">Channel of the bus behind the BMC, 0 to 15.</param>
/// <param name="isTracked">Whether the BMC returns the response to the requester by itself.</param>
/// <param name="message">The message as the other bus carries it, with its checksums.</param>
public sealed class SendMessage(byte channel, bool isTracked, byte[] message) : IpmiAction(Definition)
{
    /// <summary>The command's definition. Not idempotent: the message within may be any command.</summary>
    public static ActionDefinition<SendMessage> Definition { get; } =
        new(NetFn.App, 0x34, "Send Message", PrivilegeLevel.User, ReadRequest) { IsIdempotent = false };

    private const byte TrackingMask = 0xC0, TrackRequest = 0x40;

    /// <summary>Channel of the bus behind the BMC.</summary>
    public byte Channel => channel;

    /// <summary>Whether the BMC returns the response to the requester by itself.</summary>
    public bool IsTracked => isTracked;

    /// <summary>The message as the other bus carries it.</summary>
    public byte[] Message => message;

    /// <inheritdoc/>
    public override string? DescribeCompletionCode(byte code) => code switch
    {
        0x80 => "invalid session handle",
        0x81 => "lost arbitration",
        0x82 => "bus error",
        0x83 => "no acknowledgement from the controller",
        _ => null,
    };

    /// <inheritdoc/>
    public override void WriteRequest(ByteWriter writer)
    {
        // 1 [7:6] 01b = track request, [3:0] channel; 2:N message.
        writer.WriteByte((byte)((isTracked ? TrackRequest : 0) | channel & 0x0F));
        writer.WriteBytes(message);
    }

    /// <summary>Reads the request, as a BMC does.</summary>
    public static SendMessage ReadRequest(ByteReader reader)
    {
        byte channel = reader.ReadByte();
        return new((byte)(channel & 0x0F), (channel & TrackingMask) == TrackRequest, reader.ReadRest());
    }
}
