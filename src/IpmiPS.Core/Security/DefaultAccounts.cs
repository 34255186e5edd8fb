using System;
using System.Collections.Generic;
using System.Linq;
using IpmiPS.Oem;

namespace IpmiPS.Security;

/// <summary>The vendors' default accounts, by user name.</summary>
internal static class DefaultAccounts
{
    /// <summary>The accounts of all vendors.</summary>
    public static IReadOnlyList<DefaultAccount> All { get; } =
    [
        .. OemProfiles.All.SelectMany(static profile => profile.DefaultAccounts).Distinct(),
        new("several vendors", "admin", "admin", "Avocent, MergePoint SP Manager user guide, table 2.6"),
    ];

    /// <summary>The accounts with a user name, in any case: someone who guesses tries them all.</summary>
    public static IEnumerable<DefaultAccount> OfName(string userName) => All.Where(account => string.Equals(account.UserName, userName, StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// The account whose password to test for a user: that of the BMC's own vendor. If that vendor has no such user, the first known one with this name.
    /// Null if there is no password to test.
    /// </summary>
    public static DefaultAccount? ToTest(string userName, int manufacturerId, int productId)
    {
        var own = OemProfiles.Find(manufacturerId, productId).DefaultAccounts.FirstOrDefault(account => account.UserName == userName);
        return own is null ? All.FirstOrDefault(account => account.UserName == userName && account.Password is not null) : own.Password is null ? null : own;
    }
}
