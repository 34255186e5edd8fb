using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace IpmiPS.Cmdlets.Tests.Pages;

/// <summary>What the dashboard keeps: changes by version, each event once, bounded.</summary>
public sealed class FleetBoardTests
{
    private readonly FleetBoard _board = new([ServerReading.Pending("a", new(null, null)), ServerReading.Pending("b", new("R1", 2))]);

    [Fact]
    public void A_server_that_was_not_read_yet_is_neither_well_nor_failed()
    {
        ServerReading reading = _board[0];
        Assert.True(reading.IsPending);
        Assert.Equal(SensorHealth.Unknown, reading.Verdict.Health);
        Assert.True(_board.Since(0).IsEmpty);
        Assert.Equal(2, _board.All().Servers.Count);
    }

    [Fact]
    public void Changes_are_those_after_a_version()
    {
        _board.Set(1, Reading("b"));
        FleetChanges first = _board.Since(0);
        Assert.Equal([1], first.Servers.Select(static server => server.Index));
        Assert.True(_board.Since(first.Version).IsEmpty);
        _board.Set(0, Reading("a"));
        _board.Set(1, Reading("b"));
        Assert.Equal([0, 1], _board.Since(first.Version).Servers.Select(static server => server.Index));
    }

    [Fact]
    public void Many_changes_come_in_portions_and_none_is_left_out()
    {
        const int Count = 1000;
        var board = new FleetBoard(Enumerable.Range(0, Count).Select(static number => ServerReading.Pending($"bmc{number}", new(null, null))));
        for (int index = 0; index < Count; index++)
            board.Set(index, Reading($"bmc{index}", Entry(index + 1)));
        var seen = new List<int>();
        int events = 0, portions = 0;
        for (long version = 0; board.Since(version) is { IsEmpty: false } changes; version = changes.Version)
        {
            Assert.True(changes.Servers.Count <= FleetBoard.MaximumBatch);
            seen.AddRange(changes.Servers.Select(static server => server.Index));
            events += changes.Events.Count;
            portions++;
        }

        Assert.Equal(Enumerable.Range(0, Count), seen);
        Assert.Equal(Count, events);
        Assert.Equal(Count / FleetBoard.MaximumBatch, portions);
    }

    [Fact]
    public void An_entry_of_the_log_is_an_event_once()
    {
        _board.Set(0, Reading("a", Entry(1), Entry(2)));
        _board.Set(0, Reading("a", Entry(1), Entry(2)));
        _board.Set(0, Reading("a", Entry(2), Entry(3)));
        Assert.Equal(["event 1", "event 2", "event 3"], Events());

        // A reading without its log says nothing about events.
        _board.Set(0, Reading("a") with { Events = null });
        _board.Set(0, Reading("a", Entry(2), Entry(3)));
        Assert.Equal(3, Events().Count());

        // The log was cleared, and has others.
        _board.Set(0, Reading("a", Entry(4)));
        Assert.Equal("event 4", Events().Last());
    }

    [Fact]
    public void A_server_that_fails_keeps_its_inventory_and_is_not_well()
    {
        _board.Set(0, Reading("a") with { Inventory = new ServerInventory { SerialNumber = "S1" }, InventoryTime = DateTimeOffset.Now });
        _board.SetFailed(0, new IpmiException(IpmiErrorKind.Timeout, "It does not respond."));
        Assert.Equal("S1", _board[0].Inventory?.SerialNumber);
        Assert.Equal("IpmiTimeout", _board[0].Verdict.ErrorId);
        Assert.True(_board[0].Verdict.Health > SensorHealth.Ok);
        Assert.Null(_board[0].Usage);
        Assert.Equal(new RackPlace("R1", 2), Failed(1).Place);
    }

    [Fact]
    public void Memory_is_bounded()
    {
        for (int number = 0; number < FleetBoard.MaximumEvents + 50; number++)
            _board.Report(0, SelSeverity.Information, $"event {number}");
        Assert.Equal(FleetBoard.MaximumEvents, _board.All().Events.Count);
        Assert.Equal("event 50", Events().First());
        for (int number = 0; number < FleetBoard.ServerPoints + 5; number++)
            _board.Set(1, Reading("b") with { Usage = new PowerUsage { Watts = number } });
        IReadOnlyList<HistoryPoint> points = _board.HistoryOf(1);
        Assert.Equal(FleetBoard.ServerPoints, points.Count);
        Assert.Equal(5, points[0].Watts);
        Assert.Equal(FleetBoard.ServerPoints + 4, points[points.Count - 1].Watts);
    }

    [Fact]
    public void What_is_not_known_is_a_gap_in_the_history()
    {
        _board.Set(0, Reading("a") with { Usage = new PowerUsage { Watts = 100 } });
        Failed(0);
        Assert.Equal([100, float.NaN], _board.HistoryOf(0).Select(static point => point.Watts));
    }

    private ServerReading Failed(int index)
    {
        _board.SetFailed(index, new IpmiException(IpmiErrorKind.Unreachable, "It is gone."));
        return _board[index];
    }

    private IEnumerable<string> Events() => _board.All().Events.Select(static entry => entry.Event);

    private static ServerReading Reading(string name, params SelEntry[] entries) => new(name, new(null, null), new HealthVerdict { ComputerName = name }) { Events = entries };

    private static SelEntry Entry(int number) => new() { Id = number, Event = $"event {number}", Raw = new ByteString(BitConverter.GetBytes(number)) };
}
