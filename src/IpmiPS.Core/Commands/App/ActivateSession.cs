using IpmiPS.Wire;

namespace IpmiPS.Commands.App;

/// <summary>Activate Session, the second step of an IPMI 1.5 log-in. IPMI 2.0 section 22.17.</summary>
public sealed class ActivateSession() : IpmiCommand<ActivatedSession>(Definition)
{
    /// <summary>The command's definition. Idempotent: the first request uses the temporary session up, and a second one is refused.</summary>
    public static CommandDefinition<ActivateSession, ActivatedSession> Definition { get; } =
        new(NetFn.App, 0x3A, "Activate Session", null, ReadRequest, static (writer, response) => response.Write(writer)) { IsIdempotent = true };

    /// <summary>Authentication type: 0 none, 1 MD2, 2 MD5, 4 straight password.</summary>
    public byte AuthenticationType { get; init; }

    /// <summary>The highest privilege level that the session will request.</summary>
    public PrivilegeLevel MaximumPrivilege { get; init; } = PrivilegeLevel.User;

    /// <summary>The 16 bytes of the challenge.</summary>
    public byte[] Challenge { get; init; } = new byte[16];

    /// <summary>Sequence number with which the BMC begins; not 0.</summary>
    public uint FirstOutboundSequence { get; init; }

    /// <summary>Byte 1: authentication type. 2: privilege. 3 to 18: challenge. 19 to 22: initial outbound sequence number.</summary>
    public override void WriteRequest(ByteWriter writer)
    {
        writer.WriteByte(AuthenticationType);
        writer.WriteByte((byte)MaximumPrivilege);
        writer.WriteBytes(Challenge);
        writer.WriteUInt32(FirstOutboundSequence);
    }

    /// <summary>Reads the request, as a BMC does.</summary>
    public static ActivateSession ReadRequest(ByteReader reader) => new()
    {
        AuthenticationType = (byte)(reader.ReadByte() & 0x0F),
        MaximumPrivilege = (PrivilegeLevel)(reader.ReadByte() & 0x0F),
        Challenge = reader.ReadBytes(16),
        FirstOutboundSequence = reader.ReadUInt32(),
    };

    /// <inheritdoc/>
    public override ActivatedSession ReadResponse(ByteReader reader) => ActivatedSession.Read(reader);

    /// <inheritdoc/>
    public override string? DescribeCompletionCode(byte code) => code switch
    {
        0x81 => "no session slot available",
        0x82 => "no slot available for this user",
        0x83 => "no slot available at this privilege level",
        0x84 => "session sequence number out of range",
        0x85 => "invalid session id in request",
        0x86 => "privilege level exceeds the limit of user or channel",
        _ => null,
    };
}

/// <summary>An activated IPMI 1.5 session.</summary>
public sealed record ActivatedSession
{
    /// <summary>Authentication type of the packets that follow; 0 where per-message authentication is off.</summary>
    public byte AuthenticationType { get; init; }

    /// <summary>The session's id from now on.</summary>
    public uint SessionId { get; init; }

    /// <summary>Sequence number with which the console begins.</summary>
    public uint FirstInboundSequence { get; init; }

    /// <summary>The highest privilege level of the session.</summary>
    public PrivilegeLevel MaximumPrivilege { get; init; }

    /// <summary>Reads the response: authentication type, session id (4), initial inbound sequence number (4), privilege.</summary>
    public static ActivatedSession Read(ByteReader reader) => new()
    {
        AuthenticationType = (byte)(reader.ReadByte() & 0x0F),
        SessionId = reader.ReadUInt32(),
        FirstInboundSequence = reader.ReadUInt32(),
        MaximumPrivilege = (PrivilegeLevel)(reader.ReadByte() & 0x0F),
    };

    /// <summary>Writes the response, as a BMC does.</summary>
    public void Write(ByteWriter writer)
    {
        writer.WriteByte(AuthenticationType);
        writer.WriteUInt32(SessionId);
        writer.WriteUInt32(FirstInboundSequence);
        writer.WriteByte((byte)MaximumPrivilege);
    }
}
