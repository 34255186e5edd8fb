using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.App;
using IpmiPS.Parameters;

namespace IpmiPS.Sol;

/// <summary>Reads and changes the configuration of serial over LAN. IPMI 2.0 sections 26.2 and 26.3.</summary>
public sealed class SolConfigurationChange : IPreparedChange<SolConfigurationUpdate>
{
    private static readonly (Parameter, byte)[] Parameters = [.. SolParameters.Family.All.Where(static parameter => parameter != SolParameters.SetInProgress).Select(static parameter => (parameter, (byte)0))];

    private readonly IIpmiConnection _connection;
    private readonly byte _channel;
    private readonly ParameterValues _before;
    private readonly ParameterSettings _settings;

    private SolConfigurationChange(IIpmiConnection connection, byte channel, ParameterValues before, SolSettings settings, Clock clock)
    {
        (_connection, _channel, _before) = (connection, channel, before);
        _settings = new ParameterSettings(connection, SolParameters.Family, channel, clock);
        Add(settings);
    }

    /// <summary>The change, with old and new values; null if everything is as requested already.</summary>
    public string? Description => _settings.Description;

    /// <summary>Reads the configuration of a channel.</summary>
    /// <param name="connection">The BMC.</param>
    /// <param name="channel">Channel, 0 to 15; Eh for that of the session.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="IpmiException">The BMC has no SOL configuration for the channel, or does not respond.</exception>
    public static async Task<SolConfiguration> ReadAsync(IIpmiConnection connection, byte channel = GetChannelInfo.PresentChannel, CancellationToken cancellationToken = default)
    {
        var number = ChannelNumberAsync(connection, channel, cancellationToken);
        var values = await ParameterValues.ReadAsync(connection, channel, Parameters, cancellationToken).ConfigureAwait(false);
        return Fill(new SolConfiguration(), connection.ComputerName, await number.ConfigureAwait(false), values);
    }

    /// <summary>Reads the present configuration and prepares a change. Changes nothing.</summary>
    /// <param name="connection">The BMC.</param>
    /// <param name="channel">Channel, 0 to 15; Eh for that of the session.</param>
    /// <param name="settings">What to set.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="IpmiException">CommandNotSupported: the BMC does not have a setting. Other kinds: the present configuration could not be read.</exception>
    public static Task<SolConfigurationChange> PrepareAsync(IIpmiConnection connection, byte channel, SolSettings settings, CancellationToken cancellationToken = default) =>
        PrepareAsync(connection, channel, settings, Clock.System, cancellationToken);

    internal static async Task<SolConfigurationChange> PrepareAsync(IIpmiConnection connection, byte channel, SolSettings settings, Clock clock, CancellationToken cancellationToken)
    {
        var number = ChannelNumberAsync(connection, channel, cancellationToken);
        var values = await ParameterValues.ReadAsync(connection, channel, Parameters, cancellationToken).ConfigureAwait(false);
        return new SolConfigurationChange(connection, await number.ConfigureAwait(false), values, settings, clock);
    }

    /// <summary>Writes what differs in one transaction, and reads the configuration back.</summary>
    /// <exception cref="IpmiException">CommandFailed: the BMC keeps something else, or has carried out only a part. OutcomeUnknown: it is not known what it has. Other kinds: nothing was changed.</exception>
    public async Task<SolConfigurationUpdate> RunAsync(CancellationToken cancellationToken = default)
    {
        await _settings.RunAsync(cancellationToken).ConfigureAwait(false);
        bool isChanged = _settings.Description is not null;
        var now = isChanged ? await ChangeOutcome.ReadAllAsync(() => ParameterValues.ReadAsync(_connection, _channel, Parameters, cancellationToken)).ConfigureAwait(false) : _before;
        var update = Fill(new SolConfigurationUpdate(), _connection.ComputerName, _channel, now);
        (update.Changes, update.Changed, update.Verified) = ([.. _settings.Changes], isChanged, true);
        return update;
    }

    private static async Task<byte> ChannelNumberAsync(IIpmiConnection connection, byte channel, CancellationToken cancellationToken)
    {
        if (channel != GetChannelInfo.PresentChannel)
            return channel;
        var info = await connection.TrySendAsync(new GetChannelInfo(channel), cancellationToken).ConfigureAwait(false);
        return info.Succeeded ? info.Value.Channel : channel;
    }

