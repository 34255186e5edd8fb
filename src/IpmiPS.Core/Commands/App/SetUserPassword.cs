using System;
using IpmiPS.Wire;

namespace IpmiPS.Commands.App;

/// <summary>What Set User Password does. IPMI 2.0 section 22.30, byte 2.</summary>
public enum UserPasswordOperation : byte
{
    /// <summary>Disable the user.</summary>
    DisableUser = 0,

    /// <summary>Enable the user.</summary>
    EnableUser = 1,

    /// <summary>Set the password.</summary>
    SetPassword = 2,

    /// <summary>Test the password: 80h if it is another one, 81h if it was stored with the other size.</summary>
    TestPassword = 3,
}

/// <summary>
/// Set User Password: sets or tests a password, enables or disables a user. IPMI 2.0 section 22.30. A password is sent as 16 or as
/// 20 bytes, padded with zeros, and BMCs store the size; one of 20 bytes is not valid for an IPMI 1.5 log-in.
/// </summary>
public sealed class SetUserPassword : IpmiAction
{
    /// <summary>The command's definition.</summary>
    public static ActionDefinition<SetUserPassword> Definition { get; } =
        new(NetFn.App, 0x47, "Set User Password", PrivilegeLevel.Administrator, ReadRequest) { IsIdempotent = false, HoldsSecret = true };

    /// <summary>Bytes of a password of IPMI 1.5.</summary>
    public const int ShortLength = 16;

    /// <summary>Bytes of a password of IPMI 2.0.</summary>
    public const int LongLength = 20;

    /// <summary>Test Password: the password is another one.</summary>
    public const CompletionCode PasswordMismatch = (CompletionCode)0x80;

    /// <summary>Test Password: the password was stored with the other size.</summary>
    public const CompletionCode PasswordSizeMismatch = (CompletionCode)0x81;

    private readonly byte[] _password;

    /// <summary>Sets or tests a password.</summary>
    /// <param name="userId">User, 1 to 63.</param>
    /// <param name="operation">SetPassword or TestPassword.</param>
    /// <param name="password">At most 16 bytes, or 20 if it is long. Not copied; the caller wipes it after the response.</param>
    /// <param name="isLong">Whether it is sent as 20 bytes.</param>
    /// <exception cref="ArgumentException">The password is longer.</exception>
    public SetUserPassword(byte userId, UserPasswordOperation operation, byte[] password, bool isLong)
        : base(Definition)
    {
        if (password.Length > (isLong ? LongLength : ShortLength))
            throw new ArgumentException($"A password has at most {(isLong ? LongLength : ShortLength)} bytes here; this one has {password.Length}.", nameof(password));
        (UserId, Operation, _password, IsLong) = (userId, operation, password, isLong);
    }

    /// <summary>Enables or disables a user.</summary>
    public SetUserPassword(byte userId, bool enable)
        : base(Definition)
    {
        (UserId, Operation, _password) = (userId, enable ? UserPasswordOperation.EnableUser : UserPasswordOperation.DisableUser, []);
    }

    /// <summary>Sends a password field of 16 zeros when a user is enabled or disabled. It has no meaning, but some BMCs require it.</summary>
    public bool WithPasswordField { get; init; }

    /// <summary>User, 1 to 63.</summary>
    public byte UserId { get; }

    /// <summary>What is done.</summary>
    public UserPasswordOperation Operation { get; }

    /// <summary>Whether the password is sent as 20 bytes rather than 16.</summary>
    public bool IsLong { get; }

    /// <summary>The password, without padding.</summary>
    internal byte[] Password => _password;

    /// <summary>A password that arrives late could replace a newer one.</summary>
    public override bool IsIdempotent => Operation != UserPasswordOperation.SetPassword;

    /// <inheritdoc/>
    public override bool HoldsSecret => HasPassword;

    private bool HasPassword => Operation is UserPasswordOperation.SetPassword or UserPasswordOperation.TestPassword;

    /// <inheritdoc/>
    public override string? DescribeCompletionCode(byte code) => code switch
    {
        (byte)PasswordMismatch => "the password is another one",
        (byte)PasswordSizeMismatch => "the password was stored with another size (16 or 20 bytes)",
        _ => null,
    };

    /// <inheritdoc/>
    public override void WriteRequest(ByteWriter writer)
    {
        // 1 [7] 1b = password of 20 bytes, [5:0] user; 2 [1:0] operation; 3:18 or 3:22 password.
        writer.WriteByte((byte)(UserId & 0x3F | (IsLong ? 0x80 : 0)));
        writer.WriteByte((byte)Operation);
        if (!HasPassword && !WithPasswordField)
            return;
        writer.WriteBytes(_password);
        writer.WriteRepeated(0, (IsLong ? LongLength : ShortLength) - _password.Length);
    }

    /// <summary>Reads the request, as a BMC does.</summary>
    public static SetUserPassword ReadRequest(ByteReader reader)
    {
        byte user = reader.ReadByte();
        bool isLong = (user & 0x80) != 0;
        var operation = (UserPasswordOperation)(reader.ReadByte() & 0x03);
        if (operation < UserPasswordOperation.SetPassword)
        {
            // Some clients send a password here too; it has no meaning.
            reader.Skip(reader.Remaining);
            return new((byte)(user & 0x3F), operation == UserPasswordOperation.EnableUser);
        }

        byte[] password = reader.ReadBytes(isLong ? LongLength : ShortLength);
        int length = password.Length;
        while (length > 0 && password[length - 1] == 0)
            length--;
        Array.Resize(ref password, length);
        return new((byte)(user & 0x3F), operation, password, isLong);
    }
}
