using IpmiPS.Wire;

namespace IpmiPS.Commands.App;

/// <summary>Get Session Challenge, the first step of an IPMI 1.5 log-in. IPMI 2.0 section 22.16.</summary>
public sealed class GetSessionChallenge() : IpmiCommand<SessionChallenge>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<GetSessionChallenge, SessionChallenge> Definition { get; } =
        new(NetFn.App, 0x39, "Get Session Challenge", null, ReadRequest, static (writer, response) => response.Write(writer));

    private const int UserNameLength = 16;

    /// <summary>Authentication type: 0 none, 1 MD2, 2 MD5, 4 straight password.</summary>
    public byte AuthenticationType { get; init; }

    /// <summary>User name, at most 16 bytes; empty for the null user.</summary>
    public byte[] UserName { get; init; } = [];

    /// <summary>Byte 1: authentication type. Bytes 2 to 17: user name, padded with NUL.</summary>
    public override void WriteRequest(ByteWriter writer)
    {
        writer.WriteByte(AuthenticationType);
        writer.WriteBytes(UserName);
        writer.WriteRepeated(0, UserNameLength - UserName.Length);
    }

    /// <summary>Reads the request, as a BMC does.</summary>
    public static GetSessionChallenge ReadRequest(ByteReader reader)
    {
        byte type = (byte)(reader.ReadByte() & 0x0F);
        byte[] name = reader.ReadBytes(UserNameLength);
        int length = System.Array.IndexOf<byte>(name, 0);
        if (length >= 0)
            System.Array.Resize(ref name, length);
        return new() { AuthenticationType = type, UserName = name };
    }

    /// <inheritdoc/>
    public override SessionChallenge ReadResponse(ByteReader reader) => SessionChallenge.Read(reader);

    /// <inheritdoc/>
    public override string? DescribeCompletionCode(byte code) => code switch
    {
        0x81 => "invalid user name",
        0x82 => "null user name not enabled",
        _ => null,
    };
}

/// <summary>The challenge that Activate Session returns, authenticated.</summary>
public sealed record SessionChallenge
{
    /// <summary>Session id until the log-in is done.</summary>
    public uint TemporarySessionId { get; init; }

    /// <summary>16 bytes.</summary>
    public byte[] Challenge { get; init; } = [];

    /// <summary>Reads the response: temporary session id (4), challenge (16).</summary>
    public static SessionChallenge Read(ByteReader reader) => new() { TemporarySessionId = reader.ReadUInt32(), Challenge = reader.ReadBytes(16) };

    /// <summary>Writes the response, as a BMC does.</summary>
    public void Write(ByteWriter writer)
    {
        writer.WriteUInt32(TemporarySessionId);
        writer.WriteBytes(Challenge);
    }
}
