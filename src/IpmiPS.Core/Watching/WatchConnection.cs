using System;

namespace IpmiPS.Watching;

/// <summary>A connection that a watch polls.</summary>
/// <param name="bmc">The connection.</param>
/// <param name="close">Logs out without waiting; null if the connection is another's, who keeps it alive and closes it.</param>
/// <param name="isOpen">Whether the session is open as far as this end knows.</param>
internal sealed class WatchConnection(IIpmiConnection bmc, Action? close, Func<bool> isOpen)
{
    /// <summary>The connection.</summary>
    public IIpmiConnection Bmc => bmc;

    /// <summary>Whether the watch logged in for it, and logs out.</summary>
    public bool IsOwn => close is not null;

    /// <summary>Whether the session is open as far as this end knows.</summary>
    public bool IsOpen => isOpen();

    /// <summary>Logs out, if the connection is the watch's own.</summary>
    public void Close() => close?.Invoke();
}
