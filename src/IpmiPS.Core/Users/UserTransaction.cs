using System;
using System.Collections.Generic;
using System.Linq;
using System.Security;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.App;
using IpmiPS.Crypto;

namespace IpmiPS.Users;

/// <summary>
/// Changes one user so that the user is afterwards as wanted, or as before, or the error says what the user is like. What differs is sent in the order that BMCs
/// need, and read back. A request without a response is followed by a read, which decides whether it is sent again. If the BMC refuses a request, what was
/// sent is undone, and that is read back as well. Nothing is cancelled once the first request was sent.
/// </summary>
/// <param name="connection">An administrator's session.</param>
/// <param name="before">The present state.</param>
/// <param name="wanted">The state to make.</param>
internal sealed class UserTransaction(IIpmiConnection connection, UserState before, UserState wanted)
{
    private const int MaximumRounds = 3, MaximumReads = 3;

    private readonly byte[] _channels = [.. wanted.Rights.Select(static rights => rights.Channel)];
    private bool _isLimitSent, _isStatusSent, _isPasswordDone, _isAnythingSent;

    /// <summary>Sets the password; null to leave it.</summary>
    public PasswordStep? Password { get; init; }

    /// <summary>Number of sessions; null to leave it.</summary>
    public byte? SessionLimit { get; init; }

    /// <summary>Whether the user is created: then the password comes right after the name, and undoing replaces it.</summary>
    public bool IsNew { get; init; }

    /// <summary>What would be sent, with old and new values.</summary>
    public string? Description
    {
        get
        {
            string[] steps = [.. StepsFrom(before).Select(static step => step.Description)];
            return steps.Length == 0 ? null : string.Join(", ", steps);
        }
    }

    /// <summary>Makes the change.</summary>
    /// <returns>The state as read back, and what differs from the wanted one; empty if nothing does.</returns>
    /// <exception cref="IpmiException">The change failed. The message says whether it was undone. OutcomeUnknown: the state could not be read.</exception>
    public async Task<(UserState Now, string[] Differences)> RunAsync()
    {
        UserState now = before;
        IpmiException? failure = null;
        for (int round = 1; round <= MaximumRounds; round++)
        {
            failure = await SendAsync(StepsFrom(now)).ConfigureAwait(false);
            if (failure is not null && !_isAnythingSent)
                throw failure;
            now = await ReadAsync(failure).ConfigureAwait(false);
            if (failure is null or IpmiCommandException || !IsOfConnection(failure))
                break;
        }

        string[] differences = [.. new UserSteps(now, wanted).Differences()];
        if (failure is null && (differences.Length == 0 || !IsNew))
            return (now, differences);
        if (failure is not null && differences.Length == 0 && !StepsFrom(now).Any())
            return (now, differences);
        failure ??= new IpmiException(IpmiErrorKind.CommandFailed, $"The BMC accepted the user and kept something else: {string.Join(", ", differences)}.", "The BMC may not support this setting; see its documentation.");
        throw await UndoAsync(now, failure).ConfigureAwait(false);
    }

    /// <summary>The steps from a state, with what cannot be read and was not sent yet.</summary>
    private IEnumerable<UserStep> StepsFrom(UserState now)
    {
        var steps = new UserSteps(now, wanted) { SessionLimit = _isLimitSent ? null : SessionLimit };
        if (steps.Disable is { } disable && !IsSent(now))
            yield return Sent(disable, () => _isStatusSent = true);
        if (steps.Name is { } name)
            yield return name;
        if (IsNew && PasswordStepOrNull() is { } first)
            yield return first;
        foreach (UserStep access in steps.Access)
            yield return Sent(access, () => _isLimitSent = true);
        foreach (UserStep payloads in steps.Payloads)
            yield return payloads;
        if (!IsNew && PasswordStepOrNull() is { } last)
            yield return last;
        if (steps.Enable is { } enable && !IsSent(now))
            yield return Sent(enable, () => _isStatusSent = true);
        if (steps.NoName is { } noName)
            yield return noName;
    }

    /// <summary>Whether the enabled state was sent to a BMC that does not report it.</summary>
    private bool IsSent(UserState now) => _isStatusSent && now.First.Access.Status == UserEnableStatus.Unspecified;

    private UserStep? PasswordStepOrNull() => Password is null || _isPasswordDone ? null : Sent(new($"password of {Password.Size} bytes", _ => Password.RunAsync()), () => _isPasswordDone = true);

    private static UserStep Sent(UserStep step, Action note) => step with
    {
        SendAsync = async bmc =>
        {
            await step.SendAsync(bmc).ConfigureAwait(false);
            note();
        },
    };

