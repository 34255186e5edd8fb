using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace IpmiPS.Client;

/// <summary>
/// How many requests may be in flight to one BMC: begins small, grows by one for each window of answers in a row, halves on loss
/// or when the BMC says that it is busy. Never beyond what the BMC's sequence window tolerates when packets are reordered.
/// Waiting requests go in the order of their coming.
/// </summary>
internal sealed class RequestWindow(int maximum)
{
    private const int InitialSize = 2;

    private readonly object _gate = new();
    private readonly Queue<TaskCompletionSource<bool>> _waiting = new();
    private int _inFlight;
    private int _answersInARow;

    /// <summary>The present size.</summary>
    public int Size { get; private set; } = InitialSize;

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

            place = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue(place);
        }

        return WaitAsync(place, cancellationToken);
    }

    /// <summary>Gives a place back to whoever waits longest.</summary>
    public void Leave()
    {
        lock (_gate)
        {
            _inFlight--;
            Admit();
        }
    }

    /// <summary>An answer came.</summary>
    public void Answered()
    {
        lock (_gate)
        {
            if (++_answersInARow < Size || Size == maximum)
                return;
            _answersInARow = 0;
            Size++;
            Admit();
        }
    }

    /// <summary>A request stayed without an answer, or the BMC was too busy for it.</summary>
    public void Congested()
    {
        lock (_gate)
        {
            _answersInARow = 0;
            if (Size > 1)
                Size /= 2;
        }
    }

    private static async Task WaitAsync(TaskCompletionSource<bool> place, CancellationToken cancellationToken)
    {
        using (cancellationToken.Register(static state => ((TaskCompletionSource<bool>)state!).TrySetCanceled(), place))
            await place.Task.ConfigureAwait(false);
    }

    private void Admit()
    {
        while (_inFlight < Size && _waiting.Count > 0)
        {
            if (_waiting.Dequeue().TrySetResult(true))
                _inFlight++;
        }
    }
}
