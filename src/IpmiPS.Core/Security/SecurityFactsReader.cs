using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands;
using IpmiPS.Commands.App;
using IpmiPS.Crypto;
using IpmiPS.Device;
using IpmiPS.Parameters;

namespace IpmiPS.Security;

/// <summary>
/// Asks a BMC all that an audit wants to know, with commands that only read, in three rounds: what it is and which channel this is; the
/// settings and the users; and names and rights of those who can log in. What is refused or stays without an answer is left out and told as such.
/// A BMC that falls silent is given up, for each of a hundred questions would wait its full time.
/// </summary>
internal sealed class SecurityFactsReader(IIpmiConnection bmc, CancellationToken cancellationToken) : IDisposable
{
    private const byte LanMedium = 0x04, LastNumberedChannel = 0x0B, MaximumPages = 7;

    /// <summary>More in a row than are in flight at once, so that the last of them were asked after the first had stayed without an answer.</summary>
    private const int MaximumUnanswered = 16;

    private static readonly Parameter[] Wanted =
    [
        LanParameters.AuthenticationTypeEnables, LanParameters.IPAddress, LanParameters.DefaultGateway, LanParameters.CommunityString, LanParameters.CipherSuiteCount,
        LanParameters.CipherSuiteEntries, LanParameters.CipherSuitePrivileges, LanParameters.BadPasswordThreshold,
    ];

    /// <summary>A static address, and the first that may have come with the network: of these, the link-local one is often the first.</summary>
    private static readonly (Parameter<Ipv6AddressEntry> Parameter, byte Set)[] Ipv6Wanted =
        [(LanIpv6Parameters.StaticAddress, 0), (LanIpv6Parameters.DynamicAddress, 0), (LanIpv6Parameters.DynamicAddress, 1), (LanIpv6Parameters.DynamicAddress, 2)];

    private readonly CancellationTokenSource _patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    private int _unanswered;

    /// <inheritdoc/>
    public void Dispose() => _patience.Dispose();

    /// <exception cref="IpmiException">The BMC does not even say what it is.</exception>
    public async Task<SecurityFacts> ReadAsync(SecurityAuditOptions options)
    {
        var capabilities = AskCapabilities(PrivilegeLevel.User);
        var firstUser = Ask(new GetUserAccess(GetChannelInfo.PresentChannel, 1));
        var device = new OptionalResponse<DeviceId>(true, await bmc.SendAsync(new GetDeviceId(), cancellationToken).ConfigureAwait(false), null);
        var facts = new SecurityFacts(bmc.ComputerName, options)
        {
            Device = device,
            Capabilities = await capabilities.ConfigureAwait(false),
        };
        if (!facts.Capabilities.Succeeded)
            facts = facts with { Capabilities = await AskOutsideAsync(options, facts.Capabilities).ConfigureAwait(false) };
        byte channel = facts.Capabilities.Succeeded ? facts.Capabilities.Value.Channel : facts.Channel;
        facts = facts with { Channel = channel };

        var lan = Wanted.ToDictionary(static parameter => parameter, parameter => Ask(parameter, channel));
        var ipv6 = Task.WhenAll(Ipv6Wanted.Select(wanted => Ask(wanted.Parameter, channel, wanted.Set)));
        var access = Ask(new GetChannelAccess(channel, isVolatile: true));
        var solEnable = Ask(SolParameters.Enable, channel);
        var solAuthentication = Ask(SolParameters.Authentication, channel);
        var users = ReadUsersAsync(channel, await firstUser.ConfigureAwait(false));
        var others = ReadOtherChannelsAsync(channel);
        var suites = Task.WhenAll(Enumerable.Range(0, MaximumPages).Select(index => Ask(new GetChannelCipherSuites { Channel = channel, ListIndex = (byte)index })));
        var parameters = new Dictionary<Parameter, OptionalResponse<ParameterData>>();
        foreach (var asked in lan)
            parameters[asked.Key] = await asked.Value.ConfigureAwait(false);
        facts = facts with
        {
            Lan = parameters,
            Ipv6Addresses = [.. Ipv6Wanted.Zip(await ipv6.ConfigureAwait(false), ReadIpv6).OfType<IPAddress>().Distinct()],
            Access = await access.ConfigureAwait(false),
            SolEnable = await solEnable.ConfigureAwait(false),
            SolAuthentication = await solAuthentication.ConfigureAwait(false),
            Users = await users.ConfigureAwait(false),
            OtherChannels = await others.ConfigureAwait(false),
        };
        facts = facts with { Suites = await ReadSuitesAsync(facts, suites).ConfigureAwait(false) };
        if (!facts.TryGetLan(LanParameters.AuthenticationTypeEnables, out _))
            facts = facts with { HigherCapabilities = await Task.WhenAll(AskCapabilities(PrivilegeLevel.Operator), AskCapabilities(PrivilegeLevel.Administrator)).ConfigureAwait(false) };
        if (_patience.IsCancellationRequested)
            facts = facts with { Obstacle = "the BMC fell silent during the audit, and was asked no more." };

        // Questions that were given up because time is up look like those that were refused.
        cancellationToken.ThrowIfCancellationRequested();
        return facts;
    }

