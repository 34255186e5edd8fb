using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands;
using IpmiPS.Commands.Chassis;

namespace IpmiPS.Power;

/// <summary>
/// Changes settings of a chassis: reads them, sends what differs, and reads them back. What is as requested already is not sent. IPMI 2.0 sections
/// 28.6, 28.8 and 28.9.
/// </summary>
public sealed class ChassisSettingsChange
{
    private readonly IIpmiConnection _connection;
    private readonly ChassisSettings _settings;
    private readonly PowerStatus _before;
    private readonly List<Step> _steps = [];

    private ChassisSettingsChange(IIpmiConnection connection, ChassisSettings settings, PowerStatus before)
    {
        (_connection, _settings, _before) = (connection, settings, before);
        if (settings.RestorePolicy is { } policy && policy != before.RestorePolicy)
            Add($"restore policy {before.RestorePolicy} -> {policy}", new SetPowerRestorePolicy(policy), after => after.RestorePolicy == policy);
        if (settings.DisabledButtons is { } buttons && buttons != before.DisabledButtons)
            Add($"disabled buttons {before.DisabledButtons?.ToString() ?? "(unknown)"} -> {buttons}", new SetFrontPanelButtonEnables(buttons), after => after.DisabledButtons == buttons);
        if (settings.PowerCycleInterval is { } seconds)
            Add($"power cycle interval (unknown) -> {seconds} s", new SetPowerCycleInterval(seconds), static _ => false);
    }

    /// <summary>The change, with old and new values; null if everything is as requested already.</summary>
    public string? Description => _steps.Count == 0 ? null : Describe(_steps);

    /// <summary>Reads the present settings and prepares the change. Changes nothing.</summary>
    /// <exception cref="IpmiException">The settings could not be read.</exception>
    public static async Task<ChassisSettingsChange> PrepareAsync(IIpmiConnection connection, ChassisSettings settings, CancellationToken cancellationToken = default) =>
        new(connection, settings, await ChassisPower.GetAsync(connection, cancellationToken).ConfigureAwait(false));

    /// <summary>Sends what differs and reads the settings back.</summary>
    /// <exception cref="IpmiException">OutcomeUnknown: something was sent, and neither a response nor a read says whether it was carried out.
    /// CommandFailed: the BMC refused a setting after others were sent; the message names them. Other kinds: nothing was changed.</exception>
    public async Task<ChassisUpdate> RunAsync(CancellationToken cancellationToken = default)
    {
        if (_steps.Count == 0)
            return Result(_before);
        try
        {
            foreach (Step step in _steps)
                await step.SendAsync(step.Outcome, cancellationToken).ConfigureAwait(false);
            PowerStatus after = await ChassisPower.GetAsync(_connection, cancellationToken).ConfigureAwait(false);
            if (_steps.FirstOrDefault(step => step.Outcome.State == ChangeState.Unanswered && !step.IsSet(after)) is { } open)
                throw Unknown($"There was no clear response to: {open.Description}.", open.Outcome.UnansweredReason);
            return Result(after);
        }
        catch (IpmiException refused) when (refused.Kind != IpmiErrorKind.OutcomeUnknown && Sent() is { Length: > 0 } sent && sent.Length < _steps.Count)
        {
            throw new IpmiException(IpmiErrorKind.CommandFailed, $"{refused.Message} Sent before it: {Describe(sent)}.", refused.RecommendedAction, refused);
        }
        catch (Exception error) when (_steps.Any(step => step.Outcome.IsUnknownAfter(error)))
        {
            throw Unknown($"They could not be read back: {error.Message}", error);
        }
    }

    private void Add<T>(string description, IpmiCommand<T> command, Func<PowerStatus, bool> isSet) =>
        _steps.Add(new Step(description, (outcome, cancellationToken) => outcome.SendAsync(_connection, command, cancellationToken), isSet));

    private Step[] Sent() => [.. _steps.Where(static step => step.Outcome.State != ChangeState.NotSent)];

    private ChassisUpdate Result(PowerStatus now)
    {
        var differences = new List<string>();
        if (_settings.RestorePolicy is { } policy && now.RestorePolicy != policy)
            differences.Add($"restore policy {now.RestorePolicy} instead of {policy}");
        if (_settings.DisabledButtons is { } buttons && now.DisabledButtons is { } disabled && disabled != buttons)
            differences.Add($"disabled buttons {disabled} instead of {buttons}");
        bool isReadable = _settings.PowerCycleInterval is null && (_settings.DisabledButtons is null || now.DisabledButtons is not null);
        return new ChassisUpdate
        {
            ComputerName = _connection.ComputerName,
            RestorePolicy = now.RestorePolicy,
            PowerCycleInterval = _settings.PowerCycleInterval,
            DisabledButtons = now.DisabledButtons,
            Changed = _steps.Count > 0,
            Verified = isReadable && differences.Count == 0,
            Difference = differences.Count == 0 ? null : new IpmiException(
                IpmiErrorKind.CommandFailed,
                $"The BMC accepted the settings and kept something else: {string.Join(", ", differences)}.",
                "The BMC may not support this setting; see its documentation."),
        };
    }

    private static IpmiException Unknown(string what, Exception? cause) =>
        new(IpmiErrorKind.OutcomeUnknown, $"Settings of the chassis were sent. {what}", "Check with Get-IpmiChassis what is set.", cause);

    private static string Describe(IEnumerable<Step> steps) => string.Join(", ", steps.Select(static step => step.Description));

    /// <summary>One setting that is sent.</summary>
    /// <param name="Description">Its name, with old and new value.</param>
    /// <param name="SendAsync">Sends it.</param>
    /// <param name="IsSet">Whether it was read back as requested; never for one that cannot be read.</param>
    private sealed record Step(string Description, Func<ChangeOutcome, CancellationToken, Task> SendAsync, Func<PowerStatus, bool> IsSet)
    {
        public ChangeOutcome Outcome { get; } = new();
    }
}
