using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Security;
using System.Security.Cryptography;
using System.Text;
using IpmiPS.Crypto;

namespace IpmiPS;

/// <summary>Tells whether two credentials are the same without keeping them: by a hash under a random key that lives no longer than this.</summary>
internal sealed class CredentialIdentity
{
    private readonly byte[] _key = SecretBytes.Random(32);

    /// <summary>The same text for the same user name, password and BMC key.</summary>
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
/// Which passwords this process has seen accepted, and for which user: as long as the caller keeps the very object that holds
/// the password, so that nothing of it has to be kept here.
/// </summary>
internal static class ProvenCredentials
{
    private static readonly ConditionalWeakTable<SecureString, HashSet<string>> Users = new();

    public static bool Contains(IpmiConnectOptions options) => Change(options, static (users, name) => users.Contains(name));

    public static void Add(IpmiConnectOptions options) => Change(options, static (users, name) => users.Add(name));

    public static void Remove(IpmiConnectOptions options) => Change(options, static (users, name) => users.Remove(name));

    private static bool Change(IpmiConnectOptions options, Func<HashSet<string>, string, bool> change)
    {
        if (options.Password is not { } password)
            return false;
        HashSet<string> users = Users.GetOrCreateValue(password);
        lock (users)
            return change(users, options.UserName);
    }
}
