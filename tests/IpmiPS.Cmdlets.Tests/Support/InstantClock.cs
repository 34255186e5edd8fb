using System;
using System.Threading;
using System.Threading.Tasks;

namespace IpmiPS.Cmdlets.Tests.Support;

/// <summary>A clock on which every wait ends at once.</summary>
internal sealed class InstantClock : Clock
{
    public override Task DelayAsync(TimeSpan time, CancellationToken cancellationToken) => Task.CompletedTask;
}
