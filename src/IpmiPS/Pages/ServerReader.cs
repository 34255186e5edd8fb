using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Assets;
using IpmiPS.Energy;
using IpmiPS.Health;
using IpmiPS.Sdr;
using IpmiPS.Sel;

namespace IpmiPS.Cmdlets;

/// <summary>Reads what a page shows of a server, in one session: health with sensors, power draw, inventory, events.</summary>
/// <param name="options">What counts as healthy.</param>
internal sealed class ServerReader(HealthOptions options)
{
    /// <summary>An inventory seldom changes, and takes as many requests as everything else.</summary>
    private static readonly TimeSpan InventoryAge = TimeSpan.FromHours(1);

    /// <summary>Only events after this time; null for those that the health depends on, of the last 24 hours.</summary>
    public DateTimeOffset? After { get; init; }

    /// <summary>The largest number of these events; the newest are read.</summary>
    public int Newest { get; init; } = 50;

    /// <param name="bmc">The BMC.</param>
    /// <param name="place">Where the server is.</param>
    /// <param name="earlier">An earlier reading, whose inventory is kept for an hour; null without one.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public async Task<ServerReading> ReadAsync(IIpmiConnection bmc, RackPlace place, ServerReading? earlier, CancellationToken cancellationToken)
    {
        bool knowsInventory = earlier?.Inventory is not null && DateTimeOffset.Now - earlier.InventoryTime < InventoryAge;
        var health = HealthTest.RunAsync(bmc, options, cancellationToken);
        var usage = OptionalRequest.TryAsync(() => new PowerUsageReader(bmc).ReadAsync(cancellationToken));
        var inventory = knowsInventory
            ? Task.FromResult(new OptionalResponse<ServerInventory>(true, earlier!.Inventory!, null))
            : OptionalRequest.TryAsync(() => ServerInventoryReader.GetAsync(bmc, cancellationToken));
        HealthVerdict verdict = await health.ConfigureAwait(false);

        // After the sensors, whose records name the sensors of events.
        var events = After is { } after
            ? await OptionalRequest.TryAsync(() => ReadEventsAsync(bmc, after, cancellationToken)).ConfigureAwait(false)
            : new(verdict.Events is not null, (Ruled(verdict), null), null);
        var power = await usage.ConfigureAwait(false);
        var assets = await inventory.ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return new ServerReading(bmc.ComputerName, place, verdict)
        {
            Events = events.Succeeded ? [.. events.Value.Entries.Skip(events.Value.Entries.Count - Newest)] : null,
            HasMoreEvents = events.Succeeded && events.Value.Entries.Count > Newest,
            Usage = power.Succeeded ? power.Value : null,
            Inventory = assets.Succeeded ? assets.Value : null,
            InventoryTime = knowsInventory ? earlier!.InventoryTime : assets.Succeeded ? DateTimeOffset.Now : null,
            Notes =
            [
                .. NotesOf("Power draw", power, power.Succeeded && power.Value.Watts is null ? string.Join(" ", power.Value.Notes) : null),
                .. NotesOf("Inventory", assets, assets.Succeeded ? assets.Value.Notes : null),
                .. After is null ? [] : NotesOf("Events", events, events.Value.Problem),
            ],
        };
    }

    private async Task<(IReadOnlyList<SelEntry> Entries, string? Problem)> ReadEventsAsync(IIpmiConnection bmc, DateTimeOffset after, CancellationToken cancellationToken)
    {
        var entries = new List<SelEntry>();
        var query = new SelQuery { Since = SelMark.After(after).Follows, Newest = Newest + 1, Rules = options.Rules };
        return (entries, await SelReader.ReadAsync(bmc, query, SdrCache.FindKnown(bmc.ComputerName), entries.Add, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>The events that the health depends on, by the rules of the user.</summary>
    private IReadOnlyList<SelEntry> Ruled(HealthVerdict verdict) =>
        options.Rules is not { } rules ? verdict.Events ?? []
        : [.. from entry in verdict.Events ?? [] let ruled = rules.Apply(entry, verdict.ManufacturerId) where ruled is not null select ruled];

    private static IEnumerable<string> NotesOf<T>(string what, OptionalResponse<T> response, string? note)
    {
        string? text = response.Succeeded ? note : response.Error?.Message ?? "there was no response";
        return string.IsNullOrEmpty(text) ? [] : [$"{what}: {text!.TrimEnd('.')}."];
    }
}
