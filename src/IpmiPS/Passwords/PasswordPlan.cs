using System;
using System.Security;
using IpmiPS.Commands.App;
using IpmiPS.Crypto;

namespace IpmiPS.Cmdlets;

/// <summary>What the parameters say about one BMC's password; a copy, because the next row changes them.</summary>
/// <param name="Account">The account whose password is set; null for the account that logs in.</param>
/// <param name="LogsIn">The account that logs in, as far as it is known (<see cref="CredentialResolver.UserOf"/>).</param>
/// <param name="NewPassword">The new password; null for a random one.</param>
/// <param name="PresentPassword">The present password of an account that does not log in; null if not given.</param>
/// <param name="Length">Length of a random password, in characters.</param>
/// <param name="AllowUnprotected">True if passwords may go over a session that is not authenticated and encrypted.</param>
/// <param name="SecretName">Name of the secret, with placeholders; null for the usual name.</param>
internal sealed record PasswordPlan(string? Account, string? LogsIn, SecureString? NewPassword, SecureString? PresentPassword, int Length, bool AllowUnprotected, string? SecretName)
{
    /// <summary>True if another row is for the same account.</summary>
    public bool IsForAccountOf(PasswordPlan other) => (Account ?? LogsIn) == (other.Account ?? other.LogsIn);

    /// <summary>Returns what is wrong with the new password; null if nothing is.</summary>
    public string? FindFault()
    {
        if (NewPassword is null)
            return null;
        byte[] bytes = SecretBytes.FromSecureString(NewPassword);
        bool hasZero = Array.IndexOf(bytes, (byte)0) >= 0;
        SecretBytes.Wipe(bytes);
        return bytes.Length switch
        {
            0 => "The new password is empty.",
            > SetUserPassword.LongLength => $"The new password has {bytes.Length} bytes; IPMI carries {SetUserPassword.LongLength} at most.",
            _ => hasZero ? "The new password has a character with the code 0, where a BMC would end it." : null,
        };
    }
}
