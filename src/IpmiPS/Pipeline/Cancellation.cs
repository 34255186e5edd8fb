using System;
using System.Threading;

namespace IpmiPS.Cmdlets;

/// <summary>Cancellation from StopProcessing, which PowerShell calls on another thread.</summary>
internal static class Cancellation
{
    /// <summary>Cancels, unless the pipeline ended at the same moment and the source was disposed.</summary>
    public static void CancelSafely(this CancellationTokenSource source)
    {
        try
        {
            source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // Nothing is left to cancel.
        }
    }
}
