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
/// <param name="after">Only events after this time.</param>
/// <param name="newest">The largest number of events; the newest are read.</param>
internal sealed class ServerReader(HealthOptions options, DateTimeOffset after, int newest)
{
    public async Task<ServerReading> ReadAsync(IIpmiConnection bmc, RackPlace place, CancellationToken cancellationToken)
    {
        var health = HealthTest.RunAsync(bmc, options, cancellationToken);
        var usage = OptionalRequest.TryAsync(() => new PowerUsageReader(bmc).ReadAsync(cancellationToken));
        var inventory = OptionalRequest.TryAsync(() => ServerInventoryReader.GetAsync(bmc, cancellationToken));
        HealthVerdict verdict = await health.ConfigureAwait(false);

        // After the sensors, whose records name the sensors of events.
        var entries = new List<SelEntry>();
        var log = await OptionalRequest.TryAsync(() => ReadEventsAsync(bmc, entries, cancellationToken)).ConfigureAwait(false);
        var power = await usage.ConfigureAwait(false);
        var assets = await inventory.ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return new ServerReading(bmc.ComputerName, place, verdict)
        {
            Events = log.Succeeded ? [.. entries.Skip(entries.Count - newest)] : null,
            HasMoreEvents = entries.Count > newest,
            Usage = power.Succeeded ? power.Value : null,
            Inventory = assets.Succeeded ? assets.Value : null,
            Notes =
            [
                .. NotesOf("Power draw", power, power.Succeeded && power.Value.Watts is null ? string.Join(" ", power.Value.Notes) : null),
                .. NotesOf("Inventory", assets, assets.Succeeded ? assets.Value.Notes : null),
                .. NotesOf("Events", log, log.Value),
            ],
        };
    }

    private async Task<string?> ReadEventsAsync(IIpmiConnection bmc, List<SelEntry> entries, CancellationToken cancellationToken)
    {
        var query = new SelQuery { Since = SelMark.After(after).Follows, Newest = newest + 1, Rules = options.Rules };
        return await SelReader.ReadAsync(bmc, query, SdrCache.FindKnown(bmc.ComputerName), entries.Add, cancellationToken).ConfigureAwait(false);
    }

    private static IEnumerable<string> NotesOf<T>(string what, OptionalResponse<T> response, string? note)
    {
        string? text = response.Succeeded ? note : response.Error?.Message ?? "there was no response";
        return string.IsNullOrEmpty(text) ? [] : [$"{what}: {text!.TrimEnd('.')}."];
    }
}
