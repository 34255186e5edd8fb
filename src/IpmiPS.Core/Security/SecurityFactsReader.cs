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
/// Reads everything that an audit needs, with commands that only read, in three rounds: identification and channel;
/// settings and users; names and rights of users who can log in. What is refused or gets no response is recorded as such.
/// The reading ends if the BMC stops responding, because each of about a hundred requests would wait for its timeout.
/// </summary>
internal sealed class SecurityFactsReader(IIpmiConnection bmc, CancellationToken cancellationToken) : IDisposable
{
    private const byte LanMedium = 0x04, LastNumberedChannel = 0x0B, MaximumPages = 7;

    /// <summary>More in a row than are in flight at once, so that the last ones were sent after the first one had timed out.</summary>
    private const int MaximumUnanswered = 16;

    private static readonly Parameter[] Wanted =
    [
        LanParameters.AuthenticationTypeEnables, LanParameters.IPAddress, LanParameters.DefaultGateway, LanParameters.CommunityString, LanParameters.CipherSuiteCount,
        LanParameters.CipherSuiteEntries, LanParameters.CipherSuitePrivileges, LanParameters.BadPasswordThreshold,
    ];

    /// <summary>A static address, and the first dynamic ones, of which the first is often link-local.</summary>
    private static readonly (Parameter<Ipv6AddressEntry> Parameter, byte Set)[] Ipv6Wanted =
        [(LanIpv6Parameters.StaticAddress, 0), (LanIpv6Parameters.DynamicAddress, 0), (LanIpv6Parameters.DynamicAddress, 1), (LanIpv6Parameters.DynamicAddress, 2)];

    private readonly CancellationTokenSource _responding = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    private int _unanswered;

    /// <inheritdoc/>
    public void Dispose() => _responding.Dispose();

    /// <exception cref="IpmiException">Get Device ID failed.</exception>
    public async Task<SecurityFacts> ReadAsync(SecurityAuditOptions options)
    {
        var capabilities = ReadCapabilitiesAsync(PrivilegeLevel.User);
        var firstUser = TrySendAsync(new GetUserAccess(GetChannelInfo.PresentChannel, 1));
        var facts = await ReadSettingsAsync(await ReadIdentityAsync(options, capabilities).ConfigureAwait(false), firstUser).ConfigureAwait(false);
        if (!facts.TryGetLan(LanParameters.AuthenticationTypeEnables, out _))
            facts = facts with { HigherCapabilities = await Task.WhenAll(ReadCapabilitiesAsync(PrivilegeLevel.Operator), ReadCapabilitiesAsync(PrivilegeLevel.Administrator)).ConfigureAwait(false) };
        if (_responding.IsCancellationRequested)
            facts = facts with { UnavailableReason = "the BMC stopped responding during the audit." };

        // Cancelled requests look like refused ones.
        cancellationToken.ThrowIfCancellationRequested();
        return facts;
    }

    /// <summary>Reads the device ID, the log-in methods and the channel.</summary>
    private async Task<SecurityFacts> ReadIdentityAsync(SecurityAuditOptions options, Task<OptionalResponse<ChannelAuthenticationCapabilities>> capabilitiesTask)
    {
        var device = new OptionalResponse<DeviceId>(true, await bmc.SendAsync(new GetDeviceId(), cancellationToken).ConfigureAwait(false), null);
        var capabilities = await capabilitiesTask.ConfigureAwait(false);
        if (!capabilities.Succeeded)
            capabilities = await ProbeCapabilitiesAsync(options, capabilities).ConfigureAwait(false);
        var facts = new SecurityFacts(bmc.ComputerName, options) { Device = device, Capabilities = capabilities };
        return capabilities.Succeeded ? facts with { Channel = capabilities.Value.Channel } : facts;
    }

    /// <summary>Reads the settings of the channel, the console and the users, all at once.</summary>
    private async Task<SecurityFacts> ReadSettingsAsync(SecurityFacts facts, Task<OptionalResponse<UserAccess>> firstUser)
    {
        byte channel = facts.Channel;
        var lan = Wanted.ToDictionary(static parameter => parameter, parameter => TrySendAsync(parameter, channel));
        var ipv6 = Task.WhenAll(Ipv6Wanted.Select(wanted => TrySendAsync(wanted.Parameter, channel, wanted.Set)));
        var access = TrySendAsync(new GetChannelAccess(channel, isVolatile: true));
        var solEnable = TrySendAsync(SolParameters.Enable, channel);
        var solAuthentication = TrySendAsync(SolParameters.Authentication, channel);
        var users = ReadUsersAsync(channel, await firstUser.ConfigureAwait(false));
        var others = ReadOtherChannelsAsync(channel);
        var suites = Task.WhenAll(Enumerable.Range(0, MaximumPages).Select(index => TrySendAsync(new GetChannelCipherSuites { Channel = channel, ListIndex = (byte)index })));
        var parameters = new Dictionary<Parameter, OptionalResponse<ParameterData>>();
        foreach (var request in lan)
            parameters[request.Key] = await request.Value.ConfigureAwait(false);
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
        return facts with { Suites = await ReadSuitesAsync(facts, suites).ConfigureAwait(false) };
    }

    /// <summary>An address that is in use; null if there is none.</summary>
    private static IPAddress? ReadIpv6((Parameter<Ipv6AddressEntry> Parameter, byte Set) wanted, OptionalResponse<ParameterData> response) =>
        wanted.Parameter.TryDecode(response, out var entry) && (entry.IsEnabled || wanted.Parameter == LanIpv6Parameters.DynamicAddress) && !entry.Address.Equals(IPAddress.IPv6Any)
            ? entry.Address
            : null;

