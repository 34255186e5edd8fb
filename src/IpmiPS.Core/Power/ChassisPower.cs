using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.Chassis;
using IpmiPS.Device;

namespace IpmiPS.Power;

/// <summary>Power of a machine: asked for, changed at most once, and told as it is. IPMI 2.0 section 28.</summary>
public static class ChassisPower
{
    /// <summary>
    /// Carries out an action. The state is asked for first, and nothing is sent where it is as wanted already; afterwards it
    /// is asked for again. Chassis Control is never sent twice: when its answer is lost, the BMC is asked what is so.
    /// </summary>
    /// <exception cref="IpmiException">
    /// CommandFailed: Cycle, Reset or Diagnostic on a machine that is off, without Force, or the BMC reports that the power did not follow.
    /// OutcomeUnknown: the command was sent, and whether it had an effect could not be found out, or not within the time to wait.
    /// Other kinds: nothing was changed.
    /// </exception>
    public static Task<PowerResult> InvokeAsync(IIpmiConnection connection, PowerAction action, PowerOptions options, CancellationToken cancellationToken = default) =>
        new PowerOperation(connection, action, options).RunAsync(cancellationToken);

    /// <summary>Asks for the state: one command.</summary>
    public static async Task<PowerStatus> GetAsync(IIpmiConnection connection, CancellationToken cancellationToken = default) =>
        PowerStatus.From(connection.ComputerName, await connection.SendAsync(new GetChassisStatus(), cancellationToken).ConfigureAwait(false), cause: null);

    /// <summary>Asks for the state, and what last started the machine: two commands at once. A BMC that does not know the second is no error.</summary>
    public static async Task<PowerStatus> GetWithRestartCauseAsync(IIpmiConnection connection, CancellationToken cancellationToken = default)
    {
        var status = connection.SendAsync(new GetChassisStatus(), cancellationToken);
        var cause = TryGetRestartCauseAsync(connection, cancellationToken);
        await Task.WhenAll(cause, status).ConfigureAwait(false);
        return PowerStatus.From(connection.ComputerName, await status.ConfigureAwait(false), await cause.ConfigureAwait(false));
    }

    /// <summary>What last started the machine, or null where no answer came in time or none that says so.</summary>
    internal static async Task<RestartCause?> TryGetRestartCauseAsync(IIpmiConnection connection, CancellationToken cancellationToken)
    {
        var response = await connection.TrySendAsync(new GetSystemRestartCause(), cancellationToken).ConfigureAwait(false);
        return response.Succeeded ? response.Value.Cause : null;
    }
}
