using System;
using System.Collections.Generic;
using System.Security;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.App;
using IpmiPS.Crypto;

namespace IpmiPS.Users;

/// <summary>What is to be done with a key.</summary>
internal sealed record BmcKeySettings
{
    /// <summary>Which key.</summary>
    public BmcKeyKind Key { get; init; } = BmcKeyKind.Kg;

    /// <summary>The new key as text, or as 0x and hexadecimal digits, at most 20 bytes; empty for no key; null to leave it.</summary>
    public SecureString? NewKey { get; init; }

    /// <summary>Reads the bytes of a key from its text, as a log-in does; they are wiped after use. Fails with an <see cref="IpmiException"/> if the key is malformed or too long.</summary>
    public Func<SecureString, byte[]> ReadKey { get; init; } = static _ => throw new InvalidOperationException("No way to read a key was given.");

    /// <summary>Whether to lock the key.</summary>
    public bool Lock { get; init; }

    /// <summary>Channel; null for that of the connection.</summary>
    public byte? Channel { get; init; }

    /// <summary>The key that the present log-in used; null if it used none.</summary>
    public SecureString? PresentKey { get; init; }

    /// <summary>Logs in with a BMC key in a new session, and out again. Fails with an <see cref="IpmiException"/>, of the kind BadCredential if the key is refused. Null if no log-in can prove a key.</summary>
    public Func<SecureString, Task>? LogInAsync { get; init; }
}

/// <summary>
/// Sets or locks a key so that a log-in is possible at the end: a new Kg is proved by a log-in, and the previous one is restored if that fails. A key is locked only after it
/// is proved. IPMI 2.0 section 22.25.
/// </summary>
/// <param name="connection">An administrator's session, protected by cipher suite 17 or 3.</param>
/// <param name="settings">What to do.</param>
internal sealed class BmcKeyChange(IIpmiConnection connection, BmcKeySettings settings)
{
    private const int MaximumSends = 3;
    private const byte NotLockable = 0;

    private readonly ChangeOutcome _change = new();
    private readonly List<string> _notes = [];
    private byte _channel = GetChannelInfo.PresentChannel;
    private bool _isOwnChannel = true;
    private BmcKeyLockState _lock;

    /// <summary>What would be done; null if the key is that of the log-in already, and nothing is to be locked.</summary>
    public string? Description { get; private set; }

    /// <summary>How the change can cut off callers.</summary>
    public string? CutsOff => settings.Key != BmcKeyKind.Kg ? null : settings.NewKey switch
    {
        null => null,
        { Length: 0 } => "From then on, log-ins over the channel need the password alone",
        _ => "From then on, log-ins over the channel need this key (-BmcKey)",
    };

    private SecurityKey KeyId => settings.Key == BmcKeyKind.Kr ? SecurityKey.Random : SecurityKey.Generation;

    private bool SetsKey => settings.NewKey is not null && !(settings.Key == BmcKeyKind.Kg && _isOwnChannel && settings.PresentKey is not null && SameKey(settings.NewKey, settings.PresentKey));

    /// <summary>Checks the key, finds the channel, and reads the lock state, if the BMC reports it. Changes nothing.</summary>
    /// <exception cref="IpmiException">InvalidParameter: the key is malformed or too long. CommandFailed: the key is locked.</exception>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        if (settings.NewKey is { } key)
            SecretBytes.Wipe(settings.ReadKey(key));
        var info = await connection.TrySendAsync(new GetChannelInfo(GetChannelInfo.PresentChannel), cancellationToken).ConfigureAwait(false);
        byte present = info.Succeeded ? info.Value.Channel : GetChannelInfo.PresentChannel;
        _channel = settings.Channel ?? present;
        _isOwnChannel = _channel == present || settings.Channel == GetChannelInfo.PresentChannel;

        // The response contains the key, which is only needed for its lock state.
        var read = await connection.TrySendAsync(new SetChannelSecurityKeys(_channel, SecurityKeyOperation.Read, KeyId, []), cancellationToken).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        if (read.Succeeded)
        {
            SecretBytes.Wipe(read.Value.Value);
            Note(read.Value);
        }

