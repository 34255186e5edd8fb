namespace IpmiPS.Cmdlets;

/// <summary>The password and the key among the options of a connection, of which each session has copies of its own.</summary>
internal static class ConnectSecrets
{
    /// <summary>The same options with copies of the secrets; the caller disposes of them.</summary>
    public static IpmiConnectOptions WithOwnSecrets(this IpmiConnectOptions options) =>
        options with { Password = options.Password?.Copy(), BmcKey = options.BmcKey?.Copy() };

    /// <summary>Wipes the secrets.</summary>
    public static void DisposeSecrets(this IpmiConnectOptions options)
    {
        options.Password?.Dispose();
        options.BmcKey?.Dispose();
    }
}
