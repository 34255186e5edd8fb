using System;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.Dcmi;
using IpmiPS.Commands.NodeManager;

namespace IpmiPS.Energy;

/// <summary>
/// Changes the power limit of DCMI, or that of Intel Node Manager where the BMC has no DCMI: reads it, sends what differs, and reads it back. DCMI 1.5
/// sections 6.6.2 to 6.6.4.
/// </summary>
public sealed class PowerLimitChange : IPreparedChange<PowerLimitUpdate>
{
    private const long DefaultCorrection = 1000;
    private const int DefaultSampling = 1;

    private readonly IIpmiConnection _connection;
    private readonly SettingsChange<PowerLimit> _change;

    private PowerLimitChange(IIpmiConnection connection, PowerLimitSettings settings, PowerLimit before, NodeManagerCapabilities? capabilities)
    {
        _connection = connection;
        _change = new(connection, "the power limit", before, cancellationToken => ReadAsync(connection, before, cancellationToken)) { UnknownAdvice = "Check with Get-IpmiPowerLimit what is set." };
        if (settings.HasValues)
            AddValues(settings, before, capabilities);
        if ((settings.State ?? (settings.Watts is null ? null : PowerLimitState.Active)) is { } state)
        {
            MayPowerOff |= state == PowerLimitState.Active && (settings.ExceptionAction ?? before.ExceptionAction) == PowerLimitAction.PowerOff;
            AddState(before.Policy, state);
        }
    }

    /// <summary>The change, with old and new values; null if everything is as requested already.</summary>
    public string? Description => _change.Description;

    /// <summary>Whether the machine is powered off if the limit cannot be held, once the change is made.</summary>
    public bool MayPowerOff { get; private set; }

    /// <summary>Reads the present limit and prepares the change. Changes nothing.</summary>
    /// <exception cref="IpmiException">CommandNotSupported: the BMC has no power limit. InvalidParameter: no limit is set, and none is given.</exception>
    public static async Task<PowerLimitChange> PrepareAsync(IIpmiConnection connection, PowerLimitSettings settings, CancellationToken cancellationToken = default)
    {
        var before = await PowerLimitReader.GetAsync(connection, cancellationToken).ConfigureAwait(false);
        if (before is { Source: PowerSource.NodeManager, Policy: null })
            throw new IpmiException(IpmiErrorKind.CommandFailed, $"The power limit of Node Manager could not be read. {string.Join(" ", before.Notes)}", "Set the limit with an account that has the privilege Administrator.");
        var capabilities = before is { Policy: { } policy } ? (await policy.GetCapabilitiesAsync(connection, cancellationToken).ConfigureAwait(false)).Value : null;
        return new(connection, settings, before, capabilities);
    }

    /// <summary>Sends what differs and reads the limit back.</summary>
    /// <exception cref="IpmiException">OutcomeUnknown: something was sent, and neither a response nor a read says whether it was carried out.
    /// CommandFailed: the BMC refused a setting after others were sent; the message names them. Other kinds: nothing was changed.</exception>
    public async Task<PowerLimitUpdate> RunAsync(CancellationToken cancellationToken = default)
    {
        var result = await _change.RunAsync(cancellationToken).ConfigureAwait(false);
        return new PowerLimitUpdate
        {
            ComputerName = _connection.ComputerName,
            State = result.Now.State,
            Watts = result.Now.Watts,
            CorrectionMilliseconds = result.Now.CorrectionMilliseconds,
            SamplingSeconds = result.Now.SamplingSeconds,
            ExceptionAction = result.Now.ExceptionAction,
            Source = result.Now.Source,
            Changed = result.Changed,
            Verified = result.Verified,
            Difference = result.Difference,
        };
    }

    /// <summary>One command sets all values, so those that are not given are sent as they are.</summary>
    private void AddValues(PowerLimitSettings settings, PowerLimit before, NodeManagerCapabilities? capabilities)
    {
        var wanted = new PowerLimit
        {
            Watts = settings.Watts ?? before.Watts ?? throw new IpmiException(IpmiErrorKind.InvalidParameter, "No power limit is set, so the watts have to be given.", "Give -Watts."),
            CorrectionMilliseconds = settings.CorrectionMilliseconds ?? (before.CorrectionMilliseconds is { } set && set > 0 ? set : Math.Max(DefaultCorrection, capabilities?.MinimumCorrection ?? 0)),
            SamplingSeconds = settings.SamplingSeconds ?? (before.SamplingSeconds is > 0 ? before.SamplingSeconds : Math.Max(DefaultSampling, (int)(capabilities?.MinimumPeriod ?? 0))),
            ExceptionAction = settings.ExceptionAction ?? (PowerLimitReader.CodeOf(before.ExceptionAction) is null ? PowerLimitAction.None : before.ExceptionAction),
        };
        MayPowerOff = wanted.ExceptionAction == PowerLimitAction.PowerOff;
        if (before.Policy is { } policy)
        {
            _change.Add($"Node Manager policy {policy.Policy}", Describe, Describe(wanted), (outcome, cancellationToken) => outcome.SendAsync(_connection, policy.SetLimit(wanted), policy.Target, cancellationToken));
            return;
        }

        _change.Add("limit", Describe, Describe(wanted), new SetPowerLimit(new DcmiPowerLimit
        {
            Watts = (ushort)wanted.Watts,
            CorrectionTime = (uint)wanted.CorrectionMilliseconds,
            SamplingPeriod = (ushort)wanted.SamplingSeconds,
            ExceptionAction = PowerLimitReader.CodeOf(wanted.ExceptionAction) ?? 0,
        }));
    }

    private void AddState(NodeManagerLimit? policy, PowerLimitState state)
    {
        bool isActive = state == PowerLimitState.Active;
        if (policy is null)
            _change.Add("state", static limit => limit.State.ToString(), state.ToString(), new ActivatePowerLimit(isActive));
        else
            _change.Add("state", static limit => limit.State.ToString(), state.ToString(), (outcome, cancellationToken) => policy.SetStateAsync(_connection, outcome, isActive, cancellationToken));
    }

    private static async Task<PowerLimit> ReadAsync(IIpmiConnection connection, PowerLimit before, CancellationToken cancellationToken) => before.Policy is { } policy
        ? (await NodeManagerLimit.FindAsync(connection, policy.Target, policy.Policy, cancellationToken).ConfigureAwait(false)).ToLimit(connection.ComputerName)
        : await PowerLimitReader.GetDcmiAsync(connection, cancellationToken).ConfigureAwait(false);

    private static string Describe(PowerLimit limit) => limit.Watts is null
        ? "(none)"
        : $"{limit.Watts} W, corrected within {limit.CorrectionMilliseconds} ms, sampled over {limit.SamplingSeconds} s, action {limit.ExceptionAction}";
}
