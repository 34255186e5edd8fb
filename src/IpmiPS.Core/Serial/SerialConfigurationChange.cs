using System;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.Transport;
using IpmiPS.Parameters;
using IpmiPS.Wire;

namespace IpmiPS.Serial;

/// <summary>Changes the configuration of a serial port: reads it, writes what differs in one transaction, and reads it back. IPMI 2.0 sections 25.1 and 25.3.</summary>
public sealed class SerialConfigurationChange : IPreparedChange<SerialConfigurationUpdate>
{
    private const int InactivityUnit = 30, MaximumInactivity = 15 * InactivityUnit;
    private const int RingUnit = 500;

    private readonly IIpmiConnection _connection;
    private readonly byte _channel;
    private readonly ParameterValues _before;
    private readonly ParameterSettings _settings;
    private readonly SerialSettings _wanted;
    private OptionalResponse<SerialMuxState> _mux;

    private SerialConfigurationChange(IIpmiConnection connection, byte channel, ParameterValues before, OptionalResponse<SerialMuxState> mux, SerialSettings settings, Clock clock)
    {
        (_connection, _channel, _before, _mux, _wanted) = (connection, channel, before, mux, settings);
        _settings = new ParameterSettings(connection, SerialParameters.Family, channel, clock);
        AddPort(settings);
        AddMux(settings);
        AddAlerts(settings);
        AddTerminal(settings);
    }

    /// <summary>The change, with old and new values; null if everything is as requested already.</summary>
    public string? Description => string.Join(", ", new[] { _settings.Description, MuxDescription }.Where(static text => text is not null)) is { Length: > 0 } text ? text : null;

    private string? MuxDescription => _wanted.Mux is { } request and not SerialMuxRequest.Get && !(_mux.Succeeded && IsDone(request, _mux.Value)) ? $"mux {request}" : null;

    /// <summary>Reads the present configuration and prepares a change. Changes nothing.</summary>
    /// <param name="connection">The BMC.</param>
    /// <param name="channel">The channel, 1 to 11; null to find it.</param>
    /// <param name="settings">What to set.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="IpmiException">CommandNotSupported: the BMC has no serial channel, or does not have a setting. InvalidParameter: a value does not fit.</exception>
    public static Task<SerialConfigurationChange> PrepareAsync(IIpmiConnection connection, byte? channel, SerialSettings settings, CancellationToken cancellationToken = default) =>
        PrepareAsync(connection, channel, settings, Clock.System, cancellationToken);

    internal static async Task<SerialConfigurationChange> PrepareAsync(IIpmiConnection connection, byte? channel, SerialSettings settings, Clock clock, CancellationToken cancellationToken)
    {
        byte number = channel ?? await SerialChannel.FindAsync(connection, cancellationToken).ConfigureAwait(false);
        var (values, mux) = await SerialConfigurationReader.ReadValuesAsync(connection, number, cancellationToken).ConfigureAwait(false);
        var change = new SerialConfigurationChange(connection, number, values, mux, settings, clock);
        if (settings.Parameter is { } raw)
            await change.AddRawAsync(raw, settings.Data, cancellationToken).ConfigureAwait(false);
        return change;
    }

    /// <summary>Writes what differs in one transaction, switches the mux, and reads the configuration back.</summary>
    /// <exception cref="IpmiException">CommandFailed: the BMC keeps something else, or has carried out only a part. OutcomeUnknown: it is not known what it has. Other kinds: nothing was changed.</exception>
    public async Task<SerialConfigurationUpdate> RunAsync(CancellationToken cancellationToken = default)
    {
        bool isChanged = Description is not null;
        string? muxChange = MuxDescription;
        await _settings.RunAsync(cancellationToken).ConfigureAwait(false);
        if (muxChange is not null)
            await SwitchAsync(muxChange, cancellationToken).ConfigureAwait(false);
        var values = _before;
        if (isChanged)
            (values, _mux) = await ChangeOutcome.ReadAllAsync(() => SerialConfigurationReader.ReadValuesAsync(_connection, _channel, cancellationToken)).ConfigureAwait(false);
        var update = SerialConfigurationReader.Fill(new SerialConfigurationUpdate(), _connection.ComputerName, _channel, values, _mux);
        update.Changes = [.. _settings.Changes, .. muxChange is null ? Array.Empty<string>() : [muxChange]];
        update.Changed = isChanged;
        update.Verified = MuxDescription is null && !(isChanged && _wanted.Parameter is { } raw && SerialParameters.Family.Find(raw)?.Access == ParameterAccess.WriteOnly);
        return update;
    }

