using IpmiPS.Wire;

namespace IpmiPS.Commands.App;

/// <summary>Set User Payload Access: allows payloads to a user on a channel, or forbids them; those not named stay as they are. IPMI 2.0 section 24.6.</summary>
public sealed class SetUserPayloadAccess(byte channel, byte userId, bool enable, PayloadAccess payloads) : IpmiAction(Definition)
{
    /// <summary>The command's definition.</summary>
    public static ActionDefinition<SetUserPayloadAccess> Definition { get; } =
        new(NetFn.App, 0x4C, "Set User Payload Access", PrivilegeLevel.Administrator, ReadRequest) { IsIdempotent = true };

    /// <summary>Channel, 0 to 15.</summary>
    public byte Channel { get; } = channel;

    /// <summary>User, 1 to 63.</summary>
    public byte UserId { get; } = userId;

    /// <summary>Allow the payloads, rather than forbid them.</summary>
    public bool Enable { get; } = enable;

    /// <summary>The payloads meant.</summary>
    public PayloadAccess Payloads { get; } = payloads;

    /// <inheritdoc/>
    public override void WriteRequest(ByteWriter writer)
    {
        // 1 [3:0] channel, 2 [7:6] 00b = enable, 01b = disable, [5:0] user, 3:6 payloads.
        writer.WriteByte((byte)(Channel & 0x0F));
        writer.WriteByte((byte)(UserId & 0x3F | (Enable ? 0 : 0x40)));
        Payloads.Write(writer);
    }

    /// <summary>Reads the request, as a BMC does.</summary>
    public static SetUserPayloadAccess ReadRequest(ByteReader reader)
    {
        byte channel = (byte)(reader.ReadByte() & 0x0F);
        byte user = reader.ReadByte();
        return new(channel, (byte)(user & 0x3F), (user & 0xC0) == 0, PayloadAccess.Read(reader));
    }
}
