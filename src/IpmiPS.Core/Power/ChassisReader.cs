using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.Chassis;

namespace IpmiPS.Power;

/// <summary>Reads everything that a BMC reports about its chassis. IPMI 2.0 section 28.</summary>
public static class ChassisReader
{
    /// <summary>Reads the chassis: four commands at once. Only Get Chassis Status has to succeed; what else is missing is a note.</summary>
    /// <exception cref="IpmiException">Get Chassis Status failed.</exception>
    public static async Task<Chassis> GetAsync(IIpmiConnection connection, CancellationToken cancellationToken = default)
    {
        var sent = connection.SendAsync(new GetChassisStatus(), cancellationToken);
        var capabilities = connection.TrySendAsync(new GetChassisCapabilities(), cancellationToken);
        var hours = connection.TrySendAsync(new GetPohCounter(), cancellationToken);
        var cause = connection.TrySendAsync(new GetSystemRestartCause(), cancellationToken);
        await Task.WhenAll(sent, capabilities, hours, cause).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        ChassisStatus status = await sent.ConfigureAwait(false);
        var power = PowerStatus.From(connection.ComputerName, status, cause: null);
        var notes = new List<string> { $"{nameof(Chassis.PowerCycleInterval)}: IPMI has no command to read it." };
        ChassisFeatures? features = Take(await capabilities.ConfigureAwait(false), nameof(Chassis.Capabilities), out var found) ? (ChassisFeatures)(found.Flags & 0x0F) : null;
        double? powerOnHours = Take(await hours.ConfigureAwait(false), nameof(Chassis.PowerOnHours), out var counter) ? counter.PoweredOn.TotalHours : null;
        RestartCause? restartCause = Take(await cause.ConfigureAwait(false), nameof(Chassis.RestartCause), out var restart) ? restart.Cause : null;
        if (power.IdentifyState is null)
            notes.Add($"{nameof(Chassis.IdentifyState)}: the BMC does not report it.");
        if (power.DisabledButtons is null)
            notes.Add($"{nameof(Chassis.DisabledButtons)}, {nameof(Chassis.DisableableButtons)}: the BMC does not report them.");
        return new Chassis
        {
            ComputerName = power.ComputerName,
            PowerState = power.State,
            RestorePolicy = power.RestorePolicy,
            DisabledButtons = power.DisabledButtons,
            DisableableButtons = status.FrontPanel is { } panel ? (FrontPanelButtons)(panel >> 4) : null,
            FrontPanelLockout = power.FrontPanelLockout,
            IdentifyState = power.IdentifyState,
            Fault = power.Fault,
            LastEvent = power.LastEvent,
            RestartCause = restartCause,
            PowerOnHours = powerOnHours,
            Capabilities = features,
            Notes = [.. notes],
        };

        bool Take<T>(OptionalResponse<T> response, string property, out T value)
        {
            value = response.Value;
            if (!response.Succeeded)
                notes.Add($"{property}: {response.Error?.Message ?? "there was no response."}");
            return response.Succeeded;
        }
    }
}
