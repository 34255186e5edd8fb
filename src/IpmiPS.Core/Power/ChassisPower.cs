using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.Chassis;
using IpmiPS.Device;

namespace IpmiPS.Power;

/// <summary>Power of a machine: read, changed at most once, and reported truthfully. IPMI 2.0 section 28.</summary>
public static class ChassisPower
{
    /// <summary>
    /// Carries out an action. The state is read first, and nothing is sent if it is as wanted already; afterwards it is read
    /// again. Chassis Control is never sent twice: if its response is lost, the state shows the effect.
    /// </summary>
    /// <exception cref="IpmiException">
    /// CommandFailed: Cycle, Reset or Diagnostic on a machine that is off, without Force, or the BMC reports that the power did not follow.
    /// OutcomeUnknown: the command was sent, and its effect was not seen, or not within the time to wait.
    /// Other kinds: nothing was changed.
    /// </exception>
    public static Task<PowerResult> InvokeAsync(IIpmiConnection connection, PowerAction action, PowerOptions options, CancellationToken cancellationToken = default) =>
        new PowerOperation(connection, action, options).RunAsync(cancellationToken);

    /// <summary>Reads the state: one command.</summary>
    public static async Task<PowerStatus> GetAsync(IIpmiConnection connection, CancellationToken cancellationToken = default) =>
        PowerStatus.From(connection.ComputerName, await connection.SendAsync(new GetChassisStatus(), cancellationToken).ConfigureAwait(false), cause: null);

    /// <summary>Reads the state and what last started the machine: two commands at once. A BMC need not have the second.</summary>
    public static async Task<PowerStatus> GetWithRestartCauseAsync(IIpmiConnection connection, CancellationToken cancellationToken = default)
    {
        var status = connection.SendAsync(new GetChassisStatus(), cancellationToken);
        var cause = TryGetRestartCauseAsync(connection, cancellationToken);
        await Task.WhenAll(cause, status).ConfigureAwait(false);
        return PowerStatus.From(connection.ComputerName, await status.ConfigureAwait(false), await cause.ConfigureAwait(false));
    }

    /// <summary>What last started the machine; null if the BMC does not say so in time.</summary>
    internal static async Task<RestartCause?> TryGetRestartCauseAsync(IIpmiConnection connection, CancellationToken cancellationToken)
    {
        var response = await connection.TrySendAsync(new GetSystemRestartCause(), cancellationToken).ConfigureAwait(false);
        return response.Succeeded ? response.Value.Cause : null;
    }
}
