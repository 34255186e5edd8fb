using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Device;
using IpmiPS.Transport;

namespace IpmiPS.Alerts;

/// <summary>A computer that sends alerts.</summary>
/// <param name="ComputerName">Its name, as other cmdlets take it.</param>
/// <param name="Port">UDP port of its BMC, 1 to 65535.</param>
/// <param name="SystemGuid">Its GUID; null if not known.</param>
public sealed record AlertComputer(string ComputerName, int Port = LanEndpoint.DefaultPort, Guid? SystemGuid = null);

/// <summary>
/// The computers whose alerts are expected. Computers can be added at any time, from any thread. An alert belongs to the computer with the address that it comes from; otherwise with the address that a relay has kept in it; otherwise with the
/// system's GUID in it. Where computers share an address, the GUID decides; rows with the same name are one computer.
/// </summary>
public sealed class AlertInventory
{
    private readonly Dictionary<IPAddress, List<AlertComputer>> _byAddress = [];
    private readonly Dictionary<Guid, AlertComputer?> _byGuid = [];

    /// <summary>Adds a computer with its addresses.</summary>
    public void Add(AlertComputer computer, IEnumerable<IPAddress> addresses)
    {
        lock (_byAddress)
        {
            foreach (var address in addresses.Select(Normal).Distinct())
            {
                if (!_byAddress.TryGetValue(address, out var computers))
                    _byAddress.Add(address, computers = []);
                computers.Add(computer);
            }

            // A GUID that several computers have, such as that of boards whose maker never set one, identifies none of them.
            if (computer.SystemGuid is { } guid)
                _byGuid[AnyOrder(guid)] = !_byGuid.TryGetValue(AnyOrder(guid), out var first) || first?.ComputerName == computer.ComputerName ? computer : null;
        }
    }

    /// <summary>Adds a computer with the addresses of its names.</summary>
    /// <param name="computer">The computer.</param>
    /// <param name="hosts">Names or addresses; none if only its GUID is known.</param>
    /// <param name="cancellationToken">Ends the search for addresses.</param>
    /// <exception cref="IpmiException">NameResolution: a name has no address. The computer is recognised by its GUID, and by the addresses of the other names.</exception>
    public async Task AddAsync(AlertComputer computer, IEnumerable<string> hosts, CancellationToken cancellationToken = default)
    {
        IpmiException? failure = null;
        var addresses = new List<IPAddress>();
        foreach (string host in hosts)
        {
            try
            {
                addresses.AddRange(await HostResolver.ResolveAsync(host, cancellationToken).ConfigureAwait(false));
            }
            catch (IpmiException error)
            {
                failure ??= error;
            }
        }

        Add(computer, addresses);
        if (failure is not null)
            throw failure;
    }

    /// <summary>The computer that an alert is about; null if it is not in the inventory.</summary>
    /// <param name="sender">Address from which the packet came; null if not known.</param>
    /// <param name="agent">Address of the sender in the trap; null if it has none.</param>
    /// <param name="systemGuid">GUID of the system in the trap; null if it has none.</param>
    public AlertComputer? Find(string? sender, string? agent, Guid? systemGuid)
    {
        lock (_byAddress)
            return FindAddress(sender, systemGuid) ?? FindAddress(agent, systemGuid) ?? (systemGuid is { } known && _byGuid.TryGetValue(AnyOrder(known), out var computer) ? computer : null);
    }

    /// <summary>The computer with an address; null if no computer has it, or if several have it and the GUID does not decide.</summary>
    internal AlertComputer? FindAddress(string? address, Guid? systemGuid)
    {
        if (!IPAddress.TryParse(address ?? "", out var parsed))
            return null;
        lock (_byAddress)
        {
            if (!_byAddress.TryGetValue(Normal(parsed), out var computers))
                return null;
            return computers.TrueForAll(computer => computer.ComputerName == computers[0].ComputerName)
                ? computers[0]
                : computers.Find(computer => computer.SystemGuid is { } known && systemGuid is { } guid && AnyOrder(known) == AnyOrder(guid));
        }
    }

    /// <summary>
    /// The same for all byte orders of a GUID: BMCs send it in one order in a trap and in another one in a response, and it does not always show which (<see cref="GuidOrder"/>).
    /// </summary>
    private static Guid AnyOrder(Guid guid)
    {
        Guid least = guid;
        for (int order = 1; order < 16; order++)
        {
            // Every combination of fields in reverse and all bytes in reverse.
            byte[] bytes = guid.ToByteArray();
            if ((order & 1) != 0)
                ReverseFields(bytes);
            if ((order & 2) != 0)
                Array.Reverse(bytes);
            if ((order & 4) != 0)
                ReverseFields(bytes);
            if ((order & 8) != 0)
                Array.Reverse(bytes);
            var other = new Guid(bytes);
            least = other.CompareTo(least) < 0 ? other : least;
        }

        return least;

        static void ReverseFields(byte[] bytes)
        {
            Array.Reverse(bytes, 0, 4);
            Array.Reverse(bytes, 4, 2);
            Array.Reverse(bytes, 6, 2);
        }
    }

    /// <summary>Without the scope of a link-local address, which is a name on each computer of its own.</summary>
    private static IPAddress Normal(IPAddress address) => new(HostResolver.Plain(address).GetAddressBytes());
}
