using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.Chassis;

namespace IpmiPS.Power;

/// <summary>
/// Changes settings of a chassis: reads them, sends what differs, and reads them back. What is as requested already is not sent. IPMI 2.0 sections
/// 28.6, 28.8 and 28.9.
/// </summary>
public sealed class ChassisSettingsChange : IPreparedChange<ChassisUpdate>
{
    private readonly IIpmiConnection _connection;
    private readonly ChassisSettings _settings;
    private readonly SettingsChange<PowerStatus> _change;

    private ChassisSettingsChange(IIpmiConnection connection, ChassisSettings settings, PowerStatus before)
    {
        (_connection, _settings) = (connection, settings);
        _change = new(connection, "the chassis", before, cancellationToken => ChassisPower.GetAsync(connection, cancellationToken)) { UnknownAdvice = "Check with Get-IpmiChassis what is set." };
        if (settings.RestorePolicy is { } policy)
            _change.Add("restore policy", static status => status.RestorePolicy.ToString(), policy.ToString(), new SetPowerRestorePolicy(policy));
        if (settings.DisabledButtons is { } buttons)
            _change.Add("disabled buttons", static status => status.DisabledButtons?.ToString(), buttons.ToString(), new SetFrontPanelButtonEnables(buttons));
        if (settings.PowerCycleInterval is { } seconds)
            _change.AddUnreadable("power cycle interval", $"{seconds} s", new SetPowerCycleInterval(seconds));
    }

    /// <summary>The change, with old and new values; null if everything is as requested already.</summary>
    public string? Description => _change.Description;

    /// <summary>Reads the present settings and prepares the change. Changes nothing.</summary>
    /// <exception cref="IpmiException">The settings could not be read.</exception>
    public static async Task<ChassisSettingsChange> PrepareAsync(IIpmiConnection connection, ChassisSettings settings, CancellationToken cancellationToken = default) =>
        new(connection, settings, await ChassisPower.GetAsync(connection, cancellationToken).ConfigureAwait(false));

    /// <summary>Sends what differs and reads the settings back.</summary>
    /// <exception cref="IpmiException">OutcomeUnknown: something was sent, and neither a response nor a read says whether it was carried out.
    /// CommandFailed: the BMC refused a setting after others were sent; the message names them. Other kinds: nothing was changed.</exception>
    public async Task<ChassisUpdate> RunAsync(CancellationToken cancellationToken = default)
    {
        var result = await _change.RunAsync(cancellationToken).ConfigureAwait(false);
        return new ChassisUpdate
        {
            ComputerName = _connection.ComputerName,
            RestorePolicy = result.Now.RestorePolicy,
            PowerCycleInterval = _settings.PowerCycleInterval,
            DisabledButtons = result.Now.DisabledButtons,
            Changed = result.Changed,
            Verified = result.Verified,
            Difference = result.Difference,
        };
    }
}
