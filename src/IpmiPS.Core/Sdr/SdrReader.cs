using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands;
using IpmiPS.Commands.SensorEvent;
using IpmiPS.Commands.Storage;
using IpmiPS.Wire;

namespace IpmiPS.Sdr;

/// <summary>Reads the records of one BMC, wherever it keeps them.</summary>
internal sealed class SdrReader(IIpmiConnection connection, Clock? clock = null)
{
    private const int LunCount = 4;

    /// <summary>Further problems are not reported.</summary>
    private const int MaximumProblems = 8;

    private readonly BoundedConnection _connection = new(connection, clock ?? Clock.System);

    /// <summary>Whether records are requested strictly one after the other, as the specification describes; tests compare with it.</summary>
    public bool IsStrict { get; init; }

    /// <summary>The record IDs of the last time, which are usually the same; empty if not known.</summary>
    public IReadOnlyList<ushort> KnownIds { get; init; } = [];

    /// <summary>Receives each record, in order, as soon as it is certain that it belongs to the repository.</summary>
    public Action<SdrRecord> OnRecord { get; init; } = static _ => { };

    /// <summary>Receives the bytes of each record, as the BMC returned them, after <see cref="OnRecord"/>.</summary>
    public Action<byte[]> OnBytes { get; init; } = static _ => { };

    public async Task<SdrRepository> ReadAsync(CancellationToken cancellationToken)
    {
        // Reading does not need the repository information, so both are requested at once.
        Task<SdrRepositoryInfo?> info = GetInfoAsync(cancellationToken);
        try
        {
            var records = new List<SdrRecord>();
            var bytes = new List<byte[]>();
            string? problem = await WalkAsync(new RepositorySdrSource(_connection), records, bytes, CountAsync(info), cancellationToken).ConfigureAwait(false);
            return new SdrRepository(records, bytes, await info.ConfigureAwait(false), problem);
        }
        catch (IpmiCommandException error) when (IsAbsent(error.CompletionCode))
        {
            if (await ReadDeviceSdrsAsync(cancellationToken).ConfigureAwait(false) is { } deviceSdrs)
                return deviceSdrs;
            if (await info.ConfigureAwait(false) is { RecordCount: 0 } empty)
                return new SdrRepository([], empty);
            throw;
        }
    }

    /// <summary>Reads the device SDRs of the BMC and its satellites; null if the BMC has none.</summary>
    private async Task<SdrRepository?> ReadDeviceSdrsAsync(CancellationToken cancellationToken)
    {
        var records = new List<SdrRecord>();
        var problems = new List<string>();
        if (!await AddDeviceSdrsAsync(IpmbTarget.Bmc, records, problems, cancellationToken).ConfigureAwait(false))
            return null;

        // Satellites may name further satellites; each is read once.
        var visited = new HashSet<IpmbTarget> { IpmbTarget.Bmc };
        for (int i = 0; i < records.Count; i++)
        {
            if (records[i] is not McDeviceLocatorRecord { HasSdrs: true } controller)
                continue;
            var target = new IpmbTarget(controller.SlaveAddress, controller.Channel);
            if (target.Address != IpmbTarget.BmcAddress && visited.Add(target))
                await AddDeviceSdrsAsync(target, records, problems, cancellationToken).ConfigureAwait(false);
        }

        return new SdrRepository(records, null, problems.Count == 0 ? null : string.Join(" ", problems.Take(MaximumProblems)));
    }

    /// <summary>Adds the device SDRs of all LUNs of one controller. False if it has none.</summary>
    private async Task<bool> AddDeviceSdrsAsync(IpmbTarget target, List<SdrRecord> records, List<string> problems, CancellationToken cancellationToken)
    {
        int before = records.Count;
        try
        {
            var info = await _connection.SendAsync(new GetDeviceSdrInfo(), target, cancellationToken).ConfigureAwait(false);
            for (byte lun = 0; lun < LunCount; lun++)
            {
                // Some BMCs leave the flags empty and have their sensors on LUN 0.
                if (!info.HasSensors(lun) && !(lun == 0 && (info.Flags & 0x0F) == 0))
                    continue;
                string? problem = await WalkAsync(new DeviceSdrSource(_connection, target, lun), records, null, Task.FromResult<int?>(null), cancellationToken).ConfigureAwait(false);
                if (problem is not null)
                    problems.Add(problem);
            }
        }
        catch (IpmiException error) when (error is IpmiCommandException or MalformedDataException || !target.IsBmc && error.Kind == IpmiErrorKind.Timeout)
        {
            if (!target.IsBmc || records.Count > before)
                problems.Add($"Not all device SDRs of {(target.IsBmc ? "the BMC" : $"the controller {target}")} could be read: {error.Message}");
        }

        return records.Count > before;
    }

    /// <summary>Adds the records of one source, and their bytes if <paramref name="bytes"/> is not null. Returns why records may be missing, or null.</summary>
    private async Task<string?> WalkAsync(SdrSource source, List<SdrRecord> records, List<byte[]>? bytes, Task<int?> expected, CancellationToken cancellationToken)
    {
        int maximum = SdrWalk.MaximumRecords - records.Count;
        using var fetcher = new SdrFetcher(source);
        if (IsStrict)
            return await SdrWalk.RunAsync(fetcher.FetchAsync, Take, expected, cancellationToken, maximum).ConfigureAwait(false);
        using var ahead = new SdrLookahead(fetcher, KnownIds, expected);
        return await SdrWalk.RunAsync(ahead.FetchAsync, Take, expected, cancellationToken, maximum).ConfigureAwait(false);

        void Take(FetchedRecord fetched)
        {
            var record = SdrRecord.ReadOrUnknown(fetched.Bytes);
            records.Add(record);
            bytes?.Add(fetched.Bytes);
            OnRecord(record);
            OnBytes(fetched.Bytes);
        }
    }

    private async Task<SdrRepositoryInfo?> GetInfoAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _connection.SendAsync(new GetSdrRepositoryInfo(), cancellationToken).ConfigureAwait(false);
        }
        catch (IpmiException)
        {
            return null; // some BMCs have records but not this command; one that does not respond fails at its first record
        }
    }

    private static async Task<int?> CountAsync(Task<SdrRepositoryInfo?> info) =>
        await info.ConfigureAwait(false) is { RecordCount: > 0 } known ? known.RecordCount : null;

    private static bool IsAbsent(CompletionCode code) => code
        is CompletionCode.InvalidCommand
        or CompletionCode.InvalidForLun
        or CompletionCode.SubFunctionDisabled
        or CompletionCode.NotPresent
        or CompletionCode.InvalidDataField
        or CompletionCode.ParameterOutOfRange;
}
