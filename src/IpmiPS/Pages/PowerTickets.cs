using System;
using System.Collections.Generic;
using System.Linq;

namespace IpmiPS.Cmdlets;

/// <summary>
/// What a page asked to do to the power of a server, until its user confirms it. A ticket can be taken once, within a minute: a request that is sent again gets nothing.
/// </summary>
internal sealed class PowerTickets(Clock clock)
{
    /// <summary>More are not kept; the oldest makes room.</summary>
    private const int Capacity = 64;

    private static readonly TimeSpan Age = TimeSpan.FromSeconds(60);

    private readonly Dictionary<string, Ticket> _tickets = [];

    /// <summary>Issues a ticket.</summary>
    public string Issue(int server, PowerAction action)
    {
        string id = AccessToken.Create().Text;
        lock (_tickets)
        {
            foreach (string old in _tickets.Where(ticket => clock.Now - ticket.Value.Time > Age).Select(static ticket => ticket.Key).ToList())
                _tickets.Remove(old);
            if (_tickets.Count == Capacity)
                _tickets.Remove(_tickets.OrderBy(static ticket => ticket.Value.Time).First().Key);
            _tickets.Add(id, new Ticket(server, action, clock.Now));
        }

        return id;
    }

    /// <summary>Takes a ticket; null if there is none, it was taken before, or it is too old.</summary>
    public (int Server, PowerAction Action)? Take(string? id)
    {
        lock (_tickets)
        {
            if (id is null || !_tickets.TryGetValue(id, out Ticket? ticket))
                return null;
            _tickets.Remove(id);
            return clock.Now - ticket.Time > Age ? null : (ticket.Server, ticket.Action);
        }
    }

    private sealed record Ticket(int Server, PowerAction Action, TimeSpan Time);
}
