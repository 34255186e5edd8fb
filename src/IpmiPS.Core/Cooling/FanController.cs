using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands;
using IpmiPS.Oem;

namespace IpmiPS.Cooling;

/// <summary>How the fans of a machine are controlled.</summary>
/// <param name="IsAutomatic">Whether the BMC controls them; null if it is not known.</param>
/// <param name="Percent">Their duty in percent; null if it is not known, or differs between zones.</param>
internal readonly record struct FanControlState(bool? IsAutomatic, int? Percent);

/// <summary>Controls the fans of one machine in the way of its maker.</summary>
/// <param name="connection">The BMC.</param>
/// <param name="control">The way.</param>
/// <param name="clock">The time.</param>
internal sealed class FanController(IIpmiConnection connection, FanControl control, Clock clock)
{
    private const int Attempts = 3, HighestDuty = 100;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>The maker's way.</summary>
    public FanControl Control => control;

    /// <summary>Reads how the fans are controlled.</summary>
    /// <exception cref="IpmiException">The BMC refused to report the mode.</exception>
    public async Task<FanControlState> ReadAsync(CancellationToken cancellationToken)
    {
        if (control.ReadMode is not { } request)
            return default;
        var sent = connection.SendAsync(request, cancellationToken);
        var duties = await Task.WhenAll(control.ReadDuty.Select(duty => connection.TrySendAsync(duty, cancellationToken))).ConfigureAwait(false);
        byte? mode = await sent.ConfigureAwait(false);
        int?[] known = [.. duties.Where(static duty => duty is { Succeeded: true, Value: <= HighestDuty }).Select(static duty => (int?)duty.Value).Distinct()];

        // While the BMC controls the fans, it reports the duty that was set last.
        bool? isAutomatic = mode is null ? null : control.IsAutomatic(mode.Value);
        return new FanControlState(isAutomatic, isAutomatic == false && known.Length == 1 ? known[0] : null);
    }

    /// <summary>Takes the fans over and sets their duty.</summary>
    /// <exception cref="IpmiException">The BMC refused.</exception>
    public async Task SetDutyAsync(byte percent, CancellationToken cancellationToken)
    {
        foreach (var command in control.SetDuty(percent))
            await SendAsync(command, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Leaves the fans to the BMC.</summary>
    /// <exception cref="IpmiException">The BMC refused.</exception>
    public Task SetAutomaticAsync(CancellationToken cancellationToken) => SendAsync(control.Automatic, cancellationToken);

    /// <summary>Busy and unspecified errors pass; other refusals are final.</summary>
    private async Task SendAsync(IpmiCommand<byte?> command, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                await connection.SendAsync(command, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (IpmiCommandException error) when (error.CompletionCode is CompletionCode.NodeBusy or CompletionCode.Unspecified && attempt < Attempts)
            {
                await clock.DelayAsync(Pause, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
