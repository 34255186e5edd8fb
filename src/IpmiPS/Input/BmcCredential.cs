using System.Management.Automation;
using System.Security;

namespace IpmiPS.Cmdlets;

/// <summary>A user of a BMC. Unlike a PSCredential it may be the null user, whose name is empty.</summary>
internal sealed record BmcCredential(string UserName, SecureString? Password)
{
    /// <summary>The null user's name where a name must not be empty.</summary>
    public const string NullUser = "\\";

    /// <summary>A PSCredential that <see cref="From"/> reads as the same user.</summary>
    public static PSCredential ToPSCredential(string userName, SecureString password) => new(userName.Length == 0 ? NullUser : userName, password);

    /// <summary>Takes over a credential; [pscredential]::Empty is the null user with no password.</summary>
    public static BmcCredential From(PSCredential credential) =>
        new((credential.UserName ?? "").TrimStart('\\'), credential.Password); // Windows PowerShell's prompt puts a backslash before a name without domain
}
