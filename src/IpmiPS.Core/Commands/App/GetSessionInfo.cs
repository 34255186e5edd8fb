using System.Net;
using IpmiPS.Wire;

namespace IpmiPS.Commands.App;

/// <summary>Get Session Info: who is logged in. IPMI 2.0 section 22.20.</summary>
public sealed class GetSessionInfo : IpmiCommand<SessionInfo>
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<GetSessionInfo, SessionInfo> Definition { get; } =
        new(NetFn.App, 0x3D, "Get Session Info", PrivilegeLevel.User, ReadRequest, static (writer, response) => response.Write(writer));

    private const byte ByHandle = 0xFE;
    private const byte BySessionId = 0xFF;

    private GetSessionInfo(byte index, byte handle, uint sessionId)
        : base(Definition)
    {
        Index = index;
        Handle = handle;
        SessionId = sessionId;
    }

    /// <summary>The session of the request.</summary>
    public static GetSessionInfo Present => new(0, 0, 0);

    /// <summary>0 for the present session, 1 up for the n-th active one, FEh by handle, FFh by session id.</summary>
    public byte Index { get; }

    /// <summary>Session handle, where <see cref="Index"/> is FEh.</summary>
    public byte Handle { get; }

    /// <summary>Session id, where <see cref="Index"/> is FFh.</summary>
    public uint SessionId { get; }

    /// <summary>The n-th active session, 1 to 253.</summary>
    public static GetSessionInfo AtIndex(byte index) => new(index, 0, 0);

    /// <summary>The session with a handle.</summary>
    public static GetSessionInfo WithHandle(byte handle) => new(ByHandle, handle, 0);

    /// <summary>The session with an id.</summary>
    public static GetSessionInfo WithId(uint sessionId) => new(BySessionId, 0, sessionId);

    /// <inheritdoc/>
    public override void WriteRequest(ByteWriter writer)
    {
        // 1 session index, (2) session handle for FEh, (2:5) session id for FFh.
        writer.WriteByte(Index);
        if (Index == ByHandle)
            writer.WriteByte(Handle);
        else if (Index == BySessionId)
            writer.WriteUInt32(SessionId);
    }

    /// <summary>Reads the request, as a BMC does.</summary>
    public static GetSessionInfo ReadRequest(ByteReader reader) => reader.ReadByte() switch
    {
        ByHandle => WithHandle(reader.ReadByte()),
        BySessionId => WithId(reader.ReadUInt32()),
        var index => AtIndex(index),
    };

    /// <inheritdoc/>
    public override SessionInfo ReadResponse(ByteReader reader) => SessionInfo.Read(reader);
}

/// <summary>One active session. IPMI 2.0 section 22.20, table 22-25.</summary>
public sealed record SessionInfo
{
    /// <summary>The session's handle; 0 if no session has that index.</summary>
    public byte Handle { get; init; }

    /// <summary>Slots that the BMC has for sessions, 1 to 63.</summary>
    public byte Slots { get; init; }

    /// <summary>Sessions active now.</summary>
    public byte Active { get; init; }

    /// <summary>The user's number; null if there is no session.</summary>
    public byte? UserId { get; init; }

    /// <summary>The privilege that the session has now.</summary>
    public PrivilegeLevel? Privilege { get; init; }

    /// <summary>The session's channel.</summary>
    public byte? Channel { get; init; }

    /// <summary>Byte 7, bits 7:4: 0 IPMI 1.5, 1 IPMI 2.0 (RMCP+).</summary>
    public byte? SessionProtocol { get; init; }

    /// <summary>IPv4 address of the client, for LAN sessions.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>MAC address of the client or of the last router, for LAN sessions.</summary>
    public byte[]? MacAddress { get; init; }

    /// <summary>UDP port of the client, for LAN sessions.</summary>
    public ushort? Port { get; init; }

    /// <summary>Reads the response. What follows the counts is there only for an active session, and the addresses only on a LAN.</summary>
    public static SessionInfo Read(ByteReader reader)
    {
        byte handle = reader.ReadByte();
        byte slots = (byte)(reader.ReadByte() & 0x3F);
        byte active = (byte)(reader.ReadByte() & 0x3F);
        var info = new SessionInfo { Handle = handle, Slots = slots, Active = active };
        if (handle == 0 || reader.Remaining < 3)
            return info;
        byte user = (byte)(reader.ReadByte() & 0x3F);
        var privilege = (PrivilegeLevel)(reader.ReadByte() & 0x0F);
        byte channel = reader.ReadByte();
        info = info with { UserId = user, Privilege = privilege, Channel = (byte)(channel & 0x0F), SessionProtocol = (byte)(channel >> 4) };
        return reader.Remaining < 12
            ? info
            : info with { Address = new IPAddress(reader.ReadBytes(4)), MacAddress = reader.ReadBytes(6), Port = reader.ReadUInt16() };
    }

    /// <summary>Writes the response, as a BMC does.</summary>
    public void Write(ByteWriter writer)
    {
        writer.WriteByte(Handle);
        writer.WriteByte(Slots);
        writer.WriteByte(Active);
        if (UserId is not { } user)
            return;
        writer.WriteByte(user);
        writer.WriteByte((byte)(Privilege ?? 0));
        writer.WriteByte((byte)((Channel ?? 0) | (SessionProtocol ?? 0) << 4));
        if (Address is null)
            return;
        writer.WriteBytes(Address.GetAddressBytes());
        writer.WriteBytes(MacAddress ?? new byte[6]);
        writer.WriteUInt16(Port ?? 0);
    }
}
