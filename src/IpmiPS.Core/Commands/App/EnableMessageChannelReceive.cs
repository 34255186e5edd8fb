using IpmiPS.Wire;

namespace IpmiPS.Commands.App;

/// <summary>Enable Message Channel Receive: whether messages of a channel get into the receive message queue. IPMI 2.0 section 22.5.</summary>
/// <param name="channel">Channel, 0 to 15.</param>
/// <param name="operation">What to do.</param>
public sealed class EnableMessageChannelReceive(byte channel, ChannelReceive operation) : IpmiCommand<ChannelReceiveState>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<EnableMessageChannelReceive, ChannelReceiveState> Definition { get; } =
        new(NetFn.App, 0x32, "Enable Message Channel Receive", PrivilegeLevel.Administrator, ReadRequest, static (writer, response) => response.Write(writer)) { IsIdempotent = true };

    /// <summary>Channel.</summary>
    public byte Channel { get; } = channel;

    /// <summary>What to do.</summary>
    public ChannelReceive Operation { get; } = operation;

    /// <inheritdoc/>
    public override void WriteRequest(ByteWriter writer)
    {
        // 1 [3:0] channel; 2 [1:0] 00b disable, 01b enable, 10b get.
        writer.WriteByte((byte)(Channel & 0x0F));
        writer.WriteByte((byte)((byte)Operation & 0x03));
    }

    /// <summary>Reads the request, as a BMC does.</summary>
    public static EnableMessageChannelReceive ReadRequest(ByteReader reader) => new((byte)(reader.ReadByte() & 0x0F), (ChannelReceive)(reader.ReadByte() & 0x03));

    /// <inheritdoc/>
    public override ChannelReceiveState ReadResponse(ByteReader reader) => ChannelReceiveState.Read(reader);
}

/// <summary>What to do with the messages of a channel. IPMI 2.0 section 22.5.</summary>
public enum ChannelReceive : byte
{
    /// <summary>Do not receive them.</summary>
    Disable = 0,

    /// <summary>Receive them.</summary>
    Enable = 1,

    /// <summary>Only read the state.</summary>
    Get = 2,
}

/// <summary>Whether the messages of a channel are received. IPMI 2.0 section 22.5.</summary>
/// <param name="Channel">Channel.</param>
/// <param name="IsEnabled">Whether they are.</param>
public readonly record struct ChannelReceiveState(byte Channel, bool IsEnabled)
{
    /// <summary>Reads the response.</summary>
    public static ChannelReceiveState Read(ByteReader reader) => new((byte)(reader.ReadByte() & 0x0F), (reader.ReadByte() & 0x01) != 0);

    /// <summary>Writes the response, as a BMC does.</summary>
    public void Write(ByteWriter writer)
    {
        writer.WriteByte(Channel);
        writer.WriteByte((byte)(IsEnabled ? 1 : 0));
    }
}
