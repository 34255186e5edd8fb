using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.App;
using IpmiPS.Crypto;
using IpmiPS.Parameters;

namespace IpmiPS.Lan;

/// <summary>Reads the cipher suites of LAN channels with their privilege limits. IPMI 2.0 section 22.15, and section 23.2, parameters 22 to 24.</summary>
public static class CipherSuiteReader
{
    /// <summary>Enough for the 20 standard suites.</summary>
    private const int MaximumPages = 7;

    /// <summary>Reads the suites of each LAN channel, or of one. Two rounds.</summary>
    /// <exception cref="IpmiException">NotPresent: there is no such LAN channel. CommandNotSupported: the BMC has no cipher suites. Other kinds: it does not respond.</exception>
    public static async Task<IReadOnlyList<CipherSuiteInfo>> GetAsync(IIpmiConnection connection, int? channel = null, CancellationToken cancellationToken = default)
    {
        var channels = await LanChannels.FindAsync(connection, cancellationToken).ConfigureAwait(false);
        byte[] wanted = channel is null ? [.. channels.All] : [channels.Select(channel)];
        var maps = await Task.WhenAll(wanted.Select(number => CipherSuiteMap.ReadAsync(connection, number, cancellationToken))).ConfigureAwait(false);
        var lists = await Task.WhenAll(wanted.Select(number => ReadListAsync(connection, number, cancellationToken))).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return [.. maps.Zip(lists, (map, list) => Build(connection.ComputerName, map, list)).SelectMany(static suites => suites)];
    }

    /// <summary>Reads the pages of the list, all at once; one that is shorter than 16 bytes is the last.</summary>
    private static async Task<(IReadOnlyList<CipherSuiteRecord> Records, IpmiException? Error)> ReadListAsync(IIpmiConnection connection, byte channel, CancellationToken cancellationToken)
    {
        var pages = await Task.WhenAll(Enumerable.Range(0, MaximumPages).Select(index =>
            connection.TrySendAsync(new GetChannelCipherSuites { Channel = channel, ListIndex = (byte)index }, cancellationToken))).ConfigureAwait(false);
        var list = new List<byte>();
        foreach (var page in pages)
        {
            if (!page.Succeeded)
                break;
            list.AddRange(page.Value.Data);
            if (page.Value.Data.Length < GetChannelCipherSuites.PageLength)
                break;
        }

        return (CipherSuiteRecord.ReadAll([.. list]), pages[0].Error);
    }

    /// <summary>The suites of both lists, in the order of their numbers.</summary>
    private static IEnumerable<CipherSuiteInfo> Build(string computerName, CipherSuiteMap map, (IReadOnlyList<CipherSuiteRecord> Records, IpmiException? Error) list)
    {
        if (list.Records.Count == 0 && map.Suites.Count == 0)
            throw list.Error ?? map.Error ?? new IpmiException(IpmiErrorKind.CommandNotSupported, "The BMC lists no cipher suites.", "It may support IPMI 1.5 only.");
        var records = list.Records.Concat(map.Suites.Where(id => !list.Records.Any(record => record.Id == id)).Select(static id => new CipherSuiteRecord(id, null)));
        return records.GroupBy(static record => (record.VendorId, record.Id)).Select(static group => group.First()).OrderBy(static record => record.VendorId is not null).ThenBy(static record => record.Id)
            .Select(record => Build(computerName, map, record));
    }

    private static CipherSuiteInfo Build(string computerName, CipherSuiteMap map, CipherSuiteRecord record)
    {
        // A record leaves out an algorithm that is "none".
        var standard = record.VendorId is null ? CipherSuite.Find(record.Id) : null;
        return new CipherSuiteInfo
        {
            ComputerName = computerName,
            Channel = map.Channel,
            Suite = record.Id,
            Authentication = record.Authentication ?? standard?.Authentication,
            Integrity = record.Integrity ?? standard?.Integrity,
            Confidentiality = record.Confidentiality ?? standard?.Confidentiality,
            PrivilegeLimit = map.LimitOf(record.Id),
            IsSecure = standard?.IsSecure ?? false,
            VendorId = record.VendorId,
        };
    }
}

/// <summary>The cipher suites of LAN parameters 22 and 23 with their limits of parameter 24, which has the same order.</summary>
/// <param name="Channel">The channel.</param>
/// <param name="Suites">Numbers of the suites, at most 16, in the order of parameter 23.</param>
/// <param name="Limits">The 16 limits as on the wire; empty if the BMC does not report them.</param>
/// <param name="Error">Why suites or limits could not be read; null if they were.</param>
internal sealed record CipherSuiteMap(byte Channel, IReadOnlyList<byte> Suites, byte[] Limits, IpmiException? Error)
{
    /// <summary>Entries of parameter 24.</summary>
    public const int Entries = 16;

    private const byte LastLimit = 5;

    /// <summary>Reads the map; what is refused is empty.</summary>
    /// <exception cref="IpmiException">The BMC does not respond.</exception>
    public static async Task<CipherSuiteMap> ReadAsync(IIpmiConnection connection, byte channel, CancellationToken cancellationToken)
    {
        var reading = new NetworkReading(channel);
        LanKey[] keys = [new(LanParameters.CipherSuiteCount), new(LanParameters.CipherSuiteEntries), new(LanParameters.CipherSuitePrivileges)];
        await reading.ReadAsync(connection, keys, cancellationToken).ConfigureAwait(false);
        if (keys.Select(reading.ErrorOf).FirstOrDefault(static error => error is not (null or IpmiCommandException)) is { } silent)
            throw silent;
        byte[] suites = reading.TryGet(LanParameters.CipherSuiteEntries, out var entries) ? entries : [];
        int count = reading.TryGet(LanParameters.CipherSuiteCount, out byte reported) ? reported : suites.Length;
        byte[] limits = reading.TryGet(LanParameters.CipherSuitePrivileges, out var found) ? found : [];
        return new(channel, [.. suites.Take(Math.Min(count, Entries))], limits, keys.Select(reading.ErrorOf).OfType<IpmiException>().FirstOrDefault());
    }

    /// <summary>The limit of a suite as users see it.</summary>
    public SuitePrivilege LimitOf(byte suite)
    {
        int index = IndexOf(suite);
        return index < 0 || index >= Limits.Length ? SuitePrivilege.Unknown : Limits[index] <= LastLimit ? (SuitePrivilege)(Limits[index] + 1) : SuitePrivilege.Unused;
    }

    /// <summary>The place of a suite; -1 if it has none.</summary>
    public int IndexOf(byte suite) => Suites.ToList().IndexOf(suite);

    /// <summary>The data with other limits for some suites; the rest stays as it is.</summary>
    public byte[] With(IEnumerable<KeyValuePair<byte, SuitePrivilege>> limits)
    {
        byte[] data = (byte[])Limits.Clone();
        Array.Resize(ref data, Entries);
        foreach (var limit in limits)
            data[IndexOf(limit.Key)] = (byte)(limit.Value - 1);
        return data;
    }
}
