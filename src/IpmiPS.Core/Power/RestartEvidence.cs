using System;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.Chassis;
using IpmiPS.Commands.Storage;
using IpmiPS.Device;
using IpmiPS.Sel;
using IpmiPS.Wire;

namespace IpmiPS.Power;

/// <summary>
/// What proves that a machine restarted although it was not seen off: how it was last turned on, why it last restarted, and new entries in its event log. Each
/// proves something only if it was different before. The power-on hours prove nothing: they count over the machine's life.
/// </summary>
internal sealed class RestartEvidence(IIpmiConnection connection)
{
    /// <summary>Maximum number of entries that are read; a restart does not write more.</summary>
    private const int MaximumEntries = 16;

    private const byte PowerUnit = 0x09, BootInitiated = 0x1D, AcpiPowerState = 0x22, SensorSpecific = 0x6F;

    /// <summary>How long the response of an optional command is awaited after that of the state.</summary>
    private static readonly TimeSpan OptionalTimeout = TimeSpan.FromSeconds(1);

    private ChassisStatus _before = new();
    private RestartCause? _cause;
    private SelRepositoryInfo? _log;

    /// <summary>Reads the state beforehand, and what may be evidence later. The log costs one more round trip and is read only if the restart cause can prove nothing.</summary>
    public async Task<ChassisStatus> CollectAsync(bool withLog, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var status = connection.SendAsync(new GetChassisStatus(), cancellationToken);
        var cause = ChassisPower.TryGetRestartCauseAsync(connection, timeout.Token);
        try
        {
            _before = await status.ConfigureAwait(false);
        }
        finally
        {
            timeout.CancelAfter(OptionalTimeout); // the work does not depend on it
            _cause = await cause.ConfigureAwait(false);
        }

        if (withLog && _before.IsOn && _cause is null or RestartCause.ChassisControl)
        {
            timeout.CancelAfter(OptionalTimeout);
            var log = await connection.TrySendAsync(new GetSelInfo(), timeout.Token).ConfigureAwait(false);
            _log = log.Succeeded ? log.Value : null;
        }

        return _before;
    }

    /// <summary>Whether anything proves that the machine restarted since. What cannot be read in time proves nothing.</summary>
    public async Task<bool> IsFoundAsync(ChassisStatus? now, TimeSpan limit, CancellationToken cancellationToken)
    {
        if (now is { IsOn: true } && WasTurnedOnByCommand(now) && !WasTurnedOnByCommand(_before))
            return true;
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(limit);
        if (_cause is not null and not RestartCause.ChassisControl)
            return await ChassisPower.TryGetRestartCauseAsync(connection, timeout.Token).ConfigureAwait(false) == RestartCause.ChassisControl;
        return _log is { } before && await LogShowsRestartAsync(before, timeout.Token).ConfigureAwait(false);
    }

    private static bool WasTurnedOnByCommand(ChassisStatus status) => ((PowerEvents)status.LastPowerEvent & PowerEvents.Command) != 0;

    private async Task<bool> LogShowsRestartAsync(SelRepositoryInfo before, CancellationToken cancellationToken)
    {
        var now = await connection.TrySendAsync(new GetSelInfo(), cancellationToken).ConfigureAwait(false);
        int added = now.Succeeded ? now.Value.Entries - before.Entries : 0;
        if (added < 1)
            return false;
        bool isFound = false;
        try
        {
            var query = new SelQuery { Newest = Math.Min(added, MaximumEntries) };
            await SelReader.ReadAsync(connection, query, null, entry => isFound |= IsOfRestart(entry.Raw), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IpmiException or OperationCanceledException)
        {
            // The entries that were read still count.
        }

        return isFound;
    }

    /// <summary>System boot initiated; power unit: power off or power cycle; ACPI state: working, or an off state. IPMI 2.0 table 42-3.</summary>
    private static bool IsOfRestart(byte[] record) =>
        record.Length >= SelRecord.Length
        && SelRecord.Read(new ByteReader(record)).Event is { EventType: SensorSpecific, IsDeassertion: false } e
        && (e.SensorType, e.Offset) is (BootInitiated, _) or (PowerUnit, 0 or 1) or (AcpiPowerState, 0 or (>= 5 and <= 7));
}
