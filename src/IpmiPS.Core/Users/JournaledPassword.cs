using System;
using System.Collections.Generic;
using System.Security;
using System.Text;
using IpmiPS.Crypto;
using IpmiPS.Wire;

namespace IpmiPS.Users;

/// <summary>An entry of a journal: the new password of an account, sealed, and how far its change got.</summary>
internal sealed class JournaledPassword
{
    private const string Id = "entry", Computer = "computer", Name = "account", User = "user", LogInName = "login", Iv = "iv", Sealed = "sealed";

    private readonly byte[] _id, _iv, _sealed, _tag, _tagged;

    private JournaledPassword(JournalLine line)
    {
        Prepared = Changed = line.Time;
        (ComputerName, Account, LogIn) = (line[Computer], line[Name], line[LogInName]);
        UserId = byte.Parse(line[User], System.Globalization.CultureInfo.InvariantCulture);
        EntryId = line[Id];
        (_id, _iv, _sealed, _tag) = (Hex.Parse(EntryId), Hex.Parse(line[Iv]), Hex.Parse(line[Sealed]), Hex.Parse(line[JournalLine.Tag]));
        if (_id.Length != PasswordSeal.EntryIdLength || _iv.Length != PasswordSeal.IvLength || _sealed.Length != PasswordSeal.SealedLength)
            throw new FormatException("A length is wrong.");
        _tagged = Encoding.UTF8.GetBytes(line.TextBefore(JournalLine.Tag));
    }

    /// <summary>32 hexadecimal digits that identify the entry.</summary>
    public string EntryId { get; }

    /// <summary>The BMC as the user named it.</summary>
    public string ComputerName { get; }

    /// <summary>User name of the account; empty for the null user.</summary>
    public string Account { get; }

    /// <summary>User id of the account.</summary>
    public byte UserId { get; }

    /// <summary>The user who logged in. With his password of that time the new one is sealed.</summary>
    public string LogIn { get; }

    /// <summary>When the entry was written.</summary>
    public DateTimeOffset Prepared { get; }

    /// <summary>How far the change got.</summary>
    public PasswordJournalState State { get; set; }

    /// <summary>When it got there.</summary>
    public DateTimeOffset Changed { get; set; }

    /// <summary>Whether it is known which password is valid.</summary>
    public bool IsFinished => State is PasswordJournalState.Failed or PasswordJournalState.Restored or PasswordJournalState.Verified;

    /// <summary>Seals a password, and returns the line of its entry.</summary>
    public static string Write(PasswordSeal seal, string computerName, string account, byte userId, string logIn, SecureString password, DateTimeOffset time)
    {
        byte[] id = SecretBytes.Random(PasswordSeal.EntryIdLength);
        (byte[] iv, byte[] encrypted) = seal.Encrypt(password, id);
        var fields = new List<(string, string)>
        {
            (JournalLine.State, nameof(PasswordJournalState.Prepared)),
            (JournalLine.TimeField, JournalLine.Format(time)),
            (Id, JournalLine.Format(id)),
            (Computer, computerName),
            (Name, account),
            (User, userId.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            (LogInName, logIn),
            (Iv, JournalLine.Format(iv)),
            (Sealed, JournalLine.Format(encrypted)),
        };
        fields.Add((JournalLine.Tag, JournalLine.Format(seal.Tag(Encoding.UTF8.GetBytes(JournalLine.Join(fields)), id))));
        return JournalLine.Write(fields);
    }

    /// <summary>Returns the line of a new state.</summary>
    public string WriteState(PasswordJournalState state, DateTimeOffset time) =>
        JournalLine.Write([(JournalLine.State, state.ToString()), (JournalLine.TimeField, JournalLine.Format(time)), (Id, EntryId)]);

    /// <summary>Reads the line of an entry; null if it is not one.</summary>
    public static JournaledPassword? Read(JournalLine line)
    {
        try
        {
            return line.Find(Sealed) is null ? null : new JournaledPassword(line);
        }
        catch (Exception error) when (error is FormatException or OverflowException or KeyNotFoundException)
        {
            return null;
        }
    }

    /// <summary>The entry whose state a line reports; null if the line reports no state.</summary>
    public static string? EntryOf(JournalLine line) => line.Find(JournalLine.State) is null ? null : line.Find(Id);

    /// <summary>Unseals the new password; null if the key is from another password, or the entry was changed.</summary>
    public SecureString? Unseal(PasswordSeal seal) =>
        SecretBytes.Equal(seal.Tag(_tagged, _id), new ArraySegment<byte>(_tag)) ? seal.Decrypt(_iv, _sealed, _id) : null;
}
