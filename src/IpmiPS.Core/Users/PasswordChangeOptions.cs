using System;
using System.Security;
using System.Threading.Tasks;

namespace IpmiPS.Users;

/// <summary>What a change of password goes by.</summary>
public sealed record PasswordChangeOptions
{
    /// <summary>The account's present password, to be put back where the new one does not prove itself; null where it is not known.</summary>
    public SecureString? PresentPassword { get; init; }

    /// <summary>Whether the present password has proved itself by a log-in.</summary>
    public bool IsPresentPasswordProven { get; init; }

    /// <summary>The caller's word that passwords may go over a session that is not authenticated and encrypted with cipher suite 17 or 3.</summary>
    public bool AllowUnprotectedPassword { get; init; }

    /// <summary>
    /// Logs in to the BMC in a session of its own, as the account, and out again: the proof of a password. Fails with an
    /// <see cref="IpmiException"/>, of the kind BadCredential where the password was refused.
    /// </summary>
    public Func<SecureString, Task> LogInAsync { get; init; } = static _ => throw new InvalidOperationException("No way to log in was given.");

    /// <summary>Time, for tests.</summary>
    internal Clock Clock { get; init; } = Clock.System;
}
