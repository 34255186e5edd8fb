using IpmiPS.Commands;
using IpmiPS.Packets;
using IpmiPS.Wire;

namespace IpmiPS.Channels;

/// <summary>A request to the BMC itself.</summary>
internal sealed class DirectEncoding : RequestEncoding
{
    public static DirectEncoding Instance { get; } = new();

    public override void Write(ByteWriter writer, IpmiCommand command, byte sequence) => LanMessage.WriteRequest(writer, command, sequence);

    public override byte[]? ReadResponse(IpmiCommand command, in LanMessage received) => ReadOwnResponse(command, received);
}
