using IpmiPS.Commands;
using IpmiPS.Crypto;
using IpmiPS.Packets;
using IpmiPS.Wire;

namespace IpmiPS.Channels;

/// <summary>Send Message, which carries a request to a controller behind the BMC. IPMI 2.0 section 22.7 and 6.13.</summary>
internal static class SendMessage
{
    /// <summary>Asks the BMC to remember who asked, so that the answer comes back by itself.</summary>
    private const byte TrackRequest = 0x40;

    /// <summary>Byte 1: 7:6 tracking, 3:0 channel. Then the message as the other bus carries it, with the BMC as its sender.</summary>
    public static void Write(ByteWriter writer, IpmiCommand command, IpmbTarget target, byte sequence)
    {
        var body = new ByteWriter(command.HoldsSecret ? SessionChannel.RoomForSecret : 32);
        body.WriteByte((byte)(TrackRequest | target.Channel & 0x0F));
        LanMessage.WriteRequest(body, command, sequence, target.Address, IpmbTarget.BmcAddress);
        LanMessage.Request(new RawCommand((byte)NetFn.App, Commands.App.SendMessage.Definition.Code, []), sequence, body.AsSegment()).Write(writer);
        if (command.HoldsSecret)
            SecretBytes.Wipe(body.AsSegment().Array);
    }

    /// <summary>Codes that Send Message has of its own (invalid session handle, lost arbitration, bus error, NAK on write) say that the target cannot be reached.</summary>
    public static byte ToTargetCode(byte code) => code is >= 0x80 and <= 0x83 ? (byte)CompletionCode.DestinationUnavailable : code;
}
