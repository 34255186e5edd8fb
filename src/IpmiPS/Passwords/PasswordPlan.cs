using System.Security;

namespace IpmiPS.Cmdlets;

/// <summary>What the parameters said of one BMC's password; a copy, because the next row changes them.</summary>
/// <param name="Account">Whose password is set; null for the account that logs in.</param>
/// <param name="LogsIn">Who logs in, as far as the input says it.</param>
/// <param name="NewPassword">The password; null for a random one.</param>
/// <param name="PresentPassword">The password of another account than that which logs in, where it was given.</param>
/// <param name="Length">Characters of a random one.</param>
/// <param name="AllowUnprotected">Whether passwords may go over a session that is not authenticated and encrypted.</param>
/// <param name="SecretName">How the secret is named, with placeholders; null for the usual name.</param>
internal sealed record PasswordPlan(string? Account, string? LogsIn, SecureString? NewPassword, SecureString? PresentPassword, int Length, bool AllowUnprotected, string? SecretName)
{
    /// <summary>Whether another row means the same account.</summary>
    public bool IsForAccountOf(PasswordPlan other) => (Account ?? LogsIn) == (other.Account ?? other.LogsIn);
}