    /// <summary>Switches the mux, after the settings.</summary>
    private async Task SwitchAsync(string change, CancellationToken cancellationToken)
    {
        try
        {
            await _connection.SendAsync(new SetSerialModemMux(_channel, _wanted.Mux!.Value), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (ChangeOutcome.MayBeCarriedOut(error, isSentOnce: false))
        {
            throw new IpmiException(IpmiErrorKind.OutcomeUnknown, $"There was no clear response to: {change}. {error.Message}", "Get-IpmiSerialConfiguration shows who has the port.", error);
        }
        catch (IpmiException error) when (_settings.Description is { } written)
        {
            throw new IpmiException(IpmiErrorKind.CommandFailed, $"{error.Message} Written before it: {written}.", error.RecommendedAction, error);
        }
    }

    private static bool IsDone(SerialMuxRequest request, SerialMuxState state) => request switch
    {
        SerialMuxRequest.RequestSystem or SerialMuxRequest.ForceSystem => !state.IsBmc,
        SerialMuxRequest.RequestBmc or SerialMuxRequest.ForceBmc => state.IsBmc,
        SerialMuxRequest.BlockSystem => (state.Data & 0x80) != 0,
        SerialMuxRequest.AllowSystem => (state.Data & 0x80) == 0,
        SerialMuxRequest.BlockBmc => (state.Data & 0x40) != 0,
        SerialMuxRequest.AllowBmc => (state.Data & 0x40) == 0,
        _ => true,
    };

    private void AddPort(SerialSettings s)
    {
        Add(SerialParameters.ConnectionMode, now => now.With(s.Connection, s.ConnectionModes),
            (nameof(s.Connection), s.Connection is not null, static value => value.Connection.ToString()),
            (nameof(s.ConnectionModes), s.ConnectionModes is not null, static value => value.Modes.ToString()));
        Add(SerialParameters.InactivityTimeout, _ => Units(s.InactivityTimeout!.Value, InactivityUnit, MaximumInactivity, nameof(s.InactivityTimeout), TimeSpan.FromSeconds),
            (nameof(s.InactivityTimeout), s.InactivityTimeout is not null, static value => $"{value.TotalSeconds} s"));
        Add(SerialParameters.SessionTermination, _ => s.SessionTermination!.Value, (nameof(s.SessionTermination), s.SessionTermination is not null, static value => value.ToString()));
        Add(SerialParameters.Communication, now => now.With(s.FlowControl, s.DtrHangUp, s.BitRate),
            (nameof(s.FlowControl), s.FlowControl is not null, static value => value.FlowControl.ToString()),
            (nameof(s.DtrHangUp), s.DtrHangUp is not null, static value => value.DtrHangUp.ToString()),
            (nameof(s.BitRate), s.BitRate is not null, static value => value.BitRate.ToString()));
    }

    private void AddMux(SerialSettings s) => Add(SerialParameters.MuxSwitchControl, now =>
        {
            var controls = s.MuxControls ?? now;
            return s.PortSharing is not { } isShared ? controls : isShared ? controls | SerialMuxControls.PortSharing : controls & ~SerialMuxControls.PortSharing;
        },
        (nameof(s.MuxControls), s.MuxControls is not null, static value => value.ToString()),
        (nameof(s.PortSharing), s.PortSharing is not null, static value => ((value & SerialMuxControls.PortSharing) != 0).ToString()));

    private void AddAlerts(SerialSettings s)
    {
        Add(SerialParameters.RingTime, now => new SerialRing(
                s.RingDuration is { } duration ? Units(duration, RingUnit, 63 * RingUnit, nameof(s.RingDuration), static ms => TimeSpan.FromMilliseconds(ms)) : now.Duration,
                s.RingDeadTime is { } dead ? Units(dead, RingUnit, 15 * RingUnit, nameof(s.RingDeadTime), static ms => TimeSpan.FromMilliseconds(ms)) : now.DeadTime),
            (nameof(s.RingDuration), s.RingDuration is not null, static value => $"{value.Duration.TotalMilliseconds} ms"),
            (nameof(s.RingDeadTime), s.RingDeadTime is not null, static value => $"{value.DeadTime.TotalMilliseconds} ms"));
        Add(SerialParameters.PageBlackoutInterval, _ => (byte)s.PageBlackoutInterval!.Value, (nameof(s.PageBlackoutInterval), s.PageBlackoutInterval is not null, static value => $"{value} min"));
        Add(SerialParameters.CallRetryInterval, _ => (byte)s.CallRetryInterval!.Value, (nameof(s.CallRetryInterval), s.CallRetryInterval is not null, static value => $"{value} s"));
    }

    private void AddTerminal(SerialSettings s) => Add(SerialParameters.TerminalMode,
        now => now.With(s.TerminalLineEditing, s.TerminalDelete, s.TerminalEcho, s.TerminalHandshake, s.TerminalOutputNewline, s.TerminalInputNewline),
        (nameof(s.TerminalLineEditing), s.TerminalLineEditing is not null, static value => value.LineEditing.ToString()),
        (nameof(s.TerminalDelete), s.TerminalDelete is not null, static value => value.Delete.ToString()),
        (nameof(s.TerminalEcho), s.TerminalEcho is not null, static value => value.Echo.ToString()),
        (nameof(s.TerminalHandshake), s.TerminalHandshake is not null, static value => value.Handshake.ToString()),
        (nameof(s.TerminalOutputNewline), s.TerminalOutputNewline is not null, static value => value.OutputNewline.ToString()),
        (nameof(s.TerminalInputNewline), s.TerminalInputNewline is not null, static value => value.InputNewline.ToString()));

    private void Add<T>(Parameter<T> parameter, Func<T, T> change, params (string Name, bool IsSet, Func<T, string> Text)[] settings) =>
        _settings.Add(parameter, _before[parameter], change, settings);

    private async Task AddRawAsync(byte number, byte[] data, CancellationToken cancellationToken)
    {
        var parameter = SerialParameters.Family.Find(number) ?? throw new IpmiException(IpmiErrorKind.InvalidParameter, $"There is no standard serial/modem parameter {number}. Nothing was sent.", "Send vendor parameters with Invoke-IpmiCommand.");
        if (data.Length < parameter.MinimumLength || data.Length > parameter.Length)
            throw new IpmiException(IpmiErrorKind.InvalidParameter, $"The {parameter} has {parameter.Length.ToString(CultureInfo.InvariantCulture)} bytes, selectors included, and {data.Length} were given. Nothing was sent.");
        if (parameter.Access == ParameterAccess.ReadOnly)
            throw new IpmiException(IpmiErrorKind.InvalidParameter, $"The {parameter} cannot be written. Nothing was sent.");
        var (set, block) = new ParameterWrite(parameter, data).Selectors;
        var present = await OptionalRequest.TryAsync(() => _connection.ReadDataAsync(parameter, _channel, set, block, cancellationToken)).ConfigureAwait(false);
        if (parameter.Access != ParameterAccess.WriteOnly && present.Error is { } error)
            throw error;
        _settings.AddRaw(parameter, present.Succeeded && parameter.Access != ParameterAccess.WriteOnly ? present.Value.Data : null, data);
    }

    private static TimeSpan Units(int value, int unit, int maximum, string name, Func<double, TimeSpan> time) => value % unit == 0 && value >= 0 && value <= maximum
        ? time(value)
        : throw new IpmiException(IpmiErrorKind.InvalidParameter, $"{name} is a multiple of {unit}, up to {maximum}. Nothing was sent.");
}
