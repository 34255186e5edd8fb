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
/// What shows that a machine restarted although it was not seen off: how it was last turned on, why it last restarted, and new entries in its event log. Each
/// proves something only where it was different before. The power-on hours prove nothing: they count over the machine's life.
/// </summary>
internal sealed class RestartEvidence(IIpmiConnection connection)
{
    /// <summary>Entries that are looked at; a restart does not write more.</summary>
    private const int MaximumEntries = 16;

    private const byte PowerUnit = 0x09, BootInitiated = 0x1D, AcpiPowerState = 0x22, SensorSpecific = 0x6F;

    /// <summary>How much longer than the state's answer that of an optional question is waited for.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private ChassisStatus _before = new();
    private RestartCause? _cause;
    private SelRepositoryInfo? _log;

    /// <summary>Asks for the state before, and for what may be evidence later. The log costs a round trip of its own and is asked for only where the restart cause cannot tell.</summary>
    public async Task<ChassisStatus> CollectAsync(bool withLog, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var status = connection.SendAsync(new GetChassisStatus(), cancellationToken);
        var cause = ChassisPower.TryGetRestartCauseAsync(connection, patience.Token);
        try
        {
            _before = await status.ConfigureAwait(false);
        }
        finally
        {
            patience.CancelAfter(Patience); // the work does not hang on it
            _cause = await cause.ConfigureAwait(false);
        }

        if (withLog && _before.IsOn && _cause is null or RestartCause.ChassisControl)
        {
            patience.CancelAfter(Patience);
            var log = await connection.TrySendAsync(new GetSelInfo(), patience.Token).ConfigureAwait(false);
            _log = log.Succeeded ? log.Value : null;
        }

        return _before;
    }

    /// <summary>Whether anything shows that the machine restarted since. What cannot be asked for within the time shows nothing.</summary>
    public async Task<bool> IsThereAsync(ChassisStatus? now, TimeSpan limit, CancellationToken cancellationToken)
    {
        if (now is { IsOn: true } && WasTurnedOnByCommand(now) && !WasTurnedOnByCommand(_before))
            return true;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(limit);
        if (_cause is not null and not RestartCause.ChassisControl)
            return await ChassisPower.TryGetRestartCauseAsync(connection, patience.Token).ConfigureAwait(false) == RestartCause.ChassisControl;
        return _log is { } before && await LogShowsRestartAsync(before, patience.Token).ConfigureAwait(false);
    }

    private static bool WasTurnedOnByCommand(ChassisStatus status) => ((PowerEvents)status.LastPowerEvent & PowerEvents.Command) != 0;

    private async Task<bool> LogShowsRestartAsync(SelRepositoryInfo before, CancellationToken cancellationToken)
    {
        var now = await connection.TrySendAsync(new GetSelInfo(), cancellationToken).ConfigureAwait(false);
        int added = now.Succeeded ? now.Value.Entries - before.Entries : 0;
        if (added < 1)
            return false;
        bool isShown = false;
        try
        {
            var query = new SelQuery { Newest = Math.Min(added, MaximumEntries) };
            await SelReader.ReadAsync(connection, query, null, entry => isShown |= IsOfRestart(entry.Raw), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IpmiException or OperationCanceledException)
        {
            // A log that cannot be read shows what was read of it.
        }

        return isShown;
    }

    /// <summary>A boot that was initiated; power unit: power off or power cycle; ACPI state: working, or one of those that are off. IPMI 2.0 table 42-3.</summary>
    private static bool IsOfRestart(byte[] record) =>
        record.Length >= SelRecord.Length
        && SelRecord.Read(new ByteReader(record)).Event is { EventType: SensorSpecific, IsDeassertion: false } e
        && (e.SensorType, e.Offset) is (BootInitiated, _) or (PowerUnit, 0 or 1) or (AcpiPowerState, 0 or (>= 5 and <= 7));
}
