using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.App;
using IpmiPS.Parameters;

namespace IpmiPS.Lan;

/// <summary>
/// Changes the network settings of one LAN channel: reads them, writes what differs in the order that BMCs need, and reads back. What may end the connection is
/// written last. IPMI 2.0 section 23.1.
/// </summary>
public sealed class NetworkChange : IPreparedChange<NetworkUpdate>
{
    private static readonly LanKey[] Shown =
    [
        new(LanParameters.IPAddress), new(LanParameters.IPAddressSource), new(LanParameters.SubnetMask), new(LanParameters.DefaultGateway), new(LanParameters.VlanId), new(LanParameters.MacAddress),
    ];

    private readonly IIpmiConnection _connection;
    private readonly NetworkSettings _settings;
    private readonly NetworkReading _reading;
    private readonly NetworkPlan _plan;

    private NetworkChange(IIpmiConnection connection, NetworkSettings settings, NetworkReading reading, NetworkPlan plan, BmcIdentityProof identity) =>
        (_connection, _settings, _reading, _plan, Identity) = (connection, settings, reading, plan, identity);

    /// <summary>The change, with old and new values; null if everything is as requested already.</summary>
    public string? Description => _plan.Writes.Count == 0 ? null : string.Join(", ", _plan.Writes.Select(static write => write.Description)) + (Danger is null ? "" : ". " + Danger);

    /// <summary>Follows the BMC to its new place after a change that ends the connection; null to leave that out.</summary>
    internal NetworkFollower? Follower { get; set; }

    internal Clock Clock { get; init; } = Clock.System;

    /// <summary>What identifies the BMC.</summary>
    internal BmcIdentityProof Identity { get; }

    /// <summary>The channel.</summary>
    public int Channel => _reading.Channel;

    /// <summary>Whether the change may end the connection.</summary>
    public bool CutsOff => _plan.CutsOff;

    /// <summary>The BMC's new address; null if it stays or is not known.</summary>
    internal IPAddress? NewAddress => _plan.NewAddress;

    /// <summary>The BMC's new port; null if it stays.</summary>
    internal int? NewPort => _plan.Writes.Any(static write => write.Write.Parameter == LanParameters.PrimaryRmcpPort) ? _settings.RmcpPort : null;

    internal NetworkSettings Settings => _settings;

    /// <summary>What the change means for the connection, as at the end of the description; null if nothing.</summary>
    internal string? Danger => !_plan.CutsOff ? null
        : NewAddress is { } address ? $"This ends the connection: the BMC is at {address} afterwards"
        : _plan.Writes.Any(static write => write.Write.Parameter == LanParameters.IPAddressSource) ? "This may end the connection: the BMC gets another address"
        : "This may end the connection";

    /// <summary>Reads the present settings and prepares the change. Changes nothing.</summary>
    /// <param name="connection">The BMC.</param>
    /// <param name="settings">The settings.</param>
    /// <param name="endpoint">Returns where the connection goes, once it is open; null if that is not known.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="IpmiException">InvalidParameter: settings do not fit together. NotPresent: there is no such channel. CommandNotSupported: the BMC does not have
    /// a setting. Other kinds: the settings could not be read.</exception>
    public static Task<NetworkChange> PrepareAsync(IIpmiConnection connection, NetworkSettings settings, Func<BmcEndpoint>? endpoint = null, CancellationToken cancellationToken = default) =>
        PrepareAsync(connection, settings, endpoint, Clock.System, cancellationToken);

    /// <inheritdoc cref="PrepareAsync(IIpmiConnection, NetworkSettings, Func{BmcEndpoint}?, CancellationToken)"/>
    internal static async Task<NetworkChange> PrepareAsync(IIpmiConnection connection, NetworkSettings settings, Func<BmcEndpoint>? endpoint, Clock clock, CancellationToken cancellationToken = default)
    {
        NetworkRules.Check(settings);
        var guid = connection.TrySendAsync(new GetSystemGuid(), cancellationToken);
        var channels = await LanChannels.FindAsync(connection, cancellationToken).ConfigureAwait(false);
        byte channel = channels.Select(settings.Channel);
        var reading = new NetworkReading(channel);
        await reading.ReadAsync(connection, Shown.Concat(NetworkPlan.Needed(settings)).Distinct(), cancellationToken).ConfigureAwait(false);
        var plan = NetworkPlan.Create(settings, reading, channels.IsOwn(channel), (endpoint?.Invoke() as LanEndpoint)?.IPAddress);
        var response = await guid.ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return new(connection, settings, reading, plan, new(response.Succeeded ? response.Value.Bytes : null, reading.TryGet(LanParameters.MacAddress, out var mac) ? LanText.Of(mac) : null)) { Clock = clock };
    }

