namespace IpmiPS;

/// <summary>How a credential was tested.</summary>
public enum CredentialTestMethod
{
    /// <summary>It was not tested.</summary>
    Unknown = 0,

    /// <summary>With a log-in.</summary>
    LogIn = 1,

    /// <summary>By the BMC, in the session of an administrator (Set User Password, operation "test password").</summary>
    Comparison = 2,
}

/// <summary>Whether a user name and a password are valid on a BMC.</summary>
public sealed class CredentialTest
{
    internal CredentialTest(string computerName, string user, CredentialTestMethod method) => (ComputerName, User, Method) = (computerName, user, method);

    /// <summary>The BMC.</summary>
    public string ComputerName { get; }

    /// <summary>User name; empty for the null user.</summary>
    public string User { get; }

    /// <summary>Whether the password is right; null if the test could not find out.</summary>
    public bool? Valid { get; internal set; }

    /// <summary>Whether a log-in over the present channel is possible: the password is right, and the user is enabled and has rights.</summary>
    public bool? CanLogIn { get; internal set; }

    /// <summary>The highest privilege of the user; null if it is not known.</summary>
    public PrivilegeLevel? Privilege { get; internal set; }

    /// <summary>How it was tested.</summary>
    public CredentialTestMethod Method { get; }

    /// <summary>Bytes in which the password is stored, 16 or 20; null if it was tested with a log-in, or is wrong.</summary>
    public int? PasswordSize { get; internal set; }

    /// <summary>Why the credential is not valid, or could not be tested.</summary>
    public string? Reason { get; internal set; }
}
