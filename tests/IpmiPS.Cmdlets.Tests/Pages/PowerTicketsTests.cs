using System;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace IpmiPS.Cmdlets.Tests.Pages;

/// <summary>A change of power is made at most once for each confirmation, and only by who knows the token.</summary>
public sealed class PowerTicketsTests
{
    private readonly MovedClock _clock = new();
    private readonly PowerTickets _tickets;

    public PowerTicketsTests() => _tickets = new PowerTickets(_clock);

    [Fact]
    public void A_ticket_is_taken_once()
    {
        string ticket = _tickets.Issue(7, PowerAction.Cycle);
        Assert.Equal((7, PowerAction.Cycle), _tickets.Take(ticket));
        Assert.Null(_tickets.Take(ticket));
        Assert.Null(_tickets.Take(null));
        Assert.Null(_tickets.Take(""));
    }

    [Fact]
    public async Task Of_many_who_take_it_at_once_one_gets_it()
    {
        string ticket = _tickets.Issue(1, PowerAction.Off);
        var taken = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => _tickets.Take(ticket))));
        Assert.Single(taken, static one => one is not null);
    }

    [Fact]
    public void It_is_valid_for_a_minute()
    {
        string ticket = _tickets.Issue(1, PowerAction.Off), late = _tickets.Issue(2, PowerAction.Off);
        _clock.Time += TimeSpan.FromSeconds(60);
        Assert.NotNull(_tickets.Take(ticket));
        _clock.Time += TimeSpan.FromSeconds(1);
        Assert.Null(_tickets.Take(late));
    }

    [Fact]
    public void Tickets_that_are_not_taken_do_not_pile_up()
    {
        string first = _tickets.Issue(0, PowerAction.On);
        string[] issued = [.. Enumerable.Range(1, 64).Select(number =>
        {
            _clock.Time += TimeSpan.FromMilliseconds(1);
            return _tickets.Issue(number, PowerAction.On);
        })];
        Assert.Null(_tickets.Take(first));
        Assert.All(issued, ticket => Assert.NotNull(_tickets.Take(ticket)));
    }

    [Fact]
    public void Tokens_are_random_and_compared_as_a_whole()
    {
        AccessToken token = AccessToken.Create();
        Assert.Matches("^[A-Za-z0-9_-]{32}$", token.Text);
        Assert.NotEqual(token.Text, AccessToken.Create().Text);
        Assert.True(token.Is(token.Text));
        foreach (string? other in new[] { null, "", token.Text.Substring(1), token.Text + "x", token.Text.ToUpperInvariant() + " " })
            Assert.False(token.Is(other));
    }

    private sealed class MovedClock : Clock
    {
        public TimeSpan Time { get; set; } = TimeSpan.FromHours(1);

        public override TimeSpan Now => Time;
    }
}
