using System;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.App;

namespace IpmiPS.Users;

/// <summary>
/// Requests without a response that could still arrive, after those that undo them. A BMC discards packets that lag more than <see cref="SequenceWindow"/> numbers
/// behind, so that many other requests are sent first.
/// </summary>
internal static class LateRequests
{
    /// <summary>How far a packet of a session may lag behind and still be accepted. IPMI 2.0 section 6.12.13.</summary>
    private const int SequenceWindow = 16;

    /// <summary>Sends the requests. False if the BMC does not respond; the next command will show whether it still does.</summary>
    public static async Task<bool> OutdateAsync(IIpmiConnection connection, byte userId)
    {
        try
        {
            for (int request = 0; request <= SequenceWindow; request++)
                await connection.SendAsync(new GetUserName(userId), CancellationToken.None).ConfigureAwait(false);
            return true;
        }
#pragma warning disable CA1031 // The result says it.
        catch (Exception)
#pragma warning restore CA1031
        {
            return false;
        }
    }
}
