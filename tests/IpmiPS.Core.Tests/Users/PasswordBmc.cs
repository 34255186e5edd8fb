using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Security;
using System.Text;
using System.Threading.Tasks;
using IpmiPS.Commands.App;
using IpmiPS.Tests.Support;
using IpmiPS.Users;
using IpmiPS.Wire;

namespace IpmiPS.Tests.Users;

/// <summary>A BMC with accounts, of which one has a password that is changed, and with everything that goes wrong on the way.</summary>
internal sealed class PasswordBmc
{
    public const string Old = "old password";

    private readonly List<(TimeSpan At, string Password, bool IsLong)> _commits = [];
    private string _password = Old;
    private bool _isLong;
    private int _sets;
    private (int Number, string Password)? _late;
    private bool _isDead;

    public PasswordBmc() => Connection = new ScriptedBmc(Answer);

    public ScriptedBmc Connection { get; }

    public FakeClock Clock { get; } = new();

    /// <summary>Names by user id, from 1.</summary>
    public string[] Names { get; init; } = ["", "admin", "operator", ""];

    /// <summary>Access by user id: flags and limit of Get User Access.</summary>
    public Func<byte, byte> Access { get; init; } = _ => 0x14;

    /// <summary>What becomes of the n-th Set User Password, from 1: a completion code; "before" or "after", where it is lost before or after it was carried out; "late", where it comes after all else, if the BMC still takes it.</summary>
    public Func<int, string> SetFate { get; init; } = _ => "00";

    /// <summary>A password is in force though its answer was a completion code other than 00h.</summary>
    public bool TakesWhatItRefuses { get; init; }

    /// <summary>What is known as Test Password: "yes", "no" (C1h), "silent", "C7" (which OpenBMC answered in place of 81h), "lies" (always 80h), "cuts" (any size, and no more than is kept), "always" (00h whatever it is asked for, as ipmi_sim does).</summary>
    public string TestPassword { get; init; } = "yes";

    /// <summary>Bytes that are kept of a password.</summary>
    public int Kept { get; init; } = 20;

    /// <summary>How long a password takes to come into force.</summary>
    public TimeSpan CommitTime { get; init; }

    /// <summary>The session ends with the first password that is set.</summary>
    public bool DropsSession { get; init; }

    /// <summary>The number of questions after which nothing answers any more.</summary>
    public int GoneAfter { get; init; } = int.MaxValue;

    /// <summary>Nothing answers any more after the first password that is set.</summary>
    public bool Dies { get; init; }

    /// <summary>How a log-in with a password fails that is the right one; null where it does not.</summary>
    public Func<string, IpmiErrorKind?> LogInFault { get; init; } = _ => null;

    public List<string> LogIns { get; } = [];

    public int RefusedLogIns { get; private set; }

    /// <summary>The password that is in force in the end.</summary>
    public string Password
    {
        get
        {
            Commit(TimeSpan.MaxValue);

            // Session sequence numbers that lie more than 16 behind are refused.
            return _late is { } late && Connection.Requests.Count - late.Number <= 16 ? late.Password : _password;
        }
    }

    public bool IsLong => _isLong;

    /// <summary>The passwords that Set User Password brought, in order.</summary>
    public List<string> Set { get; } = [];

    public Task LogInAsync(SecureString password)
    {
        string text = Text(password);
        LogIns.Add(text);
        Commit(Clock.Now);
        if (_isDead)
            throw new IpmiException(IpmiErrorKind.Timeout, "No answer.");
        if (text != _password)
        {
            RefusedLogIns++;
            throw new IpmiException(IpmiErrorKind.BadCredential, "Refused.");
        }

        return LogInFault(text) is { } fault ? throw new IpmiException(fault, "It failed.") : Task.CompletedTask;
    }

    public static string Text(SecureString password) => new NetworkCredential("", password).Password;

    private byte[] Answer(SentRequest request)
    {
        var reader = new ByteReader(request.Data);
        if (Connection.Requests.Count > GoneAfter || _isDead || DropsSession && _sets > 0)
            return [];
        switch (request.Command)
        {
            case GetUserAccess:
                byte id = GetUserAccess.ReadRequest(reader).UserId;
                return [0, (byte)Names.Length, 0x42, 1, Access(id)];
            case GetUserName:
                string name = Names[GetUserName.ReadRequest(reader).UserId - 1];
                return name.Length == 0 ? [0xCC] : [0, .. Encoding.UTF8.GetBytes(name), 0];
            default:
                var command = SetUserPassword.ReadRequest(reader);
                return command.Operation == UserPasswordOperation.SetPassword ? AnswerSet(command) : AnswerTest(command);
        }
    }

    private byte[] AnswerSet(SetUserPassword command)
    {
        string password = Encoding.UTF8.GetString(command.Password);
        Set.Add(password);
        string fate = SetFate(++_sets);
        if (fate == "late")
            (_late, fate) = ((Connection.Requests.Count, password), "before");
        if (fate is not ("00" or "after") && !TakesWhatItRefuses)
            return fate == "before" ? [] : [Convert.ToByte(fate, 16)];
        _commits.Add((Clock.Now + CommitTime, password.Length > Kept ? password.Substring(0, Kept) : password, command.IsLong && Kept > 16));
        _isDead = Dies;
        return fate == "after" ? [] : [Convert.ToByte(fate, 16)];
    }

    private byte[] AnswerTest(SetUserPassword command)
    {
        Commit(Clock.Now);
        if (TestPassword == "silent")
            return [];
        if (TestPassword == "always")
            return [0];
        if (TestPassword is "no" or "lies")
            return [(byte)(TestPassword == "no" ? 0xC1 : 0x80)];
        string password = Encoding.UTF8.GetString(command.Password);
        if (TestPassword == "cuts")
            return [(byte)(password.Substring(0, Math.Min(Kept, password.Length)) == _password ? 0 : 0x80)];
        if (command.IsLong != _isLong)
            return [(byte)(TestPassword == "C7" ? 0xC7 : 0x81)];
        return [(byte)(password == _password ? 0 : 0x80)];
    }

    private void Commit(TimeSpan now)
    {
        foreach (var (_, password, isLong) in _commits.Where(commit => commit.At <= now))
            (_password, _isLong) = (password, isLong);
        _commits.RemoveAll(commit => commit.At <= now);
    }

    /// <summary>A change that is ready to set passwords, as the cmdlet prepares it.</summary>
    public async Task<PasswordChange> PrepareAsync(string? present = Old, string account = "admin")
    {
        var change = new PasswordChange(Connection, await UserAccount.FindAsync(Connection, account, default), new PasswordChangeOptions
        {
            PresentPassword = present is null ? null : ClientSetup.Secret(present),
            IsPresentPasswordProven = account == "admin",
            LogInAsync = LogInAsync,
            Clock = Clock,
        });
        await change.PrepareAsync(default);
        return change;
    }

    public async Task<PasswordOutcome> ChangeAsync(string password, string? present = Old, string account = "admin") =>
        await (await PrepareAsync(present, account)).SetAsync(ClientSetup.Secret(password), default);
}
