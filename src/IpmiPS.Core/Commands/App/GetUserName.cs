using System;
using System.Text;
using IpmiPS.Wire;

namespace IpmiPS.Commands.App;

/// <summary>Get User Name. IPMI 2.0 section 22.29.</summary>
public sealed class GetUserName(byte userId) : IpmiCommand<UserName>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<GetUserName, UserName> Definition { get; } =
        new(NetFn.App, 0x46, "Get User Name", PrivilegeLevel.Operator, ReadRequest, static (writer, response) => response.Write(writer));

    /// <summary>User, 1 to 63.</summary>
    public byte UserId { get; } = userId;

    /// <inheritdoc/>
    public override void WriteRequest(ByteWriter writer) => writer.WriteByte((byte)(UserId & 0x3F));

    /// <summary>Reads the request, as a BMC does.</summary>
    public static GetUserName ReadRequest(ByteReader reader) => new((byte)(reader.ReadByte() & 0x3F));

    /// <inheritdoc/>
    public override UserName ReadResponse(ByteReader reader) => UserName.Read(reader);
}

/// <summary>
/// A user's name: at most 16 bytes of UTF-8, padded with zeros. IPMI 2.0 sections 22.28 and 22.29. BMCs keep whatever bytes they were given;
/// those that are no UTF-8 are shown as Latin-1, and written again as they were read.
/// </summary>
public sealed class UserName
{
    /// <summary>Bytes that a name has at most.</summary>
    public const int MaximumLength = 16;

    private static readonly Encoding s_utf8 = new UTF8Encoding(false, throwOnInvalidBytes: true);

    private readonly byte[] _bytes;

    /// <exception cref="ArgumentException">The name is longer than 16 bytes.</exception>
    public UserName(string text)
    {
        _bytes = Encoding.UTF8.GetBytes(text);
        if (_bytes.Length > MaximumLength)
            throw new ArgumentException($"A user name has at most {MaximumLength} bytes of UTF-8; this one has {_bytes.Length}.", nameof(text));
        Text = text;
    }

    private UserName(byte[] bytes)
    {
        _bytes = bytes;
        try
        {
            Text = s_utf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            Text = new ByteReader(bytes).ReadLatin1(bytes.Length);
        }
    }

    /// <summary>The name; empty for the null user and for entries that are free.</summary>
    public string Text { get; }

    /// <summary>Reads the name, up to the first zero; BMCs that leave out the padding are understood.</summary>
    public static UserName Read(ByteReader reader)
    {
        byte[] bytes = reader.ReadBytes(Math.Min(MaximumLength, reader.Remaining));
        int end = Array.IndexOf(bytes, (byte)0);
        if (end >= 0)
            Array.Resize(ref bytes, end);
        return new UserName(bytes);
    }

    /// <summary>The name's bytes, without padding.</summary>
    public byte[] ToBytes() => (byte[])_bytes.Clone();

    /// <summary>Writes 16 bytes.</summary>
    public void Write(ByteWriter writer)
    {
        writer.WriteBytes(_bytes);
        writer.WriteRepeated(0, MaximumLength - _bytes.Length);
    }

    /// <inheritdoc/>
    public override string ToString() => Text;
}
