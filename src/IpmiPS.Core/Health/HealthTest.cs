using System.Threading;
using System.Threading.Tasks;

namespace IpmiPS.Health;

/// <summary>Tests the health of a server through a session with its BMC. It only reads.</summary>
public static class HealthTest
{
    /// <summary>Reads all parts at once, and evaluates them. A part that cannot be read is a reason of the verdict. User is enough as privilege.</summary>
    /// <param name="connection">The BMC.</param>
    /// <param name="options">What to examine.</param>
    /// <param name="cancellationToken">Cancels the test.</param>
    public static async Task<HealthVerdict> RunAsync(IIpmiConnection connection, HealthOptions options, CancellationToken cancellationToken = default) =>
        HealthChecks.Judge(await new HealthReader(connection, options, cancellationToken).ReadAsync().ConfigureAwait(false));
}