    /// <summary>An address that is in use; null where there is none.</summary>
    private static IPAddress? ReadIpv6((Parameter<Ipv6AddressEntry> Parameter, byte Set) wanted, OptionalResponse<ParameterData> response) =>
        wanted.Parameter.TryDecode(response, out var entry) && (entry.IsEnabled || wanted.Parameter == LanIpv6Parameters.DynamicAddress) && !entry.Address.Equals(IPAddress.IPv6Any)
            ? entry.Address
            : null;

    private Task<OptionalResponse<TResponse>> Ask<TResponse>(IpmiCommand<TResponse> command) => Ask(() => bmc.TrySendAsync(command, _patience.Token));

    private Task<OptionalResponse<ParameterData>> Ask(Parameter parameter, byte channel, byte set = 0) => Ask(() => bmc.TryReadDataAsync(parameter, channel, set, _patience.Token));

    private async Task<OptionalResponse<TResponse>> Ask<TResponse>(Func<Task<OptionalResponse<TResponse>>> send)
    {
        if (_patience.IsCancellationRequested)
            return default;
        var response = await send().ConfigureAwait(false);
        if (response.Error?.Kind is not (IpmiErrorKind.Timeout or IpmiErrorKind.ProtocolError))
            Volatile.Write(ref _unanswered, 0);
        else if (Interlocked.Increment(ref _unanswered) == MaximumUnanswered)
            _patience.Cancel();
        return response;
    }

    private Task<OptionalResponse<ChannelAuthenticationCapabilities>> AskCapabilities(PrivilegeLevel privilege) =>
        Ask(new GetChannelAuthenticationCapabilities { RequestedPrivilege = privilege });

    /// <summary>What a BMC that refuses the question in a session, as ipmi_sim does, answers without one.</summary>
    private async Task<OptionalResponse<ChannelAuthenticationCapabilities>> AskOutsideAsync(SecurityAuditOptions options, OptionalResponse<ChannelAuthenticationCapabilities> refused)
    {
        if (options.Probe is not { } probe)
            return refused;
        try
        {
            return (await probe(cancellationToken).ConfigureAwait(false)).Capabilities is { } capabilities ? new(true, capabilities, null) : refused;
        }
        catch (IpmiException)
        {
            return refused;
        }
    }

    private async Task<OptionalResponse<IReadOnlyList<UserAccount>>> ReadUsersAsync(byte channel, OptionalResponse<UserAccess> first)
    {
        // Some BMCs know users only of a channel that has its number.
        if (!first.Succeeded && channel != GetChannelInfo.PresentChannel)
            first = await Ask(new GetUserAccess(channel, 1)).ConfigureAwait(false);
        if (!first.Succeeded)
            return new(false, [], first.Error);
        var users = await Task.WhenAll(Enumerable.Range(1, first.Value.Capacity).Select(id => ReadUserAsync(channel, (byte)id))).ConfigureAwait(false);
        return new(true, users, null);
    }

