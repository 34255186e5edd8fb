using IpmiPS.Packets;
using IpmiPS.Wire;

namespace IpmiPS.Commands.App;

/// <summary>Suspend/Resume Payload Encryption: whether the BMC encrypts what it sends of a payload. IPMI 2.0 section 24.3.</summary>
public sealed class SuspendResumePayloadEncryption(PayloadType payload, byte instance, PayloadEncryption operation) : IpmiAction(Definition)
{
    /// <summary>The command's definition.</summary>
    public static ActionDefinition<SuspendResumePayloadEncryption> Definition { get; } =
        new(NetFn.App, 0x55, "Suspend/Resume Payload Encryption", PrivilegeLevel.User, ReadRequest) { IsIdempotent = true };

    /// <summary>Payload type.</summary>
    public PayloadType Payload { get; } = payload;

    /// <summary>Instance, 1 to 15.</summary>
    public byte Instance { get; } = instance;

    /// <summary>What to do.</summary>
    public PayloadEncryption Operation { get; } = operation;

    /// <inheritdoc/>
    public override string? DescribeCompletionCode(byte code) => code switch
    {
        0x80 => "operation not supported for this payload type",
        0x81 => "operation not allowed in the present configuration",
        0x82 => "the session has no encryption",
        0x83 => "the payload instance is not active",
        _ => null,
    };

    /// <inheritdoc/>
    public override void WriteRequest(ByteWriter writer)
    {
        // 1 [5:0] payload type, 2 [3:0] payload instance, 3 [4:0] operation.
        writer.WriteByte((byte)((byte)Payload & 0x3F));
        writer.WriteByte((byte)(Instance & 0x0F));
        writer.WriteByte((byte)Operation);
    }

    /// <summary>Reads the request, as a BMC does.</summary>
    public static SuspendResumePayloadEncryption ReadRequest(ByteReader reader) =>
        new((PayloadType)(reader.ReadByte() & 0x3F), (byte)(reader.ReadByte() & 0x0F), (PayloadEncryption)(reader.ReadByte() & 0x1F));
}

/// <summary>What to do with a payload's encryption. IPMI 2.0 section 24.3, table 24-4.</summary>
public enum PayloadEncryption : byte
{
    /// <summary>Send plain.</summary>
    Suspend = 0,

    /// <summary>Send encrypted.</summary>
    Resume = 1,

    /// <summary>Start the cipher's state anew (xRC4).</summary>
    Reinitialize = 2,
}
