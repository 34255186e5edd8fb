using System;
using System.Collections.Generic;
using System.Security;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Crypto;
using IpmiPS.Wire;

namespace IpmiPS.Users;

/// <summary>The keys of a journal, one for each present password. Each is derived once.</summary>
internal sealed class PasswordSeals(byte[] salt, int iterations) : IDisposable
{
    /// <summary>One processor is left for the sessions: a derivation keeps one busy for up to a second.</summary>
    private static readonly SemaphoreSlim Turn = new(Math.Max(1, Environment.ProcessorCount - 1));

    private readonly byte[] _secret = SecretBytes.Random(32);
    private readonly Dictionary<string, Task<PasswordSeal>> _seals = [];

    /// <summary>Returns the keys of a present password.</summary>
    public Task<PasswordSeal> OfAsync(SecureString? present)
    {
        byte[] password = SecretBytes.FromSecureString(present);
        using var hmac = new HMACSHA256(_secret);
        string name = Hex.Format(hmac.ComputeHash(password));
        SecretBytes.Wipe(password);
        lock (_seals)
        {
            if (!_seals.TryGetValue(name, out Task<PasswordSeal>? seal))
                _seals[name] = seal = DeriveAsync(present?.Copy());
            return seal;
        }
    }

    /// <summary>Unseals a password; null if the present one is not that with which it was sealed, or the entry was changed.</summary>
    public async Task<SecureString?> UnsealAsync(JournaledPassword entry, SecureString? present) => entry.Unseal(await OfAsync(present).ConfigureAwait(false));

    /// <summary>Overwrites the keys.</summary>
    public void Dispose()
    {
        lock (_seals)
        {
            foreach (Task<PasswordSeal> seal in _seals.Values)
                seal.ContinueWith(static done => done.Result.Dispose(), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            _seals.Clear();
        }
    }

    private async Task<PasswordSeal> DeriveAsync(SecureString? present)
    {
        await Turn.WaitAsync().ConfigureAwait(false);
        try
        {
            // On a thread of its own: those of the pool are needed for responses of BMCs.
            return await Task.Factory.StartNew(() => PasswordSeal.Derive(present, salt, iterations), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
        }
        finally
        {
            Turn.Release();
            present?.Dispose();
        }
    }
}