    private Task<OptionalResponse<TResponse>> TrySendAsync<TResponse>(IpmiCommand<TResponse> command) => TrySendAsync(() => bmc.TrySendAsync(command, _responding.Token));

    private Task<OptionalResponse<ParameterData>> TrySendAsync(Parameter parameter, byte channel, byte set = 0) => TrySendAsync(() => bmc.TryReadDataAsync(parameter, channel, set, _responding.Token));

    private async Task<OptionalResponse<TResponse>> TrySendAsync<TResponse>(Func<Task<OptionalResponse<TResponse>>> send)
    {
        if (_responding.IsCancellationRequested)
            return default;
        var response = await send().ConfigureAwait(false);
        if (response.Error?.Kind is not (IpmiErrorKind.Timeout or IpmiErrorKind.ProtocolError))
            Volatile.Write(ref _unanswered, 0);
        else if (Interlocked.Increment(ref _unanswered) == MaximumUnanswered)
            _responding.Cancel();
        return response;
    }

    private Task<OptionalResponse<ChannelAuthenticationCapabilities>> ReadCapabilitiesAsync(PrivilegeLevel privilege) =>
        TrySendAsync(new GetChannelAuthenticationCapabilities { RequestedPrivilege = privilege });

    /// <summary>Reads the capabilities outside the session, because some BMCs and ipmi_sim refuse that in a session.</summary>
    private async Task<OptionalResponse<ChannelAuthenticationCapabilities>> ProbeCapabilitiesAsync(SecurityAuditOptions options, OptionalResponse<ChannelAuthenticationCapabilities> refused)
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
        // Some BMCs require the number of the channel.
        if (!first.Succeeded && channel != GetChannelInfo.PresentChannel)
            first = await TrySendAsync(new GetUserAccess(channel, 1)).ConfigureAwait(false);
        if (!first.Succeeded)
            return new(false, [], first.Error);
        var users = await Task.WhenAll(Enumerable.Range(1, first.Value.Capacity).Select(id => ReadUserAsync(channel, (byte)id))).ConfigureAwait(false);
        return new(true, users, null);
    }

    private async Task<UserAccount> ReadUserAsync(byte channel, byte id)
    {
        // Most of the up to 63 users cannot log in; nothing else is needed of them.
        var user = new UserAccount(id, await TrySendAsync(new GetUserAccess(channel, id)).ConfigureAwait(false), default);
        if (!user.CanLogIn)
            return user;
        var name = TrySendAsync(new GetUserName(id));
        var payloads = TrySendAsync(new GetUserPayloadAccess(channel, id));
        return user with { Name = await name.ConfigureAwait(false), Payloads = await payloads.ConfigureAwait(false) };
    }

    private async Task<OptionalResponse<byte[]>> ReadOtherChannelsAsync(byte channel)
    {
        // Without the number of this channel, the others cannot be determined.
        if (channel == GetChannelInfo.PresentChannel)
            return default;
        byte[] numbers = [.. Enumerable.Range(1, LastNumberedChannel).Select(static number => (byte)number).Where(number => number != channel)];
        var infos = await Task.WhenAll(numbers.Select(number => TrySendAsync(new GetChannelInfo(number)))).ConfigureAwait(false);

        // Absent channels are refused with various codes; other errors mean that the channel could not be read.
        if (infos.FirstOrDefault(static info => !info.Succeeded && info.Error is not IpmiCommandException
            {
                CompletionCode: not (CompletionCode.InvalidCommand or CompletionCode.InsufficientPrivilege or CompletionCode.NodeBusy),
            }) is { Error: { } error })
            return new(false, [], error);
        var lans = numbers.Where((_, index) => infos[index] is { Succeeded: true, Value.Medium: LanMedium } info && info.Value.Channel != channel);
        var isOpen = await Task.WhenAll(lans.Select(async number => (Number: number, Access: await TrySendAsync(new GetChannelAccess(number, isVolatile: true)).ConfigureAwait(false)))).ConfigureAwait(false);
        return new(true, [.. isOpen.Where(static lan => lan.Access is not { Succeeded: true, Value.AccessMode: 0 }).Select(static lan => lan.Number)], null);
    }

    /// <summary>
    /// The suites in LAN parameter 23, whose limits are in parameter 24 in the same order. It has up to 16, and not all BMCs support it, so those that only Get
    /// Channel Cipher Suites lists are included.
    /// </summary>
    private static async Task<OptionalResponse<IReadOnlyList<ListedSuite>>> ReadSuitesAsync(SecurityFacts facts, Task<OptionalResponse<ChannelCipherSuites>[]> pagesTask)
    {
        var pages = await pagesTask.ConfigureAwait(false);
        if (facts.Capabilities.Succeeded && !facts.HasIpmi20)
            return new(true, [], null);
        byte[] entries = facts.TryGetLan(LanParameters.CipherSuiteCount, out byte count) && facts.TryGetLan(LanParameters.CipherSuiteEntries, out byte[]? found)
            ? [.. found.Take(count)]
            : [];
        if (!pages[0].Succeeded && entries.Length == 0)
            return new(false, [], pages[0].Error);
        byte[] records = [.. pages.TakeWhile(static page => page.Succeeded).SelectMany(static page => page.Value.Data)];
        _ = facts.TryGetLan(LanParameters.CipherSuitePrivileges, out byte[]? limits);

        // The session of the audit uses a suite, so a map that permits none is not in force.
        if (facts.Options.Protocol == IpmiProtocol.Ipmi20 && entries.Length > 0 && limits?.Take(entries.Length).Any(ListedSuite.IsLimit) == false)
            limits = null;

        // A BMC without a map has no limits; a map that cannot be read may forbid anything.
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
