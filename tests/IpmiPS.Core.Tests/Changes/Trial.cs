using System;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Tests.Support;

namespace IpmiPS.Tests.Changes;

/// <summary>A change on a BMC of its own.</summary>
internal sealed record Trial(IIpmiConnection Bmc, FakeClock Clock, Func<IIpmiConnection, CancellationToken, Task> Run, Func<bool> WasCarriedOut)
{
    /// <summary>Whether a part of the change was carried out.</summary>
    public Func<bool> WasBegun { get; init; } = WasCarriedOut;
}
