using System;
using System.Management.Automation;

namespace IpmiPS;

/// <summary>
/// What became of an account's password. Its credentials are held as PSCredential, are in no view, and do not travel: not through remoting,
/// not into files of Export-Clixml.
/// </summary>
[DisplayProperties(
    nameof(ComputerName), nameof(Account), nameof(UserId), nameof(State), nameof(Verified), nameof(PasswordSize), nameof(Vault),
    nameof(SecretName), nameof(Journal), nameof(AlreadyDone), nameof(Timestamp))]
public sealed class PasswordUpdate
{
    internal PasswordUpdate(string computerName, string account)
    {
        ComputerName = computerName;
        Account = account;
    }

    /// <summary>The BMC.</summary>
    public string ComputerName { get; }

    /// <summary>User name of the account; empty for the null user.</summary>
    public string Account { get; }

    /// <summary>User id of the account, 1 to 63.</summary>
    public byte UserId { get; internal init; }

    /// <summary>Which password is valid now.</summary>
    public PasswordState State { get; internal init; }

    /// <summary>Whether the new password is the valid one.</summary>
    public bool Changed => State == PasswordState.Changed;

    /// <summary>Whether a new log-in with the valid password succeeded.</summary>
    public bool Verified { get; internal init; }

    /// <summary>Whether the password before was put back.</summary>
    public bool RolledBack => State == PasswordState.RolledBack;

    /// <summary>Bytes in which the new password was sent: 16, which serves IPMI 1.5 and 2.0, or 20, which serves 2.0 alone. Null where it is not known.</summary>
    public int? PasswordSize { get; internal init; }

    /// <summary>
    /// The credential that is valid; the new one where that is unknown. Null where the new one is in a vault, and where the one before is
    /// valid and was not given. The null user has the name \.
    /// </summary>
    public PSCredential? Credential { get; internal init; }

    /// <summary>Where it is unknown which is valid: the one before, if it was given. Else null.</summary>
    public PSCredential? PreviousCredential { get; internal init; }

    /// <summary>The vault that holds the new credential; null where none does.</summary>
    public string? Vault { get; internal init; }

    /// <summary>The name that it has there.</summary>
    public string? SecretName { get; internal set; }

    /// <summary>The journal that holds the new password; null where none does.</summary>
    public string? Journal { get; internal init; }

    /// <summary>Whether an earlier run of the journal had changed the password, so that nothing was sent now.</summary>
    public bool AlreadyDone { get; internal init; }

    /// <summary>When this was found out.</summary>
    public DateTimeOffset Timestamp { get; } = DateTimeOffset.Now;
}
