using System;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.App;
using IpmiPS.Device;
using IpmiPS.Packets;

namespace IpmiPS.Sol;

/// <summary>
/// Keep-alive. A command prevents the session from timing out and shows that the BMC is alive. If the BMC reports who owns the console, it also
/// shows that we still do: many BMCs do not notify us when they give it to another user.
/// </summary>
public sealed partial class SolConsole
{
    private const int FailureLimit = 2;

    /// <summary>A failed keep-alive is repeated soon, because the command itself has already waited for its timeout.</summary>
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);

    private TimeSpan _nextKeepAlive = TimeSpan.MaxValue;
    private bool _isKeepAlivePending;
    private uint? _owner;
    private bool _reportsOwner = true;
    private int _failures;

    private void StartKeepAlive()
    {
        // The first one at once, while we are certain to own the console.
        lock (_gate)
            _nextKeepAlive = Clock.Now;
        SendKeepAliveIfDue();
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

    private void SendKeepAliveIfDue()
    {
        lock (_gate)
        {
            if (_isKeepAlivePending || _end is not null || Clock.Now < _nextKeepAlive)
                return;
            _isKeepAlivePending = true;
            _nextKeepAlive = TimeSpan.MaxValue;
        }

        _ = KeepAliveAsync();
    }

    private async Task KeepAliveAsync()
    {
        try
        {
            await SendKeepAliveAsync().ConfigureAwait(false);
        }
        catch (Exception fault)
        {
            Fail(fault);
        }
    }

    private async Task SendKeepAliveAsync()
    {
        var response = _reportsOwner
            ? await _connection.TrySendAsync(new GetPayloadInstanceInfo(PayloadType.Sol, _options.Instance), CancellationToken.None).ConfigureAwait(false)
            : default;
        bool isAlive = response.Succeeded || response.Error is IpmiCommandException;
        if (!_reportsOwner)
            isAlive = await _connection.TrySendAsync(new GetDeviceId(), CancellationToken.None).ConfigureAwait(false) is { Succeeded: true } or { Error: IpmiCommandException };
        lock (_gate)
        {
            if (_reportsOwner && isAlive)
                CheckOwner(response.Succeeded ? response.Value.SessionId : 0);
            _failures = isAlive ? 0 : _failures + 1;
            if (_failures == FailureLimit)
                End(SolCloseReason.Lost);
            _isKeepAlivePending = false;
            _nextKeepAlive = Clock.Now + (isAlive ? _options.KeepAliveInterval : PauseAfterFailure);
        }

        Pump();
    }

    /// <summary>The first response names our own session. If it names none, the BMC does not report owners.</summary>
    private void CheckOwner(uint owner)
    {
        if (_owner is null && owner == 0)
            _reportsOwner = false;
        else if (_owner is { } own && own != owner)
            End(SolCloseReason.Deactivated);
        _owner ??= owner;
    }
}