    private async Task<UserAccount> ReadUserAsync(byte channel, byte id)
    {
        // Of those who cannot log in, most of up to 63, nothing more need be known.
        var user = new UserAccount(id, await Ask(new GetUserAccess(channel, id)).ConfigureAwait(false), default);
        if (!user.CanLogIn)
            return user;
        var name = Ask(new GetUserName(id));
        var payloads = Ask(new GetUserPayloadAccess(channel, id));
        return user with { Name = await name.ConfigureAwait(false), Payloads = await payloads.ConfigureAwait(false) };
    }

    private async Task<OptionalResponse<byte[]>> ReadOtherChannelsAsync(byte channel)
    {
        // Without the number of this one, the others cannot be told from it.
        if (channel == GetChannelInfo.PresentChannel)
            return default;
        byte[] numbers = [.. Enumerable.Range(1, LastNumberedChannel).Select(static number => (byte)number).Where(number => number != channel)];
        var infos = await Task.WhenAll(numbers.Select(number => Ask(new GetChannelInfo(number)))).ConfigureAwait(false);

        // A channel that is not there is refused, with one code or another; these say nothing of it.
        if (infos.FirstOrDefault(static info => !info.Succeeded && info.Error is not IpmiCommandException
            {
                CompletionCode: not (CompletionCode.InvalidCommand or CompletionCode.InsufficientPrivilege or CompletionCode.NodeBusy),
            }) is { Error: { } error })
            return new(false, [], error);
        var lans = numbers.Where((_, index) => infos[index] is { Succeeded: true, Value.Medium: LanMedium } info && info.Value.Channel != channel);
        var isOpen = await Task.WhenAll(lans.Select(async number => (Number: number, Access: await Ask(new GetChannelAccess(number, isVolatile: true)).ConfigureAwait(false)))).ConfigureAwait(false);
        return new(true, [.. isOpen.Where(static lan => lan.Access is not { Succeeded: true, Value.AccessMode: 0 }).Select(static lan => lan.Number)], null);
    }

    /// <summary>
    /// The suites of LAN parameter 23, in whose order parameter 24 has their limits. It has room for 16, and not all BMCs have it, so those that Get
    /// Channel Cipher Suites lists beside them count, too.
    /// </summary>
    private static async Task<OptionalResponse<IReadOnlyList<ListedSuite>>> ReadSuitesAsync(SecurityFacts facts, Task<OptionalResponse<ChannelCipherSuites>[]> askedPages)
    {
        var pages = await askedPages.ConfigureAwait(false);
        if (facts.Capabilities.Succeeded && !facts.HasIpmi20)
            return new(true, [], null);
        byte[] entries = facts.TryGetLan(LanParameters.CipherSuiteCount, out byte count) && facts.TryGetLan(LanParameters.CipherSuiteEntries, out byte[]? found)
            ? [.. found.Take(count)]
            : [];
        if (!pages[0].Succeeded && entries.Length == 0)
            return new(false, [], pages[0].Error);
        byte[] records = [.. pages.TakeWhile(static page => page.Succeeded).SelectMany(static page => page.Value.Data)];
        _ = facts.TryGetLan(LanParameters.CipherSuitePrivileges, out byte[]? limits);

        // A BMC that has no map limits nothing; one that may not be read may forbid all.
        byte? withoutEntry = limits is not null || SecurityFacts.IsUnsupported(facts.Lan[LanParameters.CipherSuitePrivileges]) ? ListedSuite.NoEntry : null;
        return new(true,
        [
            .. from id in entries.Concat(ChannelCipherSuites.Numbers(records)).Distinct()
               let suite = CipherSuite.Find(id)
               where suite is not null
               let index = Array.IndexOf(entries, id)
               let limit = index < 0 || limits is null || index >= limits.Length ? (byte?)null : limits[index]
               select new ListedSuite(suite, limit ?? withoutEntry, limit is null ? null : index),
        ], null);
    }
}
