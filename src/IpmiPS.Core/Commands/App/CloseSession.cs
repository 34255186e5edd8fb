using IpmiPS.Wire;

namespace IpmiPS.Commands.App;

/// <summary>Close Session. IPMI 2.0 section 22.19.</summary>
public sealed class CloseSession(uint sessionId) : IpmiAction
{
    /// <summary>The command number.</summary>
    public const byte CommandCode = 0x3C;

    /// <summary>Id that the BMC knows the session by.</summary>
    public uint SessionId => sessionId;

    /// <inheritdoc/>
    public override NetFn NetFn => NetFn.App;

    /// <inheritdoc/>
    public override byte Code => CommandCode;

    /// <summary>A session that is closed stays closed.</summary>
    public override bool IsIdempotent => true;

    /// <summary>Closing one's own session takes no more than being in it.</summary>
    public override PrivilegeLevel Privilege => PrivilegeLevel.Callback;

    /// <summary>Bytes 1 to 4: session id.</summary>
    public override void WriteRequest(ByteWriter writer) => writer.WriteUInt32(sessionId);

    /// <summary>Reads the request, as a BMC does.</summary>
    public static CloseSession ReadRequest(ByteReader reader) => new(reader.ReadUInt32());

    /// <inheritdoc/>
    public override string? DescribeCompletionCode(byte code) => code switch
    {
        0x87 => "invalid session id in request",
        0x88 => "invalid session handle in request",
        _ => null,
    };
}
