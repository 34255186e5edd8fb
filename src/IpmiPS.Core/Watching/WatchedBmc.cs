using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace IpmiPS.Watching;

/// <summary>
/// What is asked of a BMC at each poll. It adds to the list what there is to report, and all of that is reported, even if it fails afterwards. After a lost session it is
/// called again in a new one. An <see cref="IpmiException"/> counts as a missed poll.
/// </summary>
internal delegate Task WatchPoll(IIpmiConnection bmc, ICollection<WatchItem> items, CancellationToken cancellationToken);

/// <summary>A BMC of a <see cref="FleetWatch"/>: how it is reached, what is asked at each poll, and who receives it.</summary>
internal sealed class WatchedBmc
{
    /// <summary>Its name in what is reported.</summary>
    public string ComputerName { get; init; } = "";

    /// <summary>Logs in. Called for the first poll and whenever there is no open session.</summary>
    public Func<CancellationToken, Task<WatchConnection>> ConnectAsync { get; init; } = null!;

    /// <summary>What is asked at each poll.</summary>
    public WatchPoll PollAsync { get; init; } = null!;

    /// <summary>Passes an item on, and waits until it was taken. The next poll of this BMC waits for it, so that what is reported does not pile up.</summary>
    public Func<WatchItem, CancellationToken, Task> ReportAsync { get; init; } = null!;

    /// <summary>Called when the watch of this BMC ends because of an error that time does not mend, such as a refused log-in.</summary>
    public Action<IpmiException> Failed { get; init; } = static _ => { };

    /// <summary>Called for steps that only a reader of -Verbose wants to know.</summary>
    public Action<string> Note { get; init; } = static _ => { };
}
