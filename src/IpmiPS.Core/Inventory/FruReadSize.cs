using System;
using System.Threading;
using System.Threading.Tasks;

namespace IpmiPS.Inventory;

/// <summary>
/// The number of bytes that a controller returns to Read FRU Data: determined once, from the maximum down, then used for all of its devices and, for the
/// BMC itself, cached. While one device determines it, the others wait, so that they do not all repeat the same failed attempts.
/// </summary>
/// <param name="isBridged">Whether the controller is behind the BMC.</param>
/// <param name="profile">Profile of the BMC.</param>
internal sealed class FruReadSize(bool isBridged, BmcProfile profile) : IDisposable
{
    // Responses have up to 255 bytes, and some BMCs refuse the largest sizes; messages on the IPMB have 32 bytes.
    private static readonly int[] Sizes = [224, 128, 64, 32, 16, 8, 4, 2, 1];
    private const int MaximumBridged = 16;

    private readonly SemaphoreSlim _trying = new(1, 1);
    private volatile bool _isKnown = !isBridged && profile.FruReadSize > 0;

    /// <summary>Bytes to request at once.</summary>
    public int Current { get; private set; } = isBridged ? MaximumBridged : profile.FruReadSize > 0 ? profile.FruReadSize : Sizes[0];

    /// <summary>The next smaller size; 0 if there is none.</summary>
    public static int Below(int size) => Array.Find(Sizes, smaller => smaller < size);

    /// <summary>Waits while another device determines the size. True if the caller has to determine it, and then to call <see cref="EndTry"/>.</summary>
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

    /// <summary>Ends the caller's attempt.</summary>
    /// <param name="returned">Number of bytes that were returned at once; null if none were.</param>
    public void EndTry(int? returned)
    {
        if (returned is { } size)
        {
            Current = size;
            _isKnown = true;
            if (!isBridged)
                profile.FruReadSize = size;
        }

        _trying.Release();
    }

    public void Dispose() => _trying.Dispose();
}
