using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.App;
using IpmiPS.Commands.Storage;
using IpmiPS.Wire;

namespace IpmiPS.Sdr;

/// <summary>
/// Caches repositories, in memory and on disk. They seldom change and take more requests than anything else, so a repository is read
/// again only when the BMC reports a change (time of the last addition or erasure, number of records, free space), or when another device or
/// firmware version responds under the name.
/// </summary>
public static class SdrCache
{
    /// <summary>Maximum number of BMCs; the least recently used one is removed.</summary>
    private const int Capacity = 1024;

    private static readonly object Gate = new();
    private static readonly Dictionary<string, LinkedListNode<Entry>> Entries = new(StringComparer.OrdinalIgnoreCase);
    private static readonly LinkedList<Entry> ByUse = new();

    /// <summary>All cached repositories, the most recently used first.</summary>
    public static IReadOnlyList<SdrRepository> Known
    {
        get
        {
            lock (Gate)
                return [.. ByUse.Select(static entry => entry.Repository)];
        }
    }

    /// <summary>Names of the BMCs whose repositories are cached in memory.</summary>
    internal static IReadOnlyList<string> Names
    {
        get
        {
            lock (Gate)
                return [.. Entries.Keys];
        }
    }

    /// <summary>The cached repository of a BMC, from memory or disk, whether or not it is current; null if there is none.</summary>
    /// <param name="name">The BMC's name.</param>
    public static SdrRepository? FindKnown(string name) => Find(name)?.Repository;

    /// <summary>Returns the cached repository if it is still current; otherwise reads it.</summary>
    /// <param name="connection">The BMC; its name is the key.</param>
    /// <param name="refresh">Read it even if it is cached.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="IpmiException">As for <see cref="SdrRepository.ReadAsync"/>.</exception>
    public static async Task<SdrRepository> GetAsync(IIpmiConnection connection, bool refresh, CancellationToken cancellationToken)
    {
        if (!refresh && Find(connection) is { } known && await IsCurrentAsync(connection, known, cancellationToken).ConfigureAwait(false))
            return known.Repository;
        return await ReadAsync(connection, static _ => { }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Asks the BMC whether a cached repository is still current.</summary>
    internal static async Task<bool> IsCurrentAsync(IIpmiConnection connection, Entry known, CancellationToken cancellationToken)
    {
        Task<SdrRepositoryInfo?> info = TryAsync(connection.SendAsync(new GetSdrRepositoryInfo(), cancellationToken));
        Task<string?> device = GetDeviceAsync(connection, cancellationToken);
        return known.Repository.Info is { } before && before.Equals(await info.ConfigureAwait(false)) && known.Device == await device.ConfigureAwait(false);
    }

    /// <summary>Reads the repository. Caches it if a later change can be detected.</summary>
    /// <param name="connection">The BMC; its name is the key.</param>
    /// <param name="onRecord">Receives each record as soon as it is certain that it belongs to the repository.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    internal static async Task<SdrRepository> ReadAsync(IIpmiConnection connection, Action<SdrRecord> onRecord, CancellationToken cancellationToken)
    {
        Task<string?> name = GetDeviceAsync(connection, cancellationToken);
        var before = Find(connection)?.Repository.Records.Select(static record => record.RecordId).ToList();
        var reader = new SdrReader(connection) { OnRecord = onRecord, KnownIds = before ?? [] };
        SdrRepository repository = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        if (connection.Profile.IsOfController)
            return repository;
        if (await name.ConfigureAwait(false) is { } found && repository is { Info: not null, Problem: null })
            StoreInMemoryAndOnDisk(new Entry(connection.ComputerName, found, repository));
        else
            RemoveFromMemoryAndDisk(connection.ComputerName);
        return repository;
    }

    /// <summary>Removes a BMC from memory.</summary>
    /// <param name="name">The BMC's name.</param>
    internal static void Remove(string name)
    {
        lock (Gate)
        {
            if (!Entries.TryGetValue(name, out var node))
                return;
            ByUse.Remove(node);
            Entries.Remove(name);
        }
    }

    /// <summary>Removes all BMCs from memory.</summary>
    internal static void Clear()
    {
        lock (Gate)
        {
            Entries.Clear();
            ByUse.Clear();
        }
    }

    /// <summary>The cached repository of a BMC, from memory or disk; null if there is none.</summary>
    internal static Entry? Find(IIpmiConnection connection) => connection.Profile.IsOfController ? null : Find(connection.ComputerName);

    private static Entry? Find(string name)
    {
        lock (Gate)
        {
            if (Entries.TryGetValue(name, out var node))
            {
                ByUse.Remove(node);
                ByUse.AddFirst(node);
                return node.Value;
            }
        }

        if (SdrCacheFile.TryLoad(name) is not { } stored)
            return null;
        Add(stored);
        return stored;
    }

    private static void StoreInMemoryAndOnDisk(Entry entry)
    {
        Add(entry);
        SdrCacheFile.Save(entry);
    }

    private static void RemoveFromMemoryAndDisk(string name)
    {
        Remove(name);
        SdrCacheFile.Delete(name);
    }

    private static void Add(Entry entry)
    {
        lock (Gate)
        {
            Remove(entry.Name);
            Entries[entry.Name] = ByUse.AddFirst(entry);
            if (Entries.Count > Capacity)
                Remove(ByUse.Last!.Value.Name);
        }
    }

    /// <summary>Identifies the device that responds: device, firmware, manufacturer and product, as hexadecimal text.</summary>
    private static async Task<string?> GetDeviceAsync(IIpmiConnection connection, CancellationToken cancellationToken)
    {
        if (await TryAsync(connection.SendAsync(new GetDeviceId(), cancellationToken)).ConfigureAwait(false) is not { } id)
            return null;
        var writer = new ByteWriter();
        id.Write(writer);
        return Hex.Format(writer.AsSegment());
    }

    private static async Task<T?> TryAsync<T>(Task<T> request)
        where T : class
    {
        try
        {
            return await request.ConfigureAwait(false);
        }
        catch (IpmiException)
        {
            return null;
        }
    }

    /// <summary>A repository, and the device that it was read from.</summary>
    internal sealed class Entry(string name, string device, SdrRepository repository)
    {
        public string Name { get; } = name;

        public string Device { get; } = device;

        public SdrRepository Repository { get; } = repository;
    }
}
