using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands;
using IpmiPS.Commands.App;
using IpmiPS.Commands.SensorEvent;
using IpmiPS.Commands.Storage;

namespace IpmiPS.Device;

/// <summary>
/// Restarts a BMC and waits until it works again. The session ends with the restart, and often the response does too: that is no failure. It has restarted when it stopped
/// answering in the old session, and is ready when a new session can be opened, Get Device ID no longer says that it starts, and its SDRs are there as before.
/// </summary>
/// <param name="connection">The session in which the restart is sent.</param>
/// <param name="clock">The time.</param>
internal sealed class DeviceRestarter(IIpmiConnection connection, Clock clock)
{
    /// <summary>How long to wait where the caller does not say.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromMinutes(10);

    /// <summary>BMCs confirm a restart up to half a minute before it happens.</summary>
    private static readonly TimeSpan GoingDown = TimeSpan.FromSeconds(40);

    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(0.5), LookTimeout = TimeSpan.FromSeconds(2), LogInInterval = TimeSpan.FromSeconds(2);

    private readonly List<string> _notes = [];
    private TimeSpan _start;
    private bool _isConfirmed;
    private SdrCount _before;

    /// <summary>Sends the restart.</summary>
    /// <exception cref="IpmiException">The BMC refused it, or it was not sent.</exception>
    public async Task<DeviceRestart> SendAsync(DeviceRestartKind kind, bool isWaitedFor, CancellationToken cancellationToken)
    {
        if (isWaitedFor)
            _before = await CountSdrsAsync(connection, cancellationToken).ConfigureAwait(false);
        IpmiAction restart = kind == DeviceRestartKind.Cold ? new ColdReset() : new WarmReset();
        var outcome = new ChangeOutcome();
        _start = clock.Now;
        await outcome.SendAsync(connection, restart, cancellationToken).ConfigureAwait(false);
        _isConfirmed = outcome.State == ChangeState.Answered;
        if (!_isConfirmed)
            _notes.Add("There was no response to the command, as usual where a BMC restarts at once.");
        return Result(kind, null, null, null);
    }

    /// <summary>Waits until the BMC works again.</summary>
    /// <param name="kind">The kind of restart.</param>
    /// <param name="old">The session in which the restart was sent, without a log-in of its own.</param>
    /// <param name="logInAsync">Opens a new session, or finds the one that is open again.</param>
    /// <param name="timeout">How long to wait from the command on.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="IpmiException">Timeout: the BMC was not ready in time. BadCredential: it refuses the log-in now.</exception>
    public async Task<DeviceRestart> WaitAsync(
        DeviceRestartKind kind, IIpmiConnection old, Func<CancellationToken, Task<IIpmiConnection>> logInAsync, TimeSpan timeout, CancellationToken cancellationToken)
    {
        bool isInterrupted = await WaitForInterruptionAsync(old, cancellationToken).ConfigureAwait(false);
        if (!isInterrupted)
            _notes.Add($"The BMC answered all the time for {GoingDown.TotalSeconds:0} s, so it may not have restarted.");
        IpmiException? last = null;
        while (clock.Now - _start < timeout)
        {
            try
            {
                IIpmiConnection anew = await logInAsync(cancellationToken).ConfigureAwait(false);
                if (await ReadyAsync(anew, cancellationToken).ConfigureAwait(false) is { } id)
                    return Result(kind, isInterrupted, true, $"{id.FirmwareMajor}.{id.FirmwareMinor:X2}");
            }
            catch (IpmiException notYet) when (notYet.Kind is not (IpmiErrorKind.BadCredential or IpmiErrorKind.InsecureRefused))
            {
                last = notYet;
            }

            await clock.DelayAsync(LogInInterval, cancellationToken).ConfigureAwait(false);
        }

        throw new IpmiException(
            IpmiErrorKind.Timeout, $"The BMC was sent a {kind.ToString().ToLowerInvariant()} restart and was not ready again after {timeout.TotalSeconds:0} s. {last?.Message ?? "Its SDRs were not complete."}",
            "Wait, and look with Get-IpmiDevice whether it answers. Large BMCs need several minutes.", last);
    }

    private static async Task<SdrCount> CountSdrsAsync(IIpmiConnection connection, CancellationToken cancellationToken)
    {
        var repository = await connection.TrySendAsync(new GetSdrRepositoryInfo(), cancellationToken).ConfigureAwait(false);
        if (repository.Succeeded)
            return new(true, repository.Value.RecordCount);
        var device = await connection.TrySendAsync(new GetDeviceSdrInfo(countRecords: true), cancellationToken).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return device.Succeeded ? new(true, device.Value.Count) : default;
    }

    /// <summary>True once the old session is dead.</summary>
    private async Task<bool> WaitForInterruptionAsync(IIpmiConnection old, CancellationToken cancellationToken)
    {
        while (clock.Now - _start < GoingDown)
        {
            using var look = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            look.CancelAfter(LookTimeout);
            var id = await old.TrySendAsync(new GetDeviceId(), look.Token).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            if (!id.Succeeded)
                return true;
            await clock.DelayAsync(LookInterval, cancellationToken).ConfigureAwait(false);
        }

        return false;
    }

    /// <summary>The device ID, if the BMC has started completely; else null.</summary>
    private async Task<DeviceId?> ReadyAsync(IIpmiConnection anew, CancellationToken cancellationToken)
    {
        DeviceId id = await anew.SendAsync(new GetDeviceId(), cancellationToken).ConfigureAwait(false);
        if (id.IsUpdating)
            return null;
        var now = await CountSdrsAsync(anew, cancellationToken).ConfigureAwait(false);
        return now.IsKnown == _before.IsKnown && now.Count >= _before.Count ? id : null;
    }

    private DeviceRestart Result(DeviceRestartKind kind, bool? isInterrupted, bool? isReady, string? version) => new()
    {
        ComputerName = connection.ComputerName,
        Kind = kind,
        Confirmed = _isConfirmed,
        Interrupted = isInterrupted,
        Ready = isReady,
        FirmwareVersion = version,
        Duration = clock.Now - _start,
        Notes = [.. _notes],
    };

    /// <summary>Number of SDRs.</summary>
    private readonly record struct SdrCount(bool IsKnown, int Count);
}