    private static T Fill<T>(T configuration, string computerName, byte channel, ParameterValues values)
        where T : SolConfiguration
    {
        configuration.ComputerName = computerName;
        configuration.Channel = channel;
        configuration.Enabled = values.Value(SolParameters.Enable, nameof(configuration.Enabled));
        var authentication = values.Value(SolParameters.Authentication, "ForceEncryption, ForceAuthentication, Privilege");
        (configuration.ForceEncryption, configuration.ForceAuthentication, configuration.Privilege) = (authentication?.ForceEncryption, authentication?.ForceAuthentication, authentication?.Privilege);
        var accumulation = values.Value(SolParameters.Accumulation, "AccumulateInterval, SendThreshold");
        (configuration.AccumulateInterval, configuration.SendThreshold) = ((int?)accumulation?.Interval.TotalMilliseconds, accumulation?.Threshold);
        var retry = values.Value(SolParameters.Retry, "PacketRetryCount, PacketRetryInterval");
        (configuration.PacketRetryCount, configuration.PacketRetryInterval) = (retry?.Count, (int?)retry?.Interval.TotalMilliseconds);
        configuration.BitRate = values.Value(SolParameters.NonVolatileBitRate, nameof(configuration.BitRate));
        configuration.VolatileBitRate = values.Value(SolParameters.VolatileBitRate, nameof(configuration.VolatileBitRate));
        configuration.PayloadChannel = values.Value(SolParameters.PayloadChannel, nameof(configuration.PayloadChannel));
        configuration.PayloadPort = values.Value(SolParameters.PayloadPort, nameof(configuration.PayloadPort));
        configuration.Notes = [.. values.Notes];
        return configuration;
    }

    /// <summary>The switch that allows or forbids the console comes last, so that it is not open with half of its settings.</summary>
    private void Add(SolSettings s)
    {
        _settings.Add(SolParameters.Authentication, _before[SolParameters.Authentication],
            now => new SolAuthentication(s.ForceEncryption ?? now.ForceEncryption, s.ForceAuthentication ?? now.ForceAuthentication, s.Privilege ?? now.Privilege),
            (nameof(s.ForceEncryption), s.ForceEncryption is not null, static value => value.ForceEncryption.ToString()),
            (nameof(s.ForceAuthentication), s.ForceAuthentication is not null, static value => value.ForceAuthentication.ToString()),
            (nameof(s.Privilege), s.Privilege is not null, static value => value.Privilege.ToString()));
        _settings.Add(SolParameters.Accumulation, _before[SolParameters.Accumulation],
            now => new SolAccumulation(Time(s.AccumulateInterval, 5, 1, nameof(s.AccumulateInterval)) ?? now.Interval, (byte?)s.SendThreshold ?? now.Threshold),
            (nameof(s.AccumulateInterval), s.AccumulateInterval is not null, static value => Show(value.Interval)),
            (nameof(s.SendThreshold), s.SendThreshold is not null, static value => value.Threshold.ToString(CultureInfo.InvariantCulture)));
        _settings.Add(SolParameters.Retry, _before[SolParameters.Retry],
            now => new SolRetry((byte?)s.PacketRetryCount ?? now.Count, Time(s.PacketRetryInterval, 10, 0, nameof(s.PacketRetryInterval)) ?? now.Interval),
            (nameof(s.PacketRetryCount), s.PacketRetryCount is not null, static value => value.Count.ToString(CultureInfo.InvariantCulture)),
            (nameof(s.PacketRetryInterval), s.PacketRetryInterval is not null, static value => Show(value.Interval)));
        AddOne(SolParameters.NonVolatileBitRate, nameof(s.BitRate), s.BitRate);
        AddOne(SolParameters.VolatileBitRate, nameof(s.VolatileBitRate), s.VolatileBitRate);
        AddOne(SolParameters.PayloadPort, nameof(s.PayloadPort), s.PayloadPort);
        AddOne(SolParameters.Enable, nameof(s.Enabled), s.Enabled);
    }

    private void AddOne<T>(Parameter<T> parameter, string name, T? value)
        where T : struct =>
        _settings.Add(parameter, _before[parameter], _ => value!.Value, (name, value is not null, static shown => shown.ToString()!));

    private static TimeSpan? Time(int? milliseconds, int unit, int minimum, string name)
    {
        if (milliseconds is not { } wanted)
            return null;
        int units = (wanted + unit / 2) / unit;
        return units >= minimum && units <= byte.MaxValue ? TimeSpan.FromMilliseconds(units * unit)
            : throw new IpmiException(IpmiErrorKind.InvalidParameter, $"{name} is from {minimum * unit} to {byte.MaxValue * unit} ms, in steps of {unit}. Nothing was sent.");
    }

    private static string Show(TimeSpan time) => time.TotalMilliseconds.ToString(CultureInfo.InvariantCulture) + " ms";
}