    /// <summary>Writes what differs and reads it back. Without a follower, a change that ends the connection is not read back, and the result says so.</summary>
    /// <exception cref="IpmiException">OutcomeUnknown: something was sent, and neither a response nor a read says whether it was carried out. CommandFailed: the
    /// BMC keeps something else, or carried out only a part; the message says what. Other kinds: nothing was changed.</exception>
    public async Task<NetworkUpdate> RunAsync(CancellationToken cancellationToken = default)
    {
        if (_plan.Writes.Count == 0)
            return Update(_reading) with { Changed = false, Verified = true };
        var transaction = new ParameterTransaction(_connection, new NetworkValues(_reading.Channel, _plan.Writes), Clock);
        await transaction.RunAsync(cancellationToken).ConfigureAwait(false);
        if (transaction.CutOff is not { } state)
        {
            var after = new NetworkReading(_reading.Channel);
            await after.ReadAsync(_connection, Shown, cancellationToken).ConfigureAwait(false);
            return Update(after) with { Changed = true, Verified = true };
        }

        if (Follower is not null)
            return await Follower.FollowAsync(this, state, cancellationToken).ConfigureAwait(false);
        if (state == ChangeState.Unanswered)
            throw Unknown("There was no response to the last setting, which may have ended the connection.");
        string where = NewAddress is { } address ? $"at {address}" : "where it is now";
        return Update(_reading) with
        {
            IPv4Address = NewAddress?.ToString() ?? Update(_reading).IPv4Address,
            Changed = true,
            Verified = false,
            Notes = [.. _plan.Notes, $"The BMC accepted the settings, and was not read afterwards because the connection may have ended. Check it {where}, or use -Wait."],
        };
    }

    /// <summary>The error for a change whose effect is not known.</summary>
    internal IpmiException Unknown(string what, Exception? cause = null) => new(
        IpmiErrorKind.OutcomeUnknown, $"Network settings were sent: {string.Join(", ", _plan.Writes.Select(static write => write.Description))}. {what}",
        $"Check with Get-IpmiNetwork at the old address{(NewAddress is { } address ? $" and at {address}" : "")}{(Identity.MacAddress is { } mac ? $"; the BMC's MAC address is {mac}" : "")}.", cause);

    /// <summary>The result as it was read at the start.</summary>
    internal NetworkUpdate Present() => Update(_reading);

    /// <summary>Withdraws an announcement that could not be withdrawn before the BMC moved.</summary>
    internal async Task WithdrawAsync(CancellationToken cancellationToken)
    {
        var announced = await OptionalRequest.TryAsync(() => _connection.ReadAsync(LanParameters.SetInProgress, _reading.Channel, cancellationToken: cancellationToken)).ConfigureAwait(false);
        if (!announced.Succeeded || announced.Value.Value == SetInProgress.Complete)
            return;
        foreach (var step in new[] { SetInProgress.Commit, SetInProgress.Complete })
            await SendAsync(step).ConfigureAwait(false);

        Task SendAsync(SetInProgress step) => _connection.TrySendAsync(
            LanParameters.Family.Set(new ParameterAddress(_reading.Channel, LanParameters.SetInProgress.Number), LanParameters.SetInProgress.Encode(step)), cancellationToken);
    }

    private NetworkUpdate Update(NetworkReading reading)
    {
        var network = NetworkBuilder.Build(_connection.ComputerName, reading);
        return new NetworkUpdate
        {
            ComputerName = network.ComputerName,
            Channel = network.Channel,
            IPv4Address = network.IPv4Address,
            AddressSource = network.AddressSource,
            SubnetMask = network.SubnetMask,
            DefaultGateway = network.DefaultGateway,
            VlanId = network.VlanId,
            Notes = [.. _plan.Notes],
        };
    }
}

/// <summary>What identifies a BMC before and after it moved.</summary>
/// <param name="Guid">Its system GUID; null if it has none.</param>
/// <param name="MacAddress">Its MAC address; null if it does not report one.</param>
internal sealed record BmcIdentityProof(byte[]? Guid, string? MacAddress)
{
    private const string NoMac = "00:00:00:00:00:00";

    /// <summary>Whether another one is the same BMC; null if neither has what could be compared.</summary>
    public bool? IsSame(BmcIdentityProof other)
    {
        bool? guid = Guid is not null && other.Guid is not null ? Guid.SequenceEqual(other.Guid) : null;
        bool? mac = MacAddress is not (null or NoMac) && other.MacAddress is not (null or NoMac) ? MacAddress == other.MacAddress : null;
        return guid == false ? false : mac ?? guid;
    }
}
