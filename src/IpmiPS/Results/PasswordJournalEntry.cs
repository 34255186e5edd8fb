using System;
using System.Management.Automation;

namespace IpmiPS;

/// <summary>A new password in a journal, and how far its change got.</summary>
[DisplayProperties(
    nameof(ComputerName), nameof(Account), nameof(UserId), nameof(State), nameof(LogInAccount), nameof(Prepared), nameof(Timestamp), nameof(Journal))]
public sealed class PasswordJournalEntry
{
    internal PasswordJournalEntry(string computerName, string account)
    {
        ComputerName = computerName;
        Account = account;
    }

    /// <summary>The BMC, as it was named in the run.</summary>
    public string ComputerName { get; }

    /// <summary>User name of the account whose password was to be changed; empty for the null user.</summary>
    public string Account { get; }

    /// <summary>User id of the account, 1 to 63.</summary>
    public byte UserId { get; internal init; }

    /// <summary>How far the change got.</summary>
    public PasswordJournalState State { get; internal init; }

    /// <summary>The user who logged in. The password that he had then unseals the entry.</summary>
    public string LogInAccount { get; internal init; } = "";

    /// <summary>The new credential; null unless the entry could be unsealed. The null user has the name \.</summary>
    public PSCredential? Credential { get; internal init; }

    /// <summary>When the entry was written, before anything was sent.</summary>
    public DateTimeOffset Prepared { get; internal init; }

    /// <summary>When the state was written.</summary>
    public DateTimeOffset Timestamp { get; internal init; }

    /// <summary>The journal.</summary>
    public string Journal { get; internal init; } = "";
}
