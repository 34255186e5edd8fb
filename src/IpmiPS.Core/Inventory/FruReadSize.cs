using System;
using System.Threading;
using System.Threading.Tasks;

namespace IpmiPS.Inventory;

/// <summary>
/// How much a controller gives in one answer to Read FRU Data: tried from the top once, then known for all of its devices, and of the
/// BMC itself for the next time. While the first of them finds it out, the others wait, so that they do not all make the same vain
/// tries.
/// </summary>
/// <param name="isBridged">Whether the controller is behind the BMC.</param>
/// <param name="knowledge">What is known of the BMC.</param>
internal sealed class FruReadSize(bool isBridged, BmcProfile knowledge) : IDisposable
{
    // Answers hold 255 bytes at most, and BMCs are known to refuse the last of those; messages on the IPMB hold 32 bytes.
    private static readonly int[] Sizes = [224, 128, 64, 32, 16, 8, 4, 2, 1];
    private const int MaximumBridged = 16;

    private readonly SemaphoreSlim _trying = new(1, 1);
    private volatile bool _isKnown = !isBridged && knowledge.FruReadSize > 0;

    /// <summary>Bytes to ask for at once.</summary>
    public int Current { get; private set; } = isBridged ? MaximumBridged : knowledge.FruReadSize > 0 ? knowledge.FruReadSize : Sizes[0];

    /// <summary>The next smaller size; 0 when there is none.</summary>
    public static int Below(int size) => Array.Find(Sizes, smaller => smaller < size);

    /// <summary>Waits while another device finds out the size; then it is the caller's turn, until it calls <see cref="EndTry"/>.</summary>
    public async Task<bool> BeginTryAsync(CancellationToken cancellationToken)
    {
        if (_isKnown)
            return false;
        await _trying.WaitAsync(cancellationToken).ConfigureAwait(false);
        if (!_isKnown)
            return true;
        _trying.Release();
        return false;
    }

    /// <summary>Ends the caller's turn.</summary>
    /// <param name="given">How much was given at once; null where nothing was.</param>
    public void EndTry(int? given)
    {
        if (given is { } size)
        {
            Current = size;
            _isKnown = true;
            if (!isBridged)
                knowledge.FruReadSize = size;
        }

        _trying.Release();
    }

    public void Dispose() => _trying.Dispose();
}
