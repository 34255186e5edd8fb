namespace IpmiPS;

/// <summary>A secret was not sent, because others could read it in this session, or take it in the BMC's name.</summary>
/// <param name="what">What carries the secret.</param>
internal sealed class UnprotectedSecretException(string what) : IpmiException(
    IpmiErrorKind.InsecureRefused,
    $"{what} was not sent: this session is not authenticated and encrypted as with cipher suites 17 and 3, so others could read the secret, or take it in the BMC's name.",
    "Log in with cipher suite 17 or 3. Where the BMC has neither, Update-IpmiPassword and the cmdlets for users send passwords all the same with -AllowUnprotectedPassword; their pages say what that means.");
