namespace IpmiPS.Cmdlets;

/// <summary>Password and BMC key of connection options; each session has its own copies.</summary>
internal static class ConnectSecrets
{
    /// <summary>Returns the same options with copies of the secrets, which the caller disposes.</summary>
    public static IpmiConnectOptions WithOwnSecrets(this IpmiConnectOptions options) =>
        options with { Password = options.Password?.Copy(), BmcKey = options.BmcKey?.Copy() };

    /// <summary>Disposes the secrets.</summary>
    public static void DisposeSecrets(this IpmiConnectOptions options)
    {
        options.Password?.Dispose();
        options.BmcKey?.Dispose();
    }
}
