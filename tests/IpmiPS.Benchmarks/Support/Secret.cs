using System.Security;

namespace IpmiPS.Benchmarks;

internal static class Secret
{
    public static SecureString Of(string text)
    {
        var secret = new SecureString();
        foreach (char c in text)
            secret.AppendChar(c);
        return secret;
    }
}
