using System;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.App;
using IpmiPS.Device;
using IpmiPS.Packets;

namespace IpmiPS.Sol;

/// <summary>
/// Signs of life. A command keeps the session from idling out, shows that the BMC is there, and, where the BMC tells who has
/// the console, that it is still ours: many do not say when they give it to somebody else.
/// </summary>
public sealed partial class SolConsole
{
    private const int FailureLimit = 2;

    /// <summary>A sign of life that failed is repeated soon: the command itself was patient already.</summary>
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);

    private TimeSpan _nextHeartbeat = TimeSpan.MaxValue;
    private bool _beating;
    private uint? _owner;
    private bool _ownerIsTold = true;
    private int _failures;

    private void StartHeartbeat()
    {
        // The first at once: whoever has the console now is us.
        lock (_gate)
            _nextHeartbeat = Clock.Now;
        BeatIfDue();
        _ = _connection.Closed.ContinueWith(
            (closed, state) => ((SolConsole)state!).SessionClosed(closed.Result),
            this, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        Pump();
    }

    private void SessionClosed(IpmiException? reason)
    {
        lock (_gate)
            End(SolCloseReason.Lost, reason ?? new IpmiException(IpmiErrorKind.Unreachable, "the session was closed."));
        Pump();
    }

    private void BeatIfDue()
    {
        lock (_gate)
        {
            if (_beating || _end is not null || Clock.Now < _nextHeartbeat)
                return;
            _beating = true;
            _nextHeartbeat = TimeSpan.MaxValue;
        }

        _ = BeatAsync();
    }

    private async Task BeatAsync()
    {
        try
        {
            await BeatOnceAsync().ConfigureAwait(false);
        }
        catch (Exception fault)
        {
            Fail(fault);
        }
    }

    private async Task BeatOnceAsync()
    {
        var response = _ownerIsTold
            ? await _connection.TrySendAsync(new GetPayloadInstanceInfo(PayloadType.Sol, _options.Instance), CancellationToken.None).ConfigureAwait(false)
            : default;
        bool isAlive = response.Succeeded || response.Error is IpmiCommandException;
        if (!_ownerIsTold)
            isAlive = await _connection.TrySendAsync(new GetDeviceId(), CancellationToken.None).ConfigureAwait(false) is { Succeeded: true } or { Error: IpmiCommandException };
        lock (_gate)
        {
            if (_ownerIsTold && isAlive)
                TakeOwner(response.Succeeded ? response.Value.SessionId : 0);
            _failures = isAlive ? 0 : _failures + 1;
            if (_failures == FailureLimit)
                End(SolCloseReason.Lost);
            _beating = false;
            _nextHeartbeat = Clock.Now + (isAlive ? _options.HeartbeatInterval : PauseAfterFailure);
        }

        Pump();
    }

    /// <summary>The first answer is our own session; a BMC that does not name one then cannot be asked.</summary>
    private void TakeOwner(uint owner)
    {
        if (_owner is null && owner == 0)
            _ownerIsTold = false;
        else if (_owner is { } own && own != owner)
            End(SolCloseReason.Deactivated);
        _owner ??= owner;
    }
}
