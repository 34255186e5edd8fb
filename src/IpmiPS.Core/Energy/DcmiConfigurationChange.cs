using System;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.Dcmi;
using IpmiPS.Parameters;

namespace IpmiPS.Energy;

/// <summary>Changes DCMI settings: reads them, sends what differs, and reads them back. DHCP is started last. DCMI 1.5 sections 6.1.2 and 6.7.1.</summary>
public sealed class DcmiConfigurationChange : IPreparedChange<DcmiConfigurationUpdate>
{
    private const byte Inlet = 0x37, FirstInlet = 1, Start = 1;

    private readonly IIpmiConnection _connection;
    private readonly SettingsChange<DcmiConfiguration> _change;

    private DcmiConfigurationChange(IIpmiConnection connection, DcmiSettings settings, DcmiConfiguration before)
    {
        _connection = connection;
        _change = new(connection, "DCMI", before, cancellationToken => DcmiConfigurationReader.GetAsync(connection, cancellationToken)) { UnknownAdvice = "Check with Get-IpmiDcmiConfiguration what is set." };
        if (settings.HasInletLimit)
            AddInletLimit(settings, before);
        if (settings.DhcpDiscovery is { } discovery)
            Add("DHCP discovery", static now => now.DhcpDiscovery?.ToString(), discovery.ToString(), DcmiParameters.Discovery, discovery);
        if (settings.DhcpInitialTimeoutSeconds is { } initial)
            Add("DHCP initial timeout", static now => Seconds(now.DhcpInitialTimeoutSeconds), Seconds(initial)!, DcmiParameters.InitialTimeout, (byte)initial);
        if (settings.DhcpContactTimeoutSeconds is { } contact)
            Add("DHCP contact timeout", static now => Seconds(now.DhcpContactTimeoutSeconds), Seconds(contact)!, DcmiParameters.ContactTimeout, contact);
        if (settings.DhcpRetrySeconds is { } retry)
            Add("DHCP retry interval", static now => Seconds(now.DhcpRetrySeconds), Seconds(retry)!, DcmiParameters.RetryInterval, retry);
        if (settings.ActivateDhcp)
            _change.AddUnreadable("DHCP", "started", Command(DcmiParameters.ActivateDhcp, Start));
    }

    /// <summary>The change, with old and new values; null if everything is as requested already.</summary>
    public string? Description => _change.Description;

    /// <summary>Whether the machine is powered off when the inlet is too warm, once the limit is set.</summary>
    public bool MayPowerOff { get; private set; }

    /// <summary>Reads the present settings and prepares the change. Changes nothing.</summary>
    /// <exception cref="IpmiException">CommandNotSupported: the BMC has no DCMI. InvalidParameter: a part of the inlet's limit is missing, and the BMC does not report it.</exception>
    public static async Task<DcmiConfigurationChange> PrepareAsync(IIpmiConnection connection, DcmiSettings settings, CancellationToken cancellationToken = default) =>
        new(connection, settings, await DcmiConfigurationReader.GetAsync(connection, cancellationToken).ConfigureAwait(false));

    /// <summary>Sends what differs and reads the settings back.</summary>
    /// <exception cref="IpmiException">OutcomeUnknown: something was sent, and neither a response nor a read says whether it was carried out.
    /// CommandFailed: the BMC refused a setting after others were sent; the message names them. Other kinds: nothing was changed.</exception>
    public async Task<DcmiConfigurationUpdate> RunAsync(CancellationToken cancellationToken = default)
    {
        var result = await _change.RunAsync(cancellationToken).ConfigureAwait(false);
        return new DcmiConfigurationUpdate
        {
            ComputerName = _connection.ComputerName,
            DhcpDiscovery = result.Now.DhcpDiscovery,
            DhcpInitialTimeoutSeconds = result.Now.DhcpInitialTimeoutSeconds,
            DhcpContactTimeoutSeconds = result.Now.DhcpContactTimeoutSeconds,
            DhcpRetrySeconds = result.Now.DhcpRetrySeconds,
            InletLimitCelsius = result.Now.InletLimitCelsius,
            InletLimitSeconds = result.Now.InletLimitSeconds,
            InletLimitAction = result.Now.InletLimitAction,
            Changed = result.Changed,
            Verified = result.Verified,
            Difference = result.Difference,
        };
    }

    private static string? Seconds(int? value) => value is null ? null : $"{value} s";

    private static SetDcmiConfigurationParameters Command<T>(Parameter<T> parameter, T value) => new(parameter.Number, 0, parameter.Encode(value));

    private static string Describe(int celsius, int seconds, ThermalLimitActions action) => $"{celsius} °C for {seconds} s, action {action}";

    private void Add<T>(string name, Func<DcmiConfiguration, string?> read, string wanted, Parameter<T> parameter, T value) => _change.Add(name, read, wanted, Command(parameter, value));

    /// <summary>One command sets all three values, so those that are not given are sent as they are.</summary>
    private void AddInletLimit(DcmiSettings settings, DcmiConfiguration before)
    {
        int celsius = settings.InletLimitCelsius ?? before.InletLimitCelsius ?? throw Missing();
        int seconds = settings.InletLimitSeconds ?? before.InletLimitSeconds ?? throw Missing();
        var action = settings.InletLimitAction ?? before.InletLimitAction ?? throw Missing();
        MayPowerOff = action.HasFlag(ThermalLimitActions.PowerOff);
        var limit = new DcmiThermalLimit(action.HasFlag(ThermalLimitActions.PowerOff), action.HasFlag(ThermalLimitActions.Log), (byte)celsius, (ushort)seconds);
        _change.Add(
            "inlet limit",
            static now => now is { InletLimitCelsius: { } limit, InletLimitSeconds: { } time, InletLimitAction: { } does } ? Describe(limit, time, does) : null,
            Describe(celsius, seconds, action),
            new SetThermalLimit(Inlet, FirstInlet, limit));
    }

    private static IpmiException Missing() => new(
        IpmiErrorKind.InvalidParameter, "The BMC does not report the limit of the inlet's temperature, so all of it has to be given.", "Give -InletLimitCelsius, -InletLimitSeconds and -InletLimitAction.");
}
