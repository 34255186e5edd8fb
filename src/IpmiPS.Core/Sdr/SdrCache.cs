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
/// The repositories that were read in this process, and on disk those that earlier ones read. They change seldom and take more
/// requests than everything else, so they are read again only when the BMC says that they changed: by the times of the last addition
/// and erasure, the number of records and the free space; and when another device or other firmware answers under the name.
/// </summary>
public static class SdrCache
{
    /// <summary>Beyond so many BMCs the one that was not asked for the longest time is forgotten.</summary>
    private const int Capacity = 1024;

    private static readonly object Gate = new();
    private static readonly Dictionary<string, LinkedListNode<Entry>> Entries = new(StringComparer.OrdinalIgnoreCase);
    private static readonly LinkedList<Entry> ByUse = new();

    /// <summary>All that is kept, the last used first.</summary>
    public static IReadOnlyList<SdrRepository> Known
    {
        get
        {
            lock (Gate)
                return [.. ByUse.Select(static entry => entry.Repository)];
        }
    }

    /// <summary>Names of the BMCs whose repositories are kept in this process.</summary>
    internal static IReadOnlyList<string> Names
    {
        get
        {
            lock (Gate)
                return [.. Entries.Keys];
        }
    }

    /// <summary>Gives the repository as it was read before, where that is still so; else reads it.</summary>
    /// <param name="connection">The BMC; its name is the key.</param>
    /// <param name="refresh">Read it in any case.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="IpmiException">As for <see cref="SdrRepository.ReadAsync"/>.</exception>
    public static async Task<SdrRepository> GetAsync(IIpmiConnection connection, bool refresh, CancellationToken cancellationToken)
    {
        if (!refresh && Find(connection.ComputerName) is { } known && await IsCurrentAsync(connection, known, cancellationToken).ConfigureAwait(false))
            return known.Repository;
        return await ReadAsync(connection, static _ => { }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Asks the BMC whether what is known of it is still so.</summary>
    internal static async Task<bool> IsCurrentAsync(IIpmiConnection connection, Entry known, CancellationToken cancellationToken)
    {
        Task<SdrRepositoryInfo?> info = TryAsync(connection.SendAsync(new GetSdrRepositoryInfo(), cancellationToken));
        Task<string?> device = GetDeviceAsync(connection, cancellationToken);
        return known.Repository.Info is { } before && before.Equals(await info.ConfigureAwait(false)) && known.Device == await device.ConfigureAwait(false);
    }

    /// <summary>Reads the repository, and keeps it where it can be told later whether it has changed.</summary>
    /// <param name="connection">The BMC; its name is the key.</param>
    /// <param name="onRecord">Takes each record as soon as it is certain that it is one of the repository.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal static async Task<SdrRepository> ReadAsync(IIpmiConnection connection, Action<SdrRecord> onRecord, CancellationToken cancellationToken)
    {
        Task<string?> name = GetDeviceAsync(connection, cancellationToken);
        var before = Find(connection.ComputerName)?.Repository.Records.Select(static record => record.RecordId).ToList();
        var reader = new SdrReader(connection) { OnRecord = onRecord, IdsBefore = before ?? [] };
        SdrRepository repository = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        if (await name.ConfigureAwait(false) is { } found && repository is { Info: not null, Problem: null })
            KeepHereAndOnDisk(new Entry(connection.ComputerName, found, repository));
        else
            ForgetHereAndOnDisk(connection.ComputerName);
        return repository;
    }

    /// <summary>Forgets in this process what was read of a BMC.</summary>
    /// <param name="name">The BMC's name.</param>
    internal static void Forget(string name)
    {
        lock (Gate)
        {
            if (!Entries.TryGetValue(name, out var node))
                return;
            ByUse.Remove(node);
            Entries.Remove(name);
        }
    }

    /// <summary>Forgets in this process all that was read.</summary>
    internal static void ForgetAll()
    {
        lock (Gate)
        {
            Entries.Clear();
            ByUse.Clear();
        }
    }

    /// <summary>What is known under a name, in this process or on disk; null where nothing is.</summary>
    internal static Entry? Find(string name)
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
        Keep(stored);
        return stored;
    }

    private static void KeepHereAndOnDisk(Entry entry)
    {
        Keep(entry);
        SdrCacheFile.Save(entry);
    }

    private static void ForgetHereAndOnDisk(string name)
    {
        Forget(name);
        SdrCacheFile.Delete(name);
    }

    private static void Keep(Entry entry)
    {
        lock (Gate)
        {
            Forget(entry.Name);
            Entries[entry.Name] = ByUse.AddFirst(entry);
            if (Entries.Count > Capacity)
                Forget(ByUse.Last!.Value.Name);
        }
    }

    /// <summary>What answers under the name: device, firmware, manufacturer, product, as one text.</summary>
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

    /// <summary>A repository that was read, and from which device.</summary>
    internal sealed class Entry(string name, string device, SdrRepository repository)
    {
        public string Name { get; } = name;

        public string Device { get; } = device;

        public SdrRepository Repository { get; } = repository;
    }
}
