namespace IpmiPS;

/// <summary>How far a change of password got, according to a journal.</summary>
public enum PasswordJournalState
{
    /// <summary>The new password is in the journal. It was not sent, unless this computer lost power at that moment.</summary>
    Prepared,

    /// <summary>It was about to be sent: it is not known whether the new or the previous password is valid.</summary>
    Sent,

    /// <summary>The change ended without an answer to this: the new or the previous password is valid.</summary>
    Unknown,

    /// <summary>The BMC refused the new password; the previous one is valid.</summary>
    Failed,

    /// <summary>The new password did not prove itself, and the previous one was restored and is valid.</summary>
    Restored,

    /// <summary>The new password is valid.</summary>
    Verified,
}
