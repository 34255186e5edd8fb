using System;
using System.Collections.Generic;

namespace IpmiPS.Cmdlets;

/// <summary>What was read of one server for a report or the dashboard. What could not be read is null, and a note says why.</summary>
/// <param name="ComputerName">The BMC, as the user named it.</param>
/// <param name="Place">Where the server is.</param>
/// <param name="Verdict">Its health, with the sensors; also of a BMC that could not be examined.</param>
internal sealed record ServerReading(string ComputerName, RackPlace Place, HealthVerdict Verdict)
{
    /// <summary>The events of the wanted time, oldest first; null if they could not be read.</summary>
    public IReadOnlyList<SelEntry>? Events { get; init; }

    /// <summary>Whether there are more events than were to be read.</summary>
    public bool HasMoreEvents { get; init; }

    public PowerUsage? Usage { get; init; }

    public ServerInventory? Inventory { get; init; }

    /// <summary>When the inventory was read, by the clock of this computer.</summary>
    public DateTimeOffset? InventoryTime { get; init; }

    /// <summary>When the server was last read, by the clock of this computer; null if it never was.</summary>
    public DateTimeOffset? LastRead { get; init; } = Verdict.ErrorId is null ? Verdict.Timestamp : null;

    /// <summary>What could not be read, and why; sentences.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Whether it is yet to be read for the first time.</summary>
    public bool IsPending { get; private init; }

    /// <summary>A BMC that could not be examined. What does not change, such as serial numbers, is kept from an earlier reading.</summary>
    public static ServerReading NotExamined(string computerName, RackPlace place, IpmiException error, ServerReading? earlier = null) => new(computerName, place, HealthVerdict.NotExamined(computerName, error))
    {
        Inventory = earlier?.Inventory,
        InventoryTime = earlier?.InventoryTime,
        LastRead = earlier?.LastRead,
    };

    /// <summary>A BMC that is yet to be read.</summary>
    public static ServerReading Pending(string computerName, RackPlace place) =>
        NotExamined(computerName, place, new IpmiException(IpmiErrorKind.Busy, "It has not been read yet.")) with { IsPending = true };
}
