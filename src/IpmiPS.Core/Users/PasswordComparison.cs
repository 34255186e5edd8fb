using System.Security;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.App;

namespace IpmiPS.Users;

/// <summary>The result of comparing a password.</summary>
/// <param name="IsSame">Whether it is the user's password; null if the BMC cannot compare.</param>
/// <param name="Size">Bytes in which it is stored; null unless it is the same.</param>
/// <param name="Reason">Why it is not the same, or could not be compared; null if it is.</param>
internal sealed record PasswordComparison(bool? IsSame, int? Size, string? Reason)
{
    /// <summary>Lets the BMC compare a password. A "yes" counts only if the BMC says "no" to a random password: some, and ipmi_sim, confirm any.</summary>
    /// <exception cref="IpmiException">The BMC does not respond, or the session does not protect the password.</exception>
    public static async Task<PasswordComparison> RunAsync(IIpmiConnection connection, byte userId, SecureString password, bool allowUnprotected, CancellationToken cancellationToken)
    {
        PasswordStep.CheckLength(password);
        var test = new PasswordTest(connection, userId, allowUnprotected);
        (PasswordMatch result, bool isLong) = await test.InEitherSizeAsync(password, cancellationToken).ConfigureAwait(false);
        if (result == PasswordMatch.Mismatch)
            return new(false, null, "The password is another one.");
        if (result != PasswordMatch.Match)
            return new(null, null, "The BMC cannot compare passwords.");
        using SecureString random = PasswordGenerator.Next(SetUserPassword.ShortLength);
        return await test.InSizeAsync(random, isLong, cancellationToken).ConfigureAwait(false) == PasswordMatch.Match
            ? new(null, null, "The BMC does not compare passwords: it confirms any.")
            : new(true, isLong ? SetUserPassword.LongLength : SetUserPassword.ShortLength, null);
    }
}
