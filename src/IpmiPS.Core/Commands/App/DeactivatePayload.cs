using IpmiPS.Packets;
using IpmiPS.Wire;

namespace IpmiPS.Commands.App;

/// <summary>Deactivate Payload: on this session, or on another one whose user is no more privileged. IPMI 2.0 section 24.2.</summary>
public sealed class DeactivatePayload(PayloadType payload, byte instance) : IpmiAction(Definition)
{
    /// <summary>The command's definition. Idempotent: an inactive payload stays inactive; a second request is answered with 80h.</summary>
    public static ActionDefinition<DeactivatePayload> Definition { get; } =
        new(NetFn.App, 0x49, "Deactivate Payload", PrivilegeLevel.User, ReadRequest) { IsIdempotent = true };

    /// <summary>Completion code: it is not active.</summary>
    public const byte AlreadyDeactivated = 0x80;

    /// <summary>Completion code: this payload type is disabled in the BMC's set-up.</summary>
    public const byte PayloadDisabled = 0x81;

    /// <summary>Payload type.</summary>
    public PayloadType Payload { get; } = payload;

    /// <summary>Instance, 1 to 15.</summary>
    public byte Instance { get; } = instance;

    /// <inheritdoc/>
    public override string? DescribeCompletionCode(byte code) => code switch
    {
        AlreadyDeactivated => "payload already deactivated",
        PayloadDisabled => "payload type disabled in the BMC's configuration",
        _ => null,
    };

    /// <inheritdoc/>
    public override void WriteRequest(ByteWriter writer)
    {
        // 1 [5:0] payload type, 2 [3:0] payload instance, 3:6 auxiliary data (none for SOL).
        writer.WriteByte((byte)((byte)Payload & 0x3F));
        writer.WriteByte((byte)(Instance & 0x0F));
        writer.WriteUInt32(0);
    }

    /// <summary>Reads the request, as a BMC does.</summary>
    public static DeactivatePayload ReadRequest(ByteReader reader)
    {
        var command = new DeactivatePayload((PayloadType)(reader.ReadByte() & 0x3F), (byte)(reader.ReadByte() & 0x0F));
        reader.Skip(4);
        return command;
    }
}
