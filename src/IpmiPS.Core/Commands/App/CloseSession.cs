using IpmiPS.Wire;

namespace IpmiPS.Commands.App;

/// <summary>Close Session. IPMI 2.0 section 22.19.</summary>
/// <param name="sessionId">ID by which the BMC knows the session; 0 to name it by its handle.</param>
/// <param name="handle">The session's handle, sent only with a session ID of 0.</param>
public sealed class CloseSession(uint sessionId, byte? handle = null) : IpmiAction(Definition)
{
    /// <summary>The command's definition. Idempotent: a closed session stays closed.</summary>
    public static ActionDefinition<CloseSession> Definition { get; } =
        new(NetFn.App, 0x3C, "Close Session", PrivilegeLevel.Callback, ReadRequest) { IsIdempotent = true };

    /// <summary>ID by which the BMC knows the session; 0 where it is named by its handle.</summary>
    public uint SessionId => sessionId;

    /// <summary>The session's handle.</summary>
    public byte? Handle => handle;

    /// <inheritdoc/>
    public override void WriteRequest(ByteWriter writer)
    {
        // 1:4 session ID; (5) session handle, for a session ID of 0.
        writer.WriteUInt32(sessionId);
        if (handle is { } value)
            writer.WriteByte(value);
    }

    /// <summary>Reads the request, as a BMC does.</summary>
    public static CloseSession ReadRequest(ByteReader reader) => new(reader.ReadUInt32(), reader.IsAtEnd ? null : reader.ReadByte());

    /// <inheritdoc/>
    public override string? DescribeCompletionCode(byte code) => code switch
    {
        0x87 => "invalid session id in request",
        0x88 => "invalid session handle in request",
        _ => null,
    };
}
