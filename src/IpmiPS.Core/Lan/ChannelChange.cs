using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.App;

namespace IpmiPS.Lan;

/// <summary>Access settings of a channel; null for those that are to stay. IPMI 2.0 section 22.22.</summary>
public sealed record ChannelChangeSettings
{
    /// <summary>The channel, 1 to 11; null for the one that the session uses.</summary>
    public int? Channel { get; init; }

    /// <summary>When the channel can be used.</summary>
    public ChannelAccessMode? AccessMode { get; init; }

    /// <summary>Whether alerts are sent.</summary>
    public bool? Alerting { get; init; }

    /// <summary>Whether each message of an IPMI 1.5 session is authenticated.</summary>
    public bool? PerMessageAuthentication { get; init; }

    /// <summary>Whether commands of the level User are authenticated.</summary>
    public bool? UserLevelAuthentication { get; init; }

    /// <summary>The highest privilege on the channel.</summary>
    public PrivilegeLevel? PrivilegeLimit { get; init; }

    /// <summary>Which copy is set.</summary>
    public ChannelStore Store { get; init; }

    /// <summary>Whether there is nothing to set.</summary>
    public bool IsEmpty => this is { AccessMode: null, Alerting: null, PerMessageAuthentication: null, UserLevelAuthentication: null, PrivilegeLimit: null };
}

/// <summary>Changes access settings of a channel: the stored ones first, then the active ones, which may end the connection.</summary>
public sealed class ChannelChange : IPreparedChange<ChannelUpdate>
{
    private const byte AlertingOff = 0x20, PerMessageOff = 0x10, UserLevelOff = 0x08, ModeMask = 0x07;

    private readonly IIpmiConnection _connection;
    private readonly byte _channel;
    private readonly SettingsChange<State> _change;

    private ChannelChange(IIpmiConnection connection, byte channel, bool isOwn, ChannelChangeSettings settings, State before)
    {
        (_connection, _channel) = (connection, channel);
        _change = new(connection, $"channel {channel}", before, cancellationToken => ReadAsync(connection, channel, cancellationToken)) { UnknownAdvice = "Check with Get-IpmiChannel what is set." };
        if (settings.Store != ChannelStore.Active && before.Stored is { } stored)
            Add("stored access", ChannelAccessTarget.NonVolatile, static state => state.Stored, Merge(stored, settings));
        if (settings.Store != ChannelStore.Stored && before.Active is { } active)
            Add("active access", ChannelAccessTarget.Volatile, static state => state.Active, Merge(active, settings));
        IsOwn = isOwn;
        Danger = isOwn ? DangerOf(settings) : null;
    }

    /// <summary>Whether the session goes through the channel; true also if that is not known.</summary>
    public bool IsOwn { get; }

    /// <summary>The change, with old and new values; null if everything is as requested already.</summary>
    public string? Description => _change.Description is { } description ? $"channel {_channel}: {description}{(Danger is null ? "" : ". " + Danger)}" : null;

    /// <summary>What the settings mean for the one who is connected through this channel, as at the end of the description; null if nothing.</summary>
    internal string? Danger { get; }

    /// <summary>Reads the present settings and prepares the change. Changes nothing.</summary>
    /// <exception cref="IpmiException">NotPresent: there is no such LAN channel. Other kinds: the settings could not be read.</exception>
    public static async Task<ChannelChange> PrepareAsync(IIpmiConnection connection, ChannelChangeSettings settings, CancellationToken cancellationToken = default)
    {
        if (settings.PrivilegeLimit is < PrivilegeLevel.Callback or > PrivilegeLevel.Oem || settings.AccessMode == ChannelAccessMode.Unknown)
            throw new IpmiException(IpmiErrorKind.InvalidParameter, "The access mode or the privilege limit is not valid.", "Correct the value. Nothing was changed.");
        var own = await connection.TrySendAsync(new GetChannelInfo(GetChannelInfo.PresentChannel), cancellationToken).ConfigureAwait(false);
        byte channel = (byte)(settings.Channel ?? (own.Succeeded ? own.Value.Channel : GetChannelInfo.PresentChannel));
        var before = await ReadAsync(connection, channel, cancellationToken).ConfigureAwait(false);
        if (before.Active is null && settings.Store != ChannelStore.Stored || before.Stored is null && settings.Store != ChannelStore.Active)
            throw before.Error ?? new IpmiException(IpmiErrorKind.ProtocolError, $"The access settings of channel {channel} could not be read, so nothing was changed.");
        return new(connection, channel, !own.Succeeded || own.Value.Channel == channel, settings, before);
    }

