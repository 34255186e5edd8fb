using System;
using IpmiPS.Wire;

namespace IpmiPS.Commands.App;

/// <summary>Get User Name. IPMI 2.0 section 22.29.</summary>
public sealed class GetUserName(byte userId) : IpmiCommand<UserName>
{
    /// <summary>The command number.</summary>
    public const byte CommandCode = 0x46;

    /// <summary>User, 1 to 63.</summary>
    public byte UserId { get; } = userId;

    /// <inheritdoc/>
    public override NetFn NetFn => NetFn.App;

    /// <inheritdoc/>
    public override byte Code => CommandCode;

    /// <inheritdoc/>
    public override PrivilegeLevel Privilege => PrivilegeLevel.Operator;

    /// <inheritdoc/>
    public override void WriteRequest(ByteWriter writer) => writer.WriteByte((byte)(UserId & 0x3F));

    /// <summary>Reads the request, as a BMC does.</summary>
    public static GetUserName ReadRequest(ByteReader reader) => new((byte)(reader.ReadByte() & 0x3F));

    /// <inheritdoc/>
    public override UserName ReadResponse(ByteReader reader) => UserName.Read(reader);
}

/// <summary>A user's name: at most 16 bytes of UTF-8, padded with zeros. IPMI 2.0 sections 22.28 and 22.29.</summary>
/// <param name="Text">The name; empty for the null user and for entries that are free.</param>
public readonly record struct UserName(string Text)
{
    /// <summary>Bytes that a name has at most.</summary>
    public const int MaximumLength = 16;

    /// <summary>Reads the name; BMCs that leave out the padding are understood.</summary>
    public static UserName Read(ByteReader reader)
    {
        byte[] bytes = reader.ReadBytes(Math.Min(MaximumLength, reader.Remaining));
        int end = Array.IndexOf(bytes, (byte)0);
        return new UserName(System.Text.Encoding.UTF8.GetString(bytes, 0, end < 0 ? bytes.Length : end));
    }

    /// <summary>Writes 16 bytes.</summary>
    /// <exception cref="ArgumentException">The name is longer.</exception>
    public void Write(ByteWriter writer)
    {
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(Text);
        if (bytes.Length > MaximumLength)
            throw new ArgumentException($"A user name has at most {MaximumLength} bytes of UTF-8; this one has {bytes.Length}.");
        writer.WriteBytes(bytes);
        writer.WriteRepeated(0, MaximumLength - bytes.Length);
    }
}