    /// <summary>Sends steps until one fails.</summary>
    private async Task<IpmiException?> SendAsync(IEnumerable<UserStep> steps)
    {
        foreach (UserStep step in steps.ToArray())
        {
            try
            {
                await step.SendAsync(connection).ConfigureAwait(false);
                _isAnythingSent = true;
            }
            catch (IpmiException error)
            {
                // What was refused, and what was not sent for a reason of its own, has changed nothing.
                _isAnythingSent |= Password?.MayBeSet == true || error is not IpmiCommandException && IsOfConnection(error);
                return error;
            }
        }

        return null;
    }

    /// <summary>Whether the error means that a response is missing.</summary>
    private static bool IsOfConnection(IpmiException error) => error.Kind is IpmiErrorKind.Timeout or IpmiErrorKind.Unreachable or IpmiErrorKind.ProtocolError or IpmiErrorKind.OutcomeUnknown or IpmiErrorKind.Busy;

    private async Task<UserState> ReadAsync(IpmiException? failure)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                UserState? now = await UserReader.ReadAsync(connection, before.Id, _channels, CancellationToken.None).ConfigureAwait(false);

                // A refusal may be of the moment: that a user is gone, or has no name, counts the second time.
                if (wanted.Text.Length > 0 && now is null or { Text.Length: 0 })
                    now = await UserReader.ReadAsync(connection, before.Id, _channels, CancellationToken.None).ConfigureAwait(false);
                return now ?? Gone();
            }
            catch (IpmiException error) when (attempt == MaximumReads)
            {
                throw new IpmiException(
                    IpmiErrorKind.OutcomeUnknown, $"User {before.Id} was changed, and could not be read back: {error.Message}{(failure is null ? "" : $" Before that: {failure.Message}")}", "Check the user with Get-IpmiUser, then try again.", error);
            }
            catch (IpmiException)
            {
                // Once more.
            }
        }
    }

    /// <summary>A BMC that no longer has a user without a name (OpenBMC) refuses to report it.</summary>
    private UserState Gone() => before.WithoutRights() with { Name = new UserName("") };

    /// <summary>Makes the state before, and returns the error that says so.</summary>
    private async Task<IpmiException> UndoAsync(UserState now, IpmiException failure)
    {
        bool isPasswordSent = Password?.MayBeSet == true;
        if (IsOfConnection(failure))
            await LateRequests.OutdateAsync(connection, before.Id).ConfigureAwait(false);
        UserState old = IsNew ? before.WithoutAccess() : before;
        IpmiException? refusal = null;
        for (int round = 1; round <= MaximumRounds; round++)
        {
            refusal = await SendAsync(Restore(now, old)).ConfigureAwait(false);
            now = await ReadAsync(failure).ConfigureAwait(false);
            if (refusal is null or IpmiCommandException)
                break;
        }

        if (IsNew && isPasswordSent)
            await ReplacePasswordAsync(connection, before.Id).ConfigureAwait(false);
        string[] left = [.. new UserSteps(now, old).Differences()];
        string done = left.Length > 0
            ? $"What was sent could not be undone ({refusal?.Message ?? "the BMC accepted it and kept something else"}): user {before.Id} has {string.Join(", ", left)}."
            : isPasswordSent && !IsNew ? "All else was undone, but the password may be the new one: the one before is not known." : "What was sent was undone: the user is as before.";
        return new IpmiException(left.Length > 0 || isPasswordSent && !IsNew ? IpmiErrorKind.OutcomeUnknown : KindOf(failure), $"{failure.Message} {done}", failure.RecommendedAction, failure);
    }

    /// <summary>Undone means that the outcome is known.</summary>
    private static IpmiErrorKind KindOf(IpmiException failure) => failure.Kind == IpmiErrorKind.OutcomeUnknown ? IpmiErrorKind.CommandFailed : failure.Kind;

    private static IEnumerable<UserStep> Restore(UserState now, UserState old)
    {
        var steps = new UserSteps(now, old);
        return new[] { steps.Disable, steps.Name }.Concat(steps.Access).Concat(steps.Payloads).Concat([steps.Enable, steps.NoName]).OfType<UserStep>();
    }

    /// <summary>Replaces the password of an entry that is no longer in use by a random one, if the BMC allows it.</summary>
    internal static async Task ReplacePasswordAsync(IIpmiConnection connection, byte userId)
    {
        using SecureString password = PasswordGenerator.Next(SetUserPassword.ShortLength);
        byte[] bytes = SecretBytes.FromSecureString(password);
        _ = await connection.TrySendAsync(new SetUserPassword(userId, UserPasswordOperation.SetPassword, bytes, isLong: false) { MayGoUnprotected = true }, CancellationToken.None).ConfigureAwait(false);
        SecretBytes.Wipe(bytes);
    }

}
