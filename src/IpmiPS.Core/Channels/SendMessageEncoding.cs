using IpmiPS.Commands;
using IpmiPS.Commands.App;
using IpmiPS.Crypto;
using IpmiPS.Packets;
using IpmiPS.Wire;

namespace IpmiPS.Channels;

/// <summary>
/// A request that the BMC forwards to a controller behind it (Send Message). IPMI 2.0 section 22.7 and 6.13. The response of the controller
/// comes inside the response to Send Message, or later as a message of its own with the same sequence number. Where a controller behind the BMC passes the
/// command on, it gets a Send Message of its own.
/// </summary>
internal sealed class SendMessageEncoding(IpmbTarget target) : RequestEncoding
{
    /// <summary>Makes the BMC route the response back to this session.</summary>
    private const byte TrackRequest = 0x40;

    /// <summary>The message's NetFn and number; <see cref="Write"/> writes its data.</summary>
    private static readonly SendMessage s_header = new(0, isTracked: true, []);

    /// <summary>Byte 1: 7:6 tracking, 3:0 channel. Then the message for the other bus, with the BMC as its sender.</summary>
    public override void Write(ByteWriter writer, IpmiCommand command, byte sequence)
    {
        var body = CreateWriter(command);
        body.WriteByte((byte)(TrackRequest | target.Channel & 0x0F));
        LanMessage.WriteRequest(body, command, sequence, target.Address, IpmbTarget.BmcAddress);
        if (target.HasTransit)
        {
            var transit = CreateWriter(command);
            transit.WriteByte((byte)(TrackRequest | target.TransitChannel & 0x0F));
            LanMessage.Request(s_header, sequence, body.AsSegment(), target.TransitAddress, IpmbTarget.BmcAddress).Write(transit);
            Wipe(command, body);
            body = transit;
        }

        LanMessage.Request(s_header, sequence, body.AsSegment()).Write(writer);
        Wipe(command, body);
    }

    public override byte[]? ReadResponse(IpmiCommand command, in LanMessage received) => Read(command, received);

    private static byte[]? Read(IpmiCommand command, in LanMessage received) => ReadOwnResponse(command, received) ?? ReadForwarded(command, received);

    /// <summary>A failure of Send Message ends the request. On success, the response is in the data, or comes as a message of its own.</summary>
    private static byte[]? ReadForwarded(IpmiCommand command, in LanMessage received)
    {
        if (received.NetFn != ((byte)NetFn.App | 1) || received.Command != SendMessage.Definition.Code)
            return null;
        var reader = new ByteReader(received.Data);
        byte code = reader.ReadByte();
        if (code != 0)
            return [ToTargetCode(code)];
        return reader.Remaining < LanMessage.Overhead ? null : Read(command, LanMessage.Read(reader));
    }

    private static void Wipe(IpmiCommand command, ByteWriter writer)
    {
        if (command.HoldsSecret)
            SecretBytes.Wipe(writer.AsSegment().Array);
    }

    /// <summary>The codes that are specific to Send Message (invalid session handle, lost arbitration, bus error, NAK on write) mean that the target cannot be reached.</summary>
    private static byte ToTargetCode(byte code) => code is >= 0x80 and <= 0x83 ? (byte)CompletionCode.DestinationUnavailable : code;
}
