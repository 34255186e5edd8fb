using System;

namespace IpmiPS.Watching;

/// <summary>A connection that a watch polls.</summary>
/// <param name="bmc">The connection.</param>
/// <param name="isOwn">Whether the watch logged in for it. Another's connection is kept alive by its owner, and logs in again by itself.</param>
/// <param name="isOpen">Whether it can be used as far as this end knows.</param>
/// <param name="release">Logs out without waiting, or leaves another's connection to its owner.</param>
internal sealed class WatchConnection(IIpmiConnection bmc, bool isOwn, Func<bool> isOpen, Action release)
{
    /// <summary>The connection.</summary>
    public IIpmiConnection Bmc => bmc;

    /// <summary>Whether the watch logged in for it.</summary>
    public bool IsOwn => isOwn;

    /// <summary>Whether it can be used as far as this end knows.</summary>
    public bool IsOpen => isOpen();

    /// <summary>Logs out without waiting, or leaves another's connection to its owner.</summary>
    public void Release() => release();
}