        if (read.Error is IpmiCommandException { CompletionCode: (CompletionCode)SetChannelSecurityKeys.KeyLocked })
            _lock = BmcKeyLockState.Locked;
        if (_lock == BmcKeyLockState.Locked)
            throw new IpmiException(IpmiErrorKind.CommandFailed, $"The key {settings.Key} of channel {_channel} is locked. Nothing was sent.", "A locked key can only be changed with the vendor's tools, if at all.");
        string what = settings.NewKey is { Length: 0 } ? "remove" : "set";
        string? set = SetsKey ? $"{what} the key {settings.Key} of channel {_channel}" : null;
        string? locks = settings.Lock ? $"lock the key {settings.Key} of channel {_channel}, which cannot be undone" : null;
        Description = set is null ? locks : locks is null ? set : $"{set}, and {locks}";
    }

    /// <summary>Makes the change.</summary>
    /// <exception cref="IpmiException">The BMC refused it, or it was undone. OutcomeUnknown: it is not known which key is valid.</exception>
    public async Task<BmcKeyUpdate> RunAsync()
    {
        bool sets = SetsKey, isProven = false;
        if (sets)
            isProven = await SetAsync().ConfigureAwait(false);
        if (settings.Lock)
        {
            if (sets && settings.Key == BmcKeyKind.Kg && !isProven)
                throw new IpmiException(IpmiErrorKind.CommandFailed, "The key was set. It was not locked, because no log-in proved it.", "Test it with Test-IpmiConnection and -BmcKey, then lock it.");
            Note(await connection.SendAsync(new SetChannelSecurityKeys(_channel, SecurityKeyOperation.Lock, KeyId, [])).ConfigureAwait(false));
            if (_lock != BmcKeyLockState.Locked)
                _notes.Add($"{nameof(BmcKeyUpdate.LockState)}: the BMC accepted the lock, and does not report it.");
        }

        return Describe(changed: true, verified: !sets || isProven);
    }

    /// <summary>The result if there is nothing to change: the log-in has proved the key.</summary>
    public BmcKeyUpdate Unchanged() => Describe(changed: false, verified: true);

    private BmcKeyUpdate Describe(bool changed, bool verified) => new()
    {
        ComputerName = connection.ComputerName,
        Channel = _channel,
        Key = settings.Key,
        LockState = _lock,
        Changed = changed,
        Verified = verified,
        Notes = [.. _notes],
    };

    private bool SameKey(SecureString one, SecureString other)
    {
        byte[] first = Padded(one), second = Padded(other);
        bool isSame = SecretBytes.Equal(first, new ArraySegment<byte>(second));
        SecretBytes.Wipe(first);
        SecretBytes.Wipe(second);
        return isSame;
    }

    /// <summary>The 20 bytes of a key. A shorter one is the same as one with zeros at its end, because it is the key of an HMAC.</summary>
    private byte[] Padded(SecureString key)
    {
        byte[] bytes = settings.ReadKey(key), padded = new byte[SetChannelSecurityKeys.KeyLength];
        bytes.CopyTo(padded, 0);
        SecretBytes.Wipe(bytes);
        return padded;
    }

    private void Note(SecurityKeyState state) => _lock = state.LockStatus switch
    {
        NotLockable => BmcKeyLockState.NotLockable,
        SecurityKeyState.Locked => BmcKeyLockState.Locked,
        SecurityKeyState.Unlocked => BmcKeyLockState.Unlocked,
        _ => BmcKeyLockState.Unknown,
    };

    /// <summary>Sets the key and proves it. Without a response, a log-in decides whether it is sent again.</summary>
    private async Task<bool> SetAsync()
    {
        for (int attempt = 1; ; attempt++)
        {
            await SendAsync(settings.NewKey!).ConfigureAwait(false);
            if (settings.Key != BmcKeyKind.Kg || !_isOwnChannel || settings.LogInAsync is null)
                return Unproven(settings.Key == BmcKeyKind.Kr ? "no log-in depends on Kr." : _isOwnChannel ? "this log-in proves no key." : $"the session is on another channel than {_channel}.");
            IpmiException? refusal = await TryAsync(settings.NewKey!).ConfigureAwait(false);
            if (refusal is null)
                return true;
            if (refusal.Kind != IpmiErrorKind.BadCredential)
                return Unproven($"a new log-in was not possible: {refusal.Message}");
            if (_change.State == ChangeState.Answered || attempt == MaximumSends)
                throw await RestoreAsync(refusal).ConfigureAwait(false);
        }
    }

    private bool Unproven(string reason)
    {
        if (_change.State != ChangeState.Answered)
            throw new IpmiException(IpmiErrorKind.OutcomeUnknown, $"A new key {settings.Key} was sent, and the BMC did not respond: {reason}", "Try to log in with the new key, then with the previous one.", _change.UnansweredReason);
        _notes.Add($"{nameof(BmcKeyUpdate.Verified)}: {reason}");
        return false;
    }

    /// <summary>Restores the previous key, unless it is still valid.</summary>
    private async Task<IpmiException> RestoreAsync(IpmiException refusal)
    {
        using var none = new SecureString();
        SecureString previous = settings.PresentKey ?? none;
        IpmiException? failure = await TryAsync(previous).ConfigureAwait(false);
        if (failure is not null)
        {
            try
            {
                await SendAsync(previous).ConfigureAwait(false);
                failure = await TryAsync(previous).ConfigureAwait(false);
            }
            catch (IpmiException error)
            {
                failure = error;
            }
        }

        return failure is null
            ? new IpmiException(IpmiErrorKind.CommandFailed, $"A log-in with the new key failed: {refusal.Message} The previous key is valid.", "The BMC may not support this key; see its documentation.", refusal)
            : new IpmiException(IpmiErrorKind.OutcomeUnknown, $"A log-in with the new key failed: {refusal.Message} The previous key could not be restored: {failure.Message}", "Try to log in with the new key, then with the previous one. This session is still open.", refusal);
    }

    private async Task SendAsync(SecureString key)
    {
        byte[] bytes = Padded(key);
        try
        {
            if (await _change.SendAsync(connection, new SetChannelSecurityKeys(_channel, SecurityKeyOperation.Set, KeyId, bytes), CancellationToken.None).ConfigureAwait(false) is { } state)
                Note(state);
        }
        finally
        {
            SecretBytes.Wipe(bytes);
        }
    }

    private async Task<IpmiException?> TryAsync(SecureString key)
    {
        try
        {
            await settings.LogInAsync!(key).ConfigureAwait(false);
            return null;
        }
        catch (IpmiException error)
        {
            return error;
        }
    }
}