    /// <summary>Sends what differs and reads the settings back.</summary>
    /// <exception cref="IpmiException">OutcomeUnknown: something was sent, and neither a response nor a read says whether it was carried out.
    /// CommandFailed: the BMC refused a setting after others were sent; the message names them. Other kinds: nothing was changed.</exception>
    public async Task<ChannelUpdate> RunAsync(CancellationToken cancellationToken = default)
    {
        var result = await _change.RunAsync(cancellationToken).ConfigureAwait(false);
        return new ChannelUpdate
        {
            ComputerName = _connection.ComputerName,
            Channel = _channel,
            ActiveAccessMode = result.Now.Active is { } active ? ChannelReader.Mode(active) : null,
            StoredAccessMode = result.Now.Stored is { } stored ? ChannelReader.Mode(stored) : null,
            ActivePrivilegeLimit = result.Now.Active?.PrivilegeLimit,
            StoredPrivilegeLimit = result.Now.Stored?.PrivilegeLimit,
            Changed = result.Changed,
            Verified = result.Verified,
            Difference = result.Difference,
        };
    }

    private void Add(string name, ChannelAccessTarget target, Func<State, ChannelAccess?> read, ChannelAccess wanted) => _change.Add(
        name, state => read(state) is { } access ? ChannelReader.Describe(access) : null, ChannelReader.Describe(wanted),
        new SetChannelAccess(_channel) { SettingsTarget = target, Settings = wanted.Settings, PrivilegeLimitTarget = target, PrivilegeLimit = wanted.PrivilegeLimit });

    /// <summary>The whole record: what is to stay is written as it is.</summary>
    private static ChannelAccess Merge(ChannelAccess present, ChannelChangeSettings settings)
    {
        byte bits = present.Settings;
        if (settings.AccessMode is { } mode)
            bits = (byte)(bits & ~ModeMask | (byte)mode - 1);
        bits = Flag(Flag(Flag(bits, AlertingOff, settings.Alerting), PerMessageOff, settings.PerMessageAuthentication), UserLevelOff, settings.UserLevelAuthentication);
        return new(bits, settings.PrivilegeLimit ?? present.PrivilegeLimit);

        static byte Flag(byte bits, byte off, bool? isOn) => isOn switch
        {
            null => bits,
            true => (byte)(bits & ~off),
            _ => (byte)(bits | off),
        };
    }

    /// <summary>What it means for the one who is connected through this channel.</summary>
    private static string? DangerOf(ChannelChangeSettings settings) => settings switch
    {
        { AccessMode: ChannelAccessMode.Disabled or ChannelAccessMode.PreBootOnly } => "You are connected through this channel, and log-ins through it will be refused",
        { PrivilegeLimit: < PrivilegeLevel.Administrator and { } limit } => $"You are connected through this channel, and log-ins through it will have at most the privilege {limit}, which cannot set it back",
        _ => null,
    };

    private static async Task<State> ReadAsync(IIpmiConnection connection, byte channel, CancellationToken cancellationToken)
    {
        var active = connection.TrySendAsync(new GetChannelAccess(channel, isVolatile: true), cancellationToken);
        var stored = connection.TrySendAsync(new GetChannelAccess(channel, isVolatile: false), cancellationToken);
        var (first, second) = (await active.ConfigureAwait(false), await stored.ConfigureAwait(false));
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var response in new[] { first, second })
            if (response.Error is { } error and not IpmiCommandException)
                throw error;
        return new(first.Succeeded ? first.Value : null, second.Succeeded ? second.Value : null, first.Error ?? second.Error);
    }

    private sealed record State(ChannelAccess? Active, ChannelAccess? Stored, IpmiException? Error);
}
