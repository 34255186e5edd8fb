using IpmiPS.Wire;

namespace IpmiPS.Sdr;

/// <summary>The message channels of an IPMI 1.0 BMC; later ones have Get Channel Info instead. Type 14h. IPMI 2.0 section 43.11.</summary>
public sealed record BmcMessageChannelInfoRecord : SdrRecord
{
    private const int ChannelCount = 8;

    /// <inheritdoc/>
    public override SdrRecordType RecordType => SdrRecordType.BmcMessageChannelInfo;

    /// <summary>Channels 0 to 7: [7] can transmit, [6:4] logical unit that receives, [3:0] protocol (0 no channel, 1 IPMB, 2 and 3 ICMB, 4 SMBus, 5 system).</summary>
    public byte[] Channels { get; init; } = new byte[ChannelCount];

    /// <summary>Interrupt of the message queue; FFh for none.</summary>
    public byte MessagingInterrupt { get; init; } = 0xFF;

    /// <summary>Interrupt of the event message buffer; FFh for none.</summary>
    public byte EventBufferInterrupt { get; init; } = 0xFF;

    internal static BmcMessageChannelInfoRecord ReadBody(ByteReader reader) => new()
    {
        // 6:13 channels 0 to 7; 14 messaging interrupt; 15 event message buffer interrupt; 16 reserved
        Channels = reader.ReadBytes(ChannelCount),
        MessagingInterrupt = reader.ReadByte(),
        EventBufferInterrupt = reader.ReadByte(),
    };

    private protected override void WriteBody(ByteWriter writer)
    {
        writer.WriteBytes(Channels);
        writer.WriteByte(MessagingInterrupt);
        writer.WriteByte(EventBufferInterrupt);
        writer.WriteByte(0);
    }
}
