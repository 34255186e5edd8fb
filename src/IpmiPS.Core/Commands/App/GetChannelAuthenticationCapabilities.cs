using System;
using IpmiPS.Packets;
using IpmiPS.Wire;

namespace IpmiPS.Commands.App;

/// <summary>Get Channel Authentication Capabilities, which a BMC answers before any log-in. IPMI 2.0 section 22.13.</summary>
public sealed class GetChannelAuthenticationCapabilities() : IpmiCommand<ChannelAuthenticationCapabilities>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<GetChannelAuthenticationCapabilities, ChannelAuthenticationCapabilities> Definition { get; } =
        new(NetFn.App, 0x38, "Get Channel Authentication Capabilities", null, ReadRequest, static (writer, response) => response.Write(writer));

    /// <summary>Channel number; Eh is the channel of the request.</summary>
    public byte Channel { get; init; } = 0x0E;

    /// <summary>Whether to request the IPMI 2.0 data; some IPMI 1.5 BMCs refuse the request with that bit set.</summary>
    public bool RequestIpmi20 { get; init; } = true;

    /// <summary>The privilege level that a session is planned with.</summary>
    public PrivilegeLevel RequestedPrivilege { get; init; } = PrivilegeLevel.User;

    /// <summary>Byte 1: bit 7 IPMI 2.0 data wanted, 3:0 channel. Byte 2: 3:0 privilege level.</summary>
    public override void WriteRequest(ByteWriter writer)
    {
        writer.WriteByte((byte)((RequestIpmi20 ? 0x80 : 0) | Channel & 0x0F));
        writer.WriteByte((byte)RequestedPrivilege);
    }

    /// <summary>Reads the request, as a BMC does.</summary>
    public static GetChannelAuthenticationCapabilities ReadRequest(ByteReader reader)
    {
        byte channel = reader.ReadByte(), privilege = reader.ReadByte();
        return new() { RequestIpmi20 = (channel & 0x80) != 0, Channel = (byte)(channel & 0x0F), RequestedPrivilege = (PrivilegeLevel)(privilege & 0x0F) };
    }

    /// <inheritdoc/>
    public override ChannelAuthenticationCapabilities ReadResponse(ByteReader reader) => ChannelAuthenticationCapabilities.Read(reader);
}

/// <summary>The log-in methods of a channel. Some BMCs set these flags wrongly. IPMI 2.0 section 22.13, table 22-15.</summary>
public sealed record ChannelAuthenticationCapabilities
{
    /// <summary>Channel number.</summary>
    public byte Channel { get; init; }

    /// <summary>Byte 3: bit 7 IPMI 2.0 data present; authentication types permitted: bit 0 none, 1 MD2, 2 MD5, 4 straight password, 5 OEM.</summary>
    public byte AuthenticationTypes { get; init; }

    /// <summary>Byte 4: bit 5 Kg is set, 4 per-message authentication off, 3 user level authentication off, 2 non-null user names, 1 null user names, 0 anonymous log-in.</summary>
    public byte Status { get; init; }

    /// <summary>Byte 5: bit 1 IPMI 2.0 sessions, bit 0 IPMI 1.5 sessions; 0 on BMCs that know only IPMI 1.5.</summary>
    public byte Extended { get; init; }

    /// <summary>Vendor of the OEM authentication type, 0 for none.</summary>
    public int OemId { get; init; }

    /// <summary>The vendor's byte.</summary>
    public byte OemData { get; init; }

    /// <summary>Whether the BMC speaks RMCP+.</summary>
    public bool SupportsIpmi20 => (AuthenticationTypes & 0x80) != 0 && (Extended & 0x02) != 0;

    /// <summary>Whether the BMC speaks IPMI 1.5 sessions.</summary>
    public bool SupportsIpmi15 => (AuthenticationTypes & 0x80) == 0 || (Extended & 0x01) != 0;

    /// <summary>Whether log-in needs a BMC key that was set.</summary>
    public bool BmcKeySet => (Status & 0x20) != 0;

    /// <summary>Whether IPMI 1.5 packets after the log-in carry an authentication code.</summary>
    public bool PerMessageAuthentication => (Status & 0x10) == 0;

    internal bool Permits(AuthType type) => (AuthenticationTypes & 1 << (int)type) != 0;

    /// <summary>Reads the response: channel, authentication types, status, [extended, OEM id (3), OEM data].</summary>
    public static ChannelAuthenticationCapabilities Read(ByteReader reader) => new()
    {
        Channel = (byte)(reader.ReadByte() & 0x0F),
        AuthenticationTypes = reader.ReadByte(),
        Status = reader.ReadByte(),
        Extended = reader.ReadByteOr(0),
        OemId = reader.Remaining >= 3 ? reader.ReadUInt24() : 0,
        OemData = reader.ReadByteOr(0),
    };

    /// <summary>Writes the response, as a BMC does.</summary>
    public void Write(ByteWriter writer)
    {
        writer.WriteByte(Channel);
        writer.WriteByte(AuthenticationTypes);
        writer.WriteByte(Status);
        writer.WriteByte(Extended);
        writer.WriteUInt24(OemId);
        writer.WriteByte(OemData);
    }
}
