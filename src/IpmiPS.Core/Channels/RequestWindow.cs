using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace IpmiPS.Channels;

/// <summary>
/// How many requests may be in flight to one BMC: begins small, or with what the BMC is known to stand; doubles with each
/// round trip until the first sign of distress, from there on grows by one a round trip; halves on loss, silence or when the BMC says that it
/// is busy. Where answers take much longer than the fastest did, requests wait somewhere: in a BMC that serves one after another, on
/// the way, or in this machine. Then it does not grow, and shrinks to what keeps the BMC just as busy. Never beyond what the BMC's
/// sequence window tolerates when packets are reordered.
/// Waiting requests go in the order of their coming.
/// </summary>
internal sealed class RequestWindow
{
    private const int InitialSize = 2;

    /// <summary>Up to here it doubles again after a loss: so many in flight are little for any BMC, and a lossy link is no reason for less.</summary>
    private const int ModestSize = 4;

    /// <summary>Times below this say nothing of the BMC.</summary>
    private static readonly TimeSpan Noise = TimeSpan.FromMilliseconds(5);

    private readonly object _gate = new();
    private readonly Queue<TaskCompletionSource<bool>> _waiting = new();
    private readonly int _maximum;
    private TimeSpan _fastest;
    private TimeSpan _loweredAt = TimeSpan.MinValue;
    private int _doublesBelow;
    private int _inFlight;
    private int _answersInARow;
    private bool _isAdmitting;

    /// <param name="maximum">The largest size.</param>
    /// <param name="known">The size that the BMC is known to stand; 0 where nothing is known.</param>
    /// <param name="fastest">The shortest time in which the BMC answered so far; null where it answered nothing yet.</param>
    public RequestWindow(int maximum, int known = 0, TimeSpan? fastest = null)
    {
        _fastest = fastest ?? TimeSpan.MaxValue;
        _maximum = maximum;
        _doublesBelow = maximum;
        Size = Math.Min(maximum, known > 0 ? known : InitialSize);
    }

    /// <summary>The present size.</summary>
    public int Size { get; private set; }

    /// <summary>Whether the size says something of the BMC: requests filled it and were answered, or it had to be halved.</summary>
    public bool IsLearnt { get; private set; }

    /// <summary>Waits for a place. Every place taken is given back with <see cref="Leave"/>.</summary>
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

    /// <summary>Gives a place back to whoever waits longest, who goes on within. Not to be called under a lock.</summary>
    public void Leave()
    {
        lock (_gate)
            _inFlight--;
        Admit();
    }

    /// <summary>An answer came. Of a window that is not filled it says nothing. Not to be called under a lock.</summary>
    /// <param name="sentAt">When the request was sent last.</param>
    /// <param name="now">The time.</param>
    public void Answered(TimeSpan sentAt, TimeSpan now)
    {
        lock (_gate)
        {
            var took = now - sentAt;
            if (took < _fastest)
                _fastest = took;
            if (_inFlight < Size)
                return;
            IsLearnt = true;
            var enough = _fastest + _fastest + Noise;
            if (took > enough + enough)
                Lower(Math.Max(InitialSize, (int)(Size * enough.Ticks / took.Ticks)), sentAt, now);
            else if (Size < _maximum && took <= enough && (Size < _doublesBelow || ++_answersInARow >= Size))
                Grow();
        }

        Admit();
    }

    /// <summary>A request stayed without an answer, or the BMC was too busy for it.</summary>
    /// <param name="sentAt">When the request was sent last.</param>
    /// <param name="now">The time.</param>
    public void Congested(TimeSpan sentAt, TimeSpan now)
    {
        lock (_gate)
            Lower(Size / 2, sentAt, now);
    }

    private void Grow()
    {
        _answersInARow = 0;
        Size++;
    }

    /// <summary>Requests that were sent before the window was lowered last say nothing new.</summary>
    private void Lower(int size, TimeSpan sentAt, TimeSpan now)
    {
        _answersInARow = 0;
        if (sentAt <= _loweredAt)
            return;
        _loweredAt = now;
        IsLearnt = true;
        Size = Math.Max(1, Math.Min(Size, size));
        _doublesBelow = Math.Max(ModestSize, Size);
    }

    private static async Task WaitAsync(TaskCompletionSource<bool> place, CancellationToken cancellationToken)
    {
        using (cancellationToken.Register(static state => ThreadPool.QueueUserWorkItem(static place => ((TaskCompletionSource<bool>)place!).TrySetCanceled(), state), place))
            await place.Task.ConfigureAwait(false);
    }

    /// <summary>
    /// Lets in who waits longest, as long as there is room. Who is let in goes on within, and may leave at once, as all do when the session
    /// has ended; so only the outermost call admits: thousands, one within the other, would not fit on the stack.
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
                _inFlight--; // gave up waiting
        }
    }
}
