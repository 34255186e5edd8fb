using System;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Channels;
using IpmiPS.Commands;
using IpmiPS.Commands.App;

namespace IpmiPS.Client;

/// <summary>
/// Prepares a session for commands: raises its privilege level and gets a first response from the BMC. Each is done once, however many commands
/// need it at the same time.
/// </summary>
/// <param name="granted">The highest level that the log-in granted.</param>
/// <param name="user">The user, for messages.</param>
/// <param name="profile">What is known of the BMC.</param>
/// <param name="channel">The session's channel.</param>
/// <param name="send">Sends a command and returns completion code and data.</param>
#pragma warning disable CA1001 // A SemaphoreSlim whose wait handle is not used has nothing to dispose of.
internal sealed class SessionPreparation(PrivilegeLevel granted, string user, BmcProfile profile, SessionChannel channel, Func<IpmiCommand, CancellationToken, Task<byte[]>> send)
#pragma warning restore CA1001
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private volatile PrivilegeLevel _level = PrivilegeLevel.User;
    private volatile PrivilegeLevel _highest = granted;

    /// <summary>The present level. A session starts at User.</summary>
    public PrivilegeLevel Level => _level;

    /// <summary>The highest level that the session may use: what the log-in granted, or less if the BMC refused to raise the session to it.</summary>
    public PrivilegeLevel Highest => _highest;

    /// <summary>Raises the level. The caller need not await it.</summary>
    public Task StartRaising(PrivilegeLevel needed, CancellationToken cancellationToken)
    {
        var raising = RaiseAsync(needed, cancellationToken);
        raising.Forget();
        return raising;
    }

    /// <summary>Raises the level to <see cref="Highest"/>, if it is below <paramref name="needed"/>.</summary>
    /// <exception cref="IpmiException">The session does not get the needed level (kind InsufficientPrivilege).</exception>
    public async Task RaiseAsync(PrivilegeLevel needed, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (needed <= _level)
                return;
            if (needed > Highest)
            {
                profile.RemovePrivilege();
                throw new IpmiException(IpmiErrorKind.InsufficientPrivilege, $"The command needs the privilege {needed}, and the session of {user} has {Highest}; the command was not carried out.",
                    $"Use an account whose privilege limit on the LAN channel is {needed} or more. Where -PrivilegeLevel is given, name {needed} or leave it out; open a kept session anew.");
            }

            await RaiseToHighestAsync(needed, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>
    /// Makes sure that the BMC has responded in this session. OpenBMC may drop the first packet after RAKP 4, because it does not have the keys
    /// yet. A change cannot be resent, so it must not be that packet.
    /// </summary>
    public async Task EnsureResponseAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!channel.HasResponse)
                await send(new GetDeviceId(), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>
    /// Starts with the highest level, so that the session is raised only once, and steps down from there: some BMCs let users log in with more than
    /// they then grant. Others refuse the first request for a level and grant the second one.
    /// </summary>
    private async Task RaiseToHighestAsync(PrivilegeLevel needed, CancellationToken cancellationToken)
    {
        for (var level = Highest; ; level--)
        {
            var raise = new SetSessionPrivilegeLevel(level);
            byte[] response = await send(raise, cancellationToken).ConfigureAwait(false);
            if (level == Highest && response[0] is SetSessionPrivilegeLevel.NotForUser or SetSessionPrivilegeLevel.BeyondLimit)
                response = await send(raise, cancellationToken).ConfigureAwait(false);
            if (response[0] == 0)
            {
                _level = _highest = level;
                return;
            }

            if (level == needed)
                throw new IpmiException(IpmiErrorKind.InsufficientPrivilege, $"The command needs the privilege {needed}, and the BMC does not give it to {user}; the command was not carried out. {new IpmiCommandException(raise, (CompletionCode)response[0]).Message}");
        }
    }
}
