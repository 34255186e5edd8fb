using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace IpmiPS.Channels;

/// <summary>
/// Limits how many requests are in flight to one BMC. The window starts small, or with the size that the BMC is known to handle. It doubles with
/// each round trip until the first sign of congestion, then grows by one each round trip. It halves on a loss, and when the BMC reports that it is
/// busy. If responses take much longer than the fastest one, requests queue somewhere: in a BMC that handles one at a time, in the network, or in
/// this machine. Then the window does not grow, and shrinks to the size that keeps the BMC just as busy. It never exceeds what the BMC's
/// sequence window tolerates when packets are reordered. Waiting requests are admitted in order.
/// </summary>
internal sealed class RequestWindow
{
    private const int InitialSize = 2;

    /// <summary>After a loss it still doubles up to this size: any BMC handles this many, and a lossy link is no reason for fewer.</summary>
    private const int SafeSize = 4;

    /// <summary>Differences below this say nothing about the BMC.</summary>
    private static readonly TimeSpan Noise = TimeSpan.FromMilliseconds(5);

    private readonly object _gate = new();
    private readonly Queue<TaskCompletionSource<bool>> _waiting = new();
    private readonly int _maximum;
    private TimeSpan _fastest;
    private TimeSpan _shrunkAt = TimeSpan.MinValue;
    private int _doublesBelow;
    private int _inFlight;
    private int _responsesSinceChange;
    private bool _isAdmitting;

    /// <param name="maximum">The maximum size.</param>
    /// <param name="known">The size that the BMC is known to handle; 0 if unknown.</param>
    /// <param name="fastest">The shortest response time of the BMC so far; null if it has not responded yet.</param>
    public RequestWindow(int maximum, int known = 0, TimeSpan? fastest = null)
    {
        _fastest = fastest ?? TimeSpan.MaxValue;
        _maximum = maximum;
        _doublesBelow = maximum;
        Size = Math.Min(maximum, known > 0 ? known : InitialSize);
    }

    /// <summary>The present size.</summary>
    public int Size { get; private set; }

    /// <summary>Whether the size is a measurement: requests filled the window and got responses, or it had to shrink.</summary>
    public bool IsMeasured { get; private set; }

    /// <summary>Waits for a place in the window. The caller returns it with <see cref="Leave"/>.</summary>
    public Task EnterAsync(CancellationToken cancellationToken)
    {
        TaskCompletionSource<bool> place;
        lock (_gate)
        {
            if (_inFlight < Size)
            {
                _inFlight++;
                return Task.CompletedTask;
            }

            place = new TaskCompletionSource<bool>();
            _waiting.Enqueue(place);
        }

        return WaitAsync(place, cancellationToken);
    }

    /// <summary>Returns a place; the longest-waiting caller continues within this call. Do not call it in a lock.</summary>
    public void Leave()
    {
        lock (_gate)
            _inFlight--;
        Admit();
    }

    /// <summary>Counts a response. It means nothing if the window is not full. Do not call it in a lock.</summary>
    /// <param name="sentAt">When the request was last sent.</param>
    /// <param name="now">The time.</param>
    /// <param name="attempts">How often it was sent. The response may be that to an earlier attempt, so that its time says nothing (Karn's algorithm).</param>
    public void Answered(TimeSpan sentAt, TimeSpan now, int attempts = 1)
    {
        if (attempts > 1)
            return;
        lock (_gate)
        {
            var took = now - sentAt;
            if (took < _fastest)
                _fastest = took;
            // While others wait it is full, even if another thread has just returned a place and not given it to the next one yet.
            if (_inFlight < Size && _waiting.Count == 0)
                return;
            IsMeasured = true;
            var enough = _fastest + _fastest + Noise;
            if (took > enough + enough)
                Shrink(Math.Max(InitialSize, (int)(Size * enough.Ticks / took.Ticks)), sentAt, now);
            else if (Size < _maximum && took <= enough && (Size < _doublesBelow || ++_responsesSinceChange >= Size))
                Grow();
        }

        Admit();
    }

    /// <summary>Counts a request that got no response, or that the BMC was too busy for.</summary>
    /// <param name="sentAt">When the request was last sent.</param>
    /// <param name="now">The time.</param>
    public void Congested(TimeSpan sentAt, TimeSpan now)
    {
        lock (_gate)
            Shrink(Size / 2, sentAt, now);
    }

    private void Grow()
    {
        _responsesSinceChange = 0;
        Size++;
    }

    /// <summary>Shrinks the window, unless the request was sent before it last shrank: then it tells nothing new.</summary>
    private void Shrink(int size, TimeSpan sentAt, TimeSpan now)
    {
        _responsesSinceChange = 0;
        if (sentAt <= _shrunkAt)
            return;
        _shrunkAt = now;
        IsMeasured = true;
        Size = Math.Max(1, Math.Min(Size, size));
        _doublesBelow = Math.Max(SafeSize, Size);
    }

    private static async Task WaitAsync(TaskCompletionSource<bool> place, CancellationToken cancellationToken)
    {
        using (cancellationToken.Register(static state => ThreadPool.QueueUserWorkItem(static place => ((TaskCompletionSource<bool>)place!).TrySetCanceled(), state), place))
            await place.Task.ConfigureAwait(false);
    }

    /// <summary>
    /// Admits waiting callers while there is room. An admitted caller continues within this call and may leave at once, as all do when the session
    /// has ended. So only the outermost call admits: thousands of nested calls would overflow the stack.
    /// </summary>
    private void Admit()
    {
        lock (_gate)
        {
            if (_isAdmitting)
                return;
            _isAdmitting = true;
        }

        while (true)
        {
            TaskCompletionSource<bool> next;
            lock (_gate)
            {
                if (_inFlight >= Size || _waiting.Count == 0)
                {
                    _isAdmitting = false;
                    return;
                }

                next = _waiting.Dequeue();
                _inFlight++;
            }

            if (next.TrySetResult(true))
                continue;
            lock (_gate)
                _inFlight--; // it was cancelled
        }
    }
}
