using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Security;
using System.Security.Cryptography;
using System.Text;
using IpmiPS.Crypto;

namespace IpmiPS.Authentication;

/// <summary>Recognises equal credentials without keeping them: by a hash with a random key that is discarded with this object.</summary>
internal sealed class CredentialIdentity
{
    private readonly byte[] _key = SecretBytes.Random(32);

    /// <summary>Returns the same text for the same user name, password and BMC key.</summary>
    public string Of(IpmiConnectOptions options)
    {
        using var hash = new HMACSHA256(_key);
        foreach (byte[] part in new[] { Encoding.UTF8.GetBytes(options.UserName), SecretBytes.FromSecureString(options.Password), SecretBytes.FromSecureString(options.BmcKey) })
        {
            hash.TransformBlock(BitConverter.GetBytes(part.Length), 0, sizeof(int), null, 0);
            hash.TransformBlock(part, 0, part.Length, null, 0);
            SecretBytes.Wipe(part);
        }

        hash.TransformFinalBlock([], 0, 0);
        return Convert.ToBase64String(hash.Hash!);
    }
}

/// <summary>
/// Which passwords were accepted in this process, for which user and by which BMC. A password is identified by the object that holds it, and is
/// remembered as long as the caller keeps that object, so nothing of it is kept here.
/// </summary>
internal static class ProvenCredentials
{
    private static readonly ConditionalWeakTable<SecureString, HashSet<(string User, BmcEndpoint Bmc)>> Acceptances = new();

    public static bool Contains(IpmiConnectOptions options, BmcEndpoint bmc) => Change(options, bmc, static (known, one) => known.Contains(one));

    public static void Add(IpmiConnectOptions options, BmcEndpoint bmc) => Change(options, bmc, static (known, one) => known.Add(one));

    public static void Remove(IpmiConnectOptions options, BmcEndpoint bmc) => Change(options, bmc, static (known, one) => known.Remove(one));

    private static bool Change(IpmiConnectOptions options, BmcEndpoint bmc, Func<HashSet<(string User, BmcEndpoint Bmc)>, (string User, BmcEndpoint Bmc), bool> change)
    {
        if (options.Password is not { } password)
            return false;
        var known = Acceptances.GetOrCreateValue(password);
        lock (known)
            return change(known, (options.UserName, bmc));
    }
}
