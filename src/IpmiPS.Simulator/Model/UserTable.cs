using System;
using System.Collections.Generic;
using System.Text;

namespace IpmiPS.Simulator;

/// <summary>The users of a BMC. IPMI 2.0 section 22.26 to 22.30.</summary>
internal sealed class UserTable
{
    public const int Capacity = 10;

    private readonly User[] _users = new User[Capacity];
    private readonly SimulatorTime _time;

    public UserTable(SimulatorOptions options, SimulatorTime time)
    {
        _time = time;
        var first = options.NullUser ?? new SimulatorUser { Enabled = false };
        _users[0] = new User(1, first with { Name = "" });
        _users[1] = new User(2, new SimulatorUser { Name = options.UserName, Password = options.Password, Privilege = PrivilegeLevel.Administrator });
        for (int id = 3; id <= Capacity; id++)
            _users[id - 1] = id - 3 < options.Users.Count ? new User((byte)id, options.Users[id - 3]) : new User((byte)id);
    }

    public IReadOnlyList<User> All => _users;

    /// <summary>The user with an id from 1 to <see cref="Capacity"/>; null for other ids.</summary>
    public User? Find(int id) => id is >= 1 and <= Capacity ? _users[id - 1] : null;

    /// <summary>The first user of that name that may log in with at least that privilege; 0 for any.</summary>
    public User? FindForLogIn(byte[] name, int minimumPrivilege)
    {
        foreach (var user in _users)
            if (user.IsEnabled && !user.IsLocked(_time.Now) && user.MayMessage && user.Privilege <= 5 && user.Privilege >= minimumPrivilege && user.HasName(name) && (name.Length > 0 || user.Id == 1 || user.IsNamed))
                return user;
        return null;
    }

    public bool HasEnabledNullUser(bool withPassword)
    {
        foreach (var user in _users)
            if (user.IsEnabled && user.Name.Length == 0 && user.Password.Length > 0 == withPassword && user.Id == 1)
                return true;
        return false;
    }

    public bool HasEnabledNamedUser()
    {
        foreach (var user in _users)
            if (user.IsEnabled && user.Name.Length > 0)
                return true;
        return false;
    }

    public int EnabledCount()
    {
        int count = 0;
        foreach (var user in _users)
            count += user.IsEnabled ? 1 : 0;
        return count;
    }
}

/// <summary>A user of a BMC, with the access on the LAN channel.</summary>
internal sealed class User
{
    public const int NameLength = 16;
    public const int ShortPasswordLength = 16;
    public const int LongPasswordLength = 20;

    private int _badPasswords;
    private TimeSpan _lockedUntil;

    public User(byte id) => Id = id;

    public User(byte id, SimulatorUser user)
    {
        Id = id;
        Name = Limited(user.Name, NameLength, "-Credential: a user name");
        Password = Limited(user.Password, LongPasswordLength, "-Credential: a password");
        HasLongPassword = Password.Length > ShortPasswordLength;
        Privilege = (byte)user.Privilege;
        IsEnabled = user.Enabled;
        IsNamed = true;
        MayMessage = true;
        MayUseSol = user.MayUseSol;
    }

    public byte Id { get; }

    public byte[] Name { get; private set; } = [];

    /// <summary>Whether a name was ever set; an unused entry is not a null user.</summary>
    public bool IsNamed { get; private set; }

    public byte[] Password { get; private set; } = [];

    /// <summary>Whether the password was stored as 20 bytes, with which IPMI 1.5 log-ins are not possible.</summary>
    public bool HasLongPassword { get; private set; }

    /// <summary>Privilege limit on the LAN channel; Fh for no access.</summary>
    public byte Privilege { get; set; } = 0xF;

    public bool IsEnabled { get; set; }

    public bool MayMessage { get; set; }

    public bool LinkAuthentication { get; set; }

    public bool CallbackOnly { get; set; }

    public byte SessionLimit { get; set; }

    public bool MayUseSol { get; set; }

    /// <summary>Counts a bad password; at the threshold the user is locked. IPMI 2.0 table 23-4, parameter 26.</summary>
    public void CountBadPassword(LockOut lockOut, TimeSpan now)
    {
        if (lockOut.Threshold == 0 || ++_badPasswords < lockOut.Threshold)
            return;
        _badPasswords = 0;
        if (lockOut.Interval == TimeSpan.Zero)
            IsEnabled = false;
        else
            _lockedUntil = now + lockOut.Interval;
    }

    public void ResetBadPasswords() => _badPasswords = 0;

    public bool IsLocked(TimeSpan now) => now < _lockedUntil;

    /// <summary>Whether the user has this name. Trailing NULs, with which names are stored, are ignored.</summary>
    public bool HasName(byte[] name) => SameBytes(Name, Trimmed(name));

    public bool HasPassword(byte[] password) => SameBytes(Password, password);

    public void SetName(byte[] name)
    {
        Name = name;
        IsNamed = name.Length > 0;
    }

    public void SetPassword(byte[] password, bool isLong)
    {
        Password = password;
        HasLongPassword = isLong;
    }

    /// <summary>Text as UTF-8 bytes.</summary>
    public static byte[] Limited(string text, int length, string what)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return bytes.Length <= length ? bytes : throw new ArgumentException($"{what} has at most {length} bytes; this one has {bytes.Length}.");
    }

    /// <summary>The bytes without the NULs at the end.</summary>
    public static byte[] Trimmed(byte[] padded)
    {
        int length = padded.Length;
        while (length > 0 && padded[length - 1] == 0)
            length--;
        Array.Resize(ref padded, length);
        return padded;
    }

    private static bool SameBytes(byte[] a, byte[] b)
    {
        if (a.Length != b.Length)
            return false;
        for (int i = 0; i < a.Length; i++)
            if (a[i] != b[i])
                return false;
        return true;
    }
}

/// <summary>When a user is locked after bad passwords, and for how long (zero: until it is enabled again).</summary>
internal readonly record struct LockOut(byte Threshold, TimeSpan Interval);
