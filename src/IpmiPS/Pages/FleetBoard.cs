using System;
using System.Collections.Generic;
using System.Linq;

namespace IpmiPS.Cmdlets;

/// <summary>
/// What the dashboard knows of its servers: the last reading of each, and bounded histories. Each change has a version, so that a page asks for what changed since the last that
/// it has; nothing is queued for a page that is slow or gone. Any thread.
/// </summary>
internal sealed class FleetBoard
{
    /// <summary>Events of all servers that are kept.</summary>
    public const int MaximumEvents = 2000;

    /// <summary>Points of the history of one server: four hours at one a minute.</summary>
    public const int ServerPoints = 240;

    /// <summary>Points of the history of all servers.</summary>
    public const int FleetPoints = 720;

    /// <summary>Servers in one update of a page, so that each takes the page little time.</summary>
    public const int MaximumBatch = 200;

    private static readonly TimeSpan SampleInterval = TimeSpan.FromSeconds(20);

    private readonly object _gate = new();
    private readonly Server[] _servers;
    private readonly Queue<FleetEvent> _events = new();
    private readonly RecentPoints _history = new(FleetPoints);
    private long _version;
    private DateTimeOffset _sampled;

    public FleetBoard(IEnumerable<ServerReading> servers) => _servers = [.. servers.Select(static reading => new Server(reading))];

    public int Count => _servers.Length;

    /// <summary>The last reading of a server.</summary>
    public ServerReading this[int index]
    {
        get
        {
            lock (_gate)
                return _servers[index].Reading;
        }
    }

    /// <summary>Takes a reading. The entries of its log that the reading before did not have are new events.</summary>
    public void Set(int index, ServerReading reading)
    {
        lock (_gate)
        {
            Server server = _servers[index];
            long version = ++_version;
            IReadOnlyList<SelEntry> entries = reading.Events ?? [];
            int known = LastIndex(entries, server.LastEntry);
            foreach (SelEntry entry in entries.Skip(known + 1))
                Add(FleetEvent.From(index, entry) with { Version = version });
            if (entries.Count > 0)
                server.LastEntry = entries[entries.Count - 1];
            Update(server, reading, version);
        }
    }

    /// <summary>Notes that a server could not be read.</summary>
    public void SetFailed(int index, IpmiException error)
    {
        lock (_gate)
        {
            Server server = _servers[index];
            Update(server, ServerReading.NotExamined(server.Reading.ComputerName, server.Reading.Place, error, server.Reading), ++_version);
        }
    }

    /// <summary>Adds an event that is in no log.</summary>
    public void Report(int index, SelSeverity severity, string text)
    {
        lock (_gate)
            Add(new FleetEvent(index, DateTimeOffset.Now, severity, null, text) { Version = ++_version });
    }

    /// <summary>What changed since a version, oldest first, in portions: the version of the result is where the next one begins.</summary>
    public FleetChanges Since(long version)
    {
        lock (_gate)
        {
            var changed = Enumerable.Range(0, _servers.Length).Where(index => _servers[index].Version > version).OrderBy(index => _servers[index].Version).ToList();
            bool isWhole = changed.Count <= MaximumBatch;
            long last = isWhole ? _version : _servers[changed[MaximumBatch - 1]].Version;
            return new FleetChanges(last, [.. changed.Take(MaximumBatch).Select(index => (index, _servers[index].Reading))],
                [.. _events.Where(entry => entry.Version > version && entry.Version <= last)], _history.Points);
        }
    }

    /// <summary>All servers and events.</summary>
    public FleetChanges All()
    {
        lock (_gate)
            return new FleetChanges(_version, [.. _servers.Select(static (server, index) => (index, server.Reading))], [.. _events], _history.Points);
    }

    /// <summary>The history of a server, oldest first.</summary>
    public IReadOnlyList<HistoryPoint> HistoryOf(int index)
    {
        lock (_gate)
            return _servers[index].History.Points;
    }

    private void Update(Server server, ServerReading reading, long version)
    {
        server.Reading = reading;
        server.Version = version;
        DateTimeOffset now = DateTimeOffset.Now;
        server.History.Add(new HistoryPoint(now.ToUnixTimeMilliseconds(), ToPoint(reading.Usage?.Watts), ToPoint(reading.Inlet()?.Value), ToPoint(reading.Hottest()?.Value)));

        // Before all were tried, the sum would be that of a few.
        if (now - _sampled < SampleInterval || _servers.Any(static other => other.Reading.IsPending))
            return;
        _sampled = now;
        double[] watts = [.. _servers.Where(static other => other.Reading.Usage?.Watts is not null).Select(static other => other.Reading.Usage!.Watts!.Value)];
        _history.Add(new HistoryPoint(now.ToUnixTimeMilliseconds(), watts.Length == 0 ? float.NaN : (float)watts.Sum(), float.NaN, float.NaN));
    }

    private void Add(FleetEvent added)
    {
        _events.Enqueue(added);
        if (_events.Count > MaximumEvents)
            _events.Dequeue();
    }

    private static float ToPoint(double? value) => value is { } known ? (float)known : float.NaN;

    /// <summary>Where an entry is. If it is not there, all entries follow it: it is too old, or the log was cleared.</summary>
    private static int LastIndex(IReadOnlyList<SelEntry> entries, SelEntry? wanted)
    {
        for (int index = entries.Count - 1; wanted is not null && index >= 0; index--)
            if (entries[index].Raw.SequenceEqual(wanted.Raw))
                return index;
        return -1;
    }

    private sealed class Server(ServerReading reading)
    {
        public ServerReading Reading { get; set; } = reading;

        public long Version { get; set; }

        public SelEntry? LastEntry { get; set; }

        public RecentPoints History { get; } = new(ServerPoints);
    }
}

/// <summary>What changed on the board.</summary>
/// <param name="Version">The version that has all of it.</param>
/// <param name="Servers">The servers, with their numbers.</param>
/// <param name="Events">The new events, oldest first.</param>
/// <param name="History">The history of all servers.</param>
internal sealed record FleetChanges(long Version, IReadOnlyList<(int Index, ServerReading Reading)> Servers, IReadOnlyList<FleetEvent> Events, IReadOnlyList<HistoryPoint> History)
{
    public bool IsEmpty => Servers.Count == 0 && Events.Count == 0;
}
