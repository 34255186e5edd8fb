using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands;
using IpmiPS.Commands.App;

namespace IpmiPS.Users;

/// <summary>
/// Reads the users of a BMC. One round trip finds the channel and the number of user IDs; then names and rights of all IDs are requested together, and the payloads of
/// the entries in use as soon as those are known to be in use.
/// </summary>
public static class UserReader
{
    private const byte LastNumberedChannel = 0x0B, LanMedium = 4, SerialMedium = 5, OtherLanMedium = 6, FirstUser = 1;

    /// <summary>Reads the users.</summary>
    /// <param name="connection">A session with at least the privilege Operator.</param>
    /// <param name="channels">Channels whose rights are read, 0 to 15, or 0Eh for the channel of the connection. Null for that channel alone.</param>
    /// <param name="includeFree">Whether free entries are returned as well.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>One object for each user and channel, by user ID.</returns>
    /// <exception cref="IpmiException">The first user could not be read, or the BMC stopped responding.</exception>
    public static async Task<IReadOnlyList<User>> GetAsync(IIpmiConnection connection, IReadOnlyList<byte>? channels = null, bool includeFree = false, CancellationToken cancellationToken = default) =>
    [
        .. from state in await ReadAsync(connection, channels, cancellationToken).ConfigureAwait(false)
           where includeFree || !state.IsFree
           from rights in state.Rights
           select state.ToUser(connection.ComputerName, rights),
    ];

    /// <summary>The numbers of the channels that have users: LAN and serial channels, that of the connection first. IPMI 2.0 section 6.3.</summary>
    public static async Task<IReadOnlyList<byte>> FindChannelsAsync(IIpmiConnection connection, CancellationToken cancellationToken)
    {
        byte[] numbers = [GetChannelInfo.PresentChannel, .. Enumerable.Range(1, LastNumberedChannel).Select(static number => (byte)number)];
        var infos = await Task.WhenAll(numbers.Select(number => OptionalAsync(connection, new GetChannelInfo(number), cancellationToken))).ConfigureAwait(false);
        byte[] found = [.. infos.Where(static info => info is { Medium: LanMedium or SerialMedium or OtherLanMedium }).Select(static info => info!.Channel).Distinct()];
        return found.Length == 0 ? [GetChannelInfo.PresentChannel] : found;
    }

    /// <summary>Reads all user IDs.</summary>
    internal static async Task<IReadOnlyList<UserState>> ReadAsync(IIpmiConnection connection, IReadOnlyList<byte>? channels, CancellationToken cancellationToken)
    {
        var present = OptionalAsync(connection, new GetChannelInfo(GetChannelInfo.PresentChannel), cancellationToken);
        byte asked = channels is null ? GetChannelInfo.PresentChannel : channels[0];
        var firstAccess = connection.TrySendAsync(new GetUserAccess(asked, FirstUser), cancellationToken);
        var firstName = NameAsync(connection, FirstUser, cancellationToken);
        byte[] numbers = [.. (channels ?? [GetChannelInfo.PresentChannel]).Select(Resolve(await present.ConfigureAwait(false))).Distinct()];
        var first = await firstAccess.ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();

        // Some BMCs want the number of the channel.
        var access = first.Succeeded ? first.Value
            : numbers[0] != asked && first.Error is IpmiCommandException ? await connection.SendAsync(new GetUserAccess(numbers[0], FirstUser), cancellationToken).ConfigureAwait(false)
            : throw first.Error!;
        var others = Enumerable.Range(FirstUser + 1, Math.Max(0, access.Capacity - FirstUser)).Select(id =>
            ReadUserAsync(connection, (byte)id, numbers, NameAsync(connection, (byte)id, cancellationToken), AccessAsync(connection, numbers[0], (byte)id, cancellationToken), cancellationToken)).ToArray();
        var user1 = ReadUserAsync(connection, FirstUser, numbers, firstName, Task.FromResult<UserAccess?>(access), cancellationToken);
        return [.. (await Task.WhenAll([user1, .. others]).ConfigureAwait(false)).OfType<UserState>()];
    }

    /// <summary>Reads one user ID again; null if the BMC no longer has it.</summary>
    internal static Task<UserState?> ReadAsync(IIpmiConnection connection, byte id, IReadOnlyList<byte> channels, CancellationToken cancellationToken) =>
        ReadUserAsync(connection, id, channels, NameAsync(connection, id, cancellationToken), AccessAsync(connection, channels[0], id, cancellationToken), cancellationToken);

    /// <summary>Replaces the number that means the present channel by the actual one, if the BMC reports it.</summary>
    private static Func<byte, byte> Resolve(ChannelInfo? present) => channel => channel == GetChannelInfo.PresentChannel && present is not null ? present.Channel : channel;

    private static async Task<UserState?> ReadUserAsync(IIpmiConnection connection, byte id, IReadOnlyList<byte> channels, Task<UserName?> nameTask, Task<UserAccess?> accessTask, CancellationToken cancellationToken)
    {
        var others = Task.WhenAll(channels.Skip(1).Select(channel => AccessAsync(connection, channel, id, cancellationToken)));
        await Task.WhenAll(nameTask, accessTask, others).ConfigureAwait(false);
        if (await accessTask.ConfigureAwait(false) is not { } first)
            return null;
        UserAccess?[] accesses = [first, .. await others.ConfigureAwait(false)];
        var state = new UserState(id, await nameTask.ConfigureAwait(false), [.. channels.Zip(accesses, static (channel, access) => (Channel: channel, Access: access))
            .Where(static pair => pair.Access is not null).Select(static pair => new ChannelRights(pair.Channel, pair.Access!, null, null))]);
        return state.IsFree ? state : state with { Rights = await Task.WhenAll(state.Rights.Select(rights => AddPayloadsAsync(connection, id, rights, cancellationToken))).ConfigureAwait(false) };
    }

    /// <summary>Reads the payloads.</summary>
    internal static async Task<ChannelRights> AddPayloadsAsync(IIpmiConnection connection, byte id, ChannelRights rights, CancellationToken cancellationToken)
    {
        try
        {
            return rights with { Payloads = await connection.SendAsync(new GetUserPayloadAccess(rights.Channel, id), cancellationToken).ConfigureAwait(false) };
        }
        catch (IpmiCommandException refusal)
        {
            return rights with { PayloadNote = refusal.Message };
        }
    }

    private static Task<UserAccess?> AccessAsync(IIpmiConnection connection, byte channel, byte id, CancellationToken cancellationToken) =>
        OptionalAsync(connection, new GetUserAccess(channel, id), cancellationToken);

    /// <summary>Some BMCs return CCh or CBh for an entry without a name (Sun X4140, Dell Xanadu II). Null for other refusals.</summary>
    private static async Task<UserName?> NameAsync(IIpmiConnection connection, byte id, CancellationToken cancellationToken)
    {
        try
        {
            return await connection.SendAsync(new GetUserName(id), cancellationToken).ConfigureAwait(false);
        }
        catch (IpmiCommandException refusal)
        {
            return refusal.CompletionCode is CompletionCode.InvalidDataField or CompletionCode.NotPresent ? new UserName("") : null;
        }
    }

    /// <summary>Null if the BMC refuses.</summary>
    private static async Task<TResponse?> OptionalAsync<TResponse>(IIpmiConnection connection, IpmiCommand<TResponse> command, CancellationToken cancellationToken)
        where TResponse : class
    {
        try
        {
            return await connection.SendAsync(command, cancellationToken).ConfigureAwait(false);
        }
        catch (IpmiCommandException)
        {
            return null;
        }
    }
}
