using System;
using System.Security;
using System.Threading.Tasks;

namespace IpmiPS.Users;

/// <summary>Options of a change of password.</summary>
public sealed record PasswordChangeOptions
{
    /// <summary>The account's present password, which is restored if the new one does not prove itself; null if it is not known.</summary>
    public SecureString? PresentPassword { get; init; }

    /// <summary>Whether a log-in has proved the present password.</summary>
    public bool IsPresentPasswordProven { get; init; }

    /// <summary>Whether passwords may be sent over a session that is not authenticated and encrypted with cipher suite 17 or 3.</summary>
    public bool AllowUnprotectedPassword { get; init; }

    /// <summary>
    /// Logs in to the BMC as the account in a new session, and out again: the proof of a password. Fails with an
    /// <see cref="IpmiException"/>, of kind BadCredential if the password was refused.
    /// </summary>
    public Func<SecureString, Task> LogInAsync { get; init; } = static _ => throw new InvalidOperationException("No way to log in was given.");

    /// <summary>Called right before the new password is sent. If it throws, nothing was sent.</summary>
    internal Func<Task> SendingAsync { get; init; } = static () => Task.CompletedTask;

    /// <summary>The clock; tests replace it.</summary>
    internal Clock Clock { get; init; } = Clock.System;
}
