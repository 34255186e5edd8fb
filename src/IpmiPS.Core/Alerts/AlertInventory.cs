using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Transport;

namespace IpmiPS.Alerts;

/// <summary>A computer that sends alerts.</summary>
/// <param name="ComputerName">Its name, as other cmdlets take it.</param>
/// <param name="Port">UDP port of its BMC, 1 to 65535.</param>
/// <param name="SystemGuid">Its GUID; null if not known.</param>
public sealed record AlertComputer(string ComputerName, int Port = LanEndpoint.DefaultPort, Guid? SystemGuid = null);

/// <summary>
/// The computers whose alerts are expected. An alert belongs to the computer with the address that it comes from; otherwise with the address that a relay has kept in it; otherwise with the
/// system's GUID in it. Where computers share an address, the GUID decides.
/// </summary>
public sealed class AlertInventory
{
    private readonly Dictionary<IPAddress, List<AlertComputer>> _byAddress = [];
    private readonly Dictionary<Guid, AlertComputer> _byGuid = [];

    /// <summary>Adds a computer with its addresses.</summary>
    public void Add(AlertComputer computer, IEnumerable<IPAddress> addresses)
    {
        foreach (var address in addresses.Select(Normal).Distinct())
        {
            if (!_byAddress.TryGetValue(address, out var computers))
                _byAddress.Add(address, computers = []);
            computers.Add(computer);
        }

        // The first row wins; GUIDs that several machines have identify none of them.
        if (computer.SystemGuid is { } guid && !_byGuid.ContainsKey(guid))
            _byGuid.Add(guid, computer);
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

        lock (_byAddress)
            Add(computer, addresses);
        if (failure is not null)
            throw failure;
    }

    /// <summary>The computer that an alert is about; null if it is not in the inventory.</summary>
    /// <param name="sender">Address from which the packet came; null if not known.</param>
    /// <param name="agent">Address of the sender in the trap; null if it has none.</param>
    /// <param name="systemGuid">GUID of the system in the trap; null if it has none.</param>
    public AlertComputer? Find(string? sender, string? agent, Guid? systemGuid) =>
        FindAddress(sender, systemGuid) ?? FindAddress(agent, systemGuid) ?? (systemGuid is { } known && _byGuid.TryGetValue(known, out var computer) ? computer : null);

    /// <summary>The computer with an address; null if there is none, or if it cannot be told which of several it is.</summary>
    internal AlertComputer? FindAddress(string? address, Guid? systemGuid)
    {
        if (!IPAddress.TryParse(address ?? "", out var parsed) || !_byAddress.TryGetValue(Normal(parsed), out var computers))
            return null;
        return computers.Count == 1 ? computers[0] : computers.Find(computer => computer.SystemGuid is { } known && known == systemGuid);
    }

    /// <summary>Without the scope of a link-local address, which is a name on each computer of its own.</summary>
    private static IPAddress Normal(IPAddress address) => new(HostResolver.Plain(address).GetAddressBytes());
}
