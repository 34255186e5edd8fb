using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.App;
using IpmiPS.Packets;

namespace IpmiPS
{
    /// <summary>A console that was closed for whoever had it.</summary>
    public sealed class SolDeactivation
    {
        /// <summary>Name of the BMC, as specified by the caller.</summary>
        public string ComputerName { get; init; } = "";

        /// <summary>Instance of the console, from 1. Nearly all BMCs have one.</summary>
        public int Instance { get; init; }

        /// <summary>The session that had it; null if the BMC did not say, or if it was not open.</summary>
        public string? SessionId { get; init; }

        /// <summary>Whether it was open, and was closed.</summary>
        public bool Changed { get; init; }

        /// <summary>Whether the BMC reports that it is closed now; false if it does not report this.</summary>
        public bool Verified { get; init; }
    }
}

namespace IpmiPS.Sol
{
    /// <summary>Closes consoles, also those of other sessions. IPMI 2.0 sections 24.2, 24.4 and 24.5.</summary>
    public static class SolDeactivator
    {
        private const int MaximumInstances = 15;

        /// <summary>Closes all consoles that are open, or one.</summary>
        /// <param name="connection">The BMC.</param>
        /// <param name="instance">The instance, 1 to 15; null for all that are open.</param>
        /// <param name="cancellationToken">Stops waiting.</param>
        /// <returns>Each console that was open; the one with the lowest number if none was.</returns>
        /// <exception cref="IpmiException">InsufficientPrivilege: it belongs to a user with more rights. Other kinds: the BMC refused.</exception>
        public static async Task<IReadOnlyList<SolDeactivation>> RunAsync(IIpmiConnection connection, byte? instance, CancellationToken cancellationToken = default)
        {
            // Some BMCs do not have this command, and some report a capacity of 0: then there is one instance.
            var status = await connection.TrySendAsync(new GetPayloadActivationStatus(PayloadType.Sol), cancellationToken).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            byte[] active = [.. Enumerable.Range(1, MaximumInstances).Where(number => status.Succeeded && status.Value.IsActive(number)).Select(static number => (byte)number)];
            byte[] chosen = instance is { } one ? [one] : active.Length > 0 ? active : [1];
            var owners = await Task.WhenAll(chosen.Select(number => connection.TrySendAsync(new GetPayloadInstanceInfo(PayloadType.Sol, number), cancellationToken))).ConfigureAwait(false);
            var results = new List<SolDeactivation>();
            for (int i = 0; i < chosen.Length; i++)
            {
                bool wasActive = await DeactivateAsync(connection, chosen[i], cancellationToken).ConfigureAwait(false);
                var now = await connection.TrySendAsync(new GetPayloadActivationStatus(PayloadType.Sol), cancellationToken).ConfigureAwait(false);
                results.Add(new SolDeactivation
                {
                    ComputerName = connection.ComputerName,
                    Instance = chosen[i],
                    SessionId = wasActive && owners[i] is { Succeeded: true, Value.SessionId: not 0 and var id } ? $"{id:X8}h" : null,
                    Changed = wasActive,
                    Verified = now.Succeeded && !now.Value.IsActive(chosen[i]),
                });
            }

            return results;
        }

        /// <summary>False if it was not open.</summary>
        private static async Task<bool> DeactivateAsync(IIpmiConnection connection, byte instance, CancellationToken cancellationToken)
        {
            try
            {
                await connection.SendAsync(new DeactivatePayload(PayloadType.Sol, instance), cancellationToken).ConfigureAwait(false);
                return true;
            }
            catch (IpmiCommandException error) when ((byte)error.CompletionCode == DeactivatePayload.AlreadyDeactivated)
            {
                return false;
            }
        }
    }
}
