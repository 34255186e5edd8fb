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

    /// <summary>So many problems are told; more of them say nothing new.</summary>
    private const int MaximumProblems = 8;

    private readonly BoundedConnection _connection = new(connection, clock ?? Clock.System);

    /// <summary>Whether records are asked for one by one, each after the other, as the specification describes it; for tests to compare with.</summary>
    public bool IsStrict { get; init; }

    /// <summary>The ids of the records as they were before, which most often still are; empty where they are not known.</summary>
    public IReadOnlyList<ushort> IdsBefore { get; init; } = [];

    /// <summary>Takes each record as soon as it is certain that it is one of the repository, in their order.</summary>
    public Action<SdrRecord> OnRecord { get; init; } = static _ => { };

    public async Task<SdrRepository> ReadAsync(CancellationToken cancellationToken)
    {
        // What the BMC says of its repository is not needed to begin: both questions go at once.
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

    /// <summary>The device SDRs of the BMC and of its satellites; null where the BMC has none.</summary>
    private async Task<SdrRepository?> ReadDeviceSdrsAsync(CancellationToken cancellationToken)
    {
        var records = new List<SdrRecord>();
        var problems = new List<string>();
        if (!await AddDeviceSdrsAsync(IpmbTarget.Bmc, records, problems, cancellationToken).ConfigureAwait(false))
            return null;

        // Satellites may name further ones; each is asked once.
        var asked = new HashSet<IpmbTarget> { IpmbTarget.Bmc };
        for (int i = 0; i < records.Count; i++)
        {
            if (records[i] is not McDeviceLocatorRecord { HasSdrs: true } controller)
                continue;
            var target = new IpmbTarget(controller.SlaveAddress, controller.Channel);
            if (target.Address != IpmbTarget.BmcAddress && asked.Add(target))
                await AddDeviceSdrsAsync(target, records, problems, cancellationToken).ConfigureAwait(false);
        }

        return new SdrRepository(records, null, problems.Count == 0 ? null : string.Join(" ", problems.Take(MaximumProblems)));
    }

    /// <summary>Adds the device SDRs of all logical units of one controller. False where it has none.</summary>
    private async Task<bool> AddDeviceSdrsAsync(IpmbTarget target, List<SdrRecord> records, List<string> problems, CancellationToken cancellationToken)
    {
        int before = records.Count;
        try
        {
            var info = await _connection.SendAsync(new GetDeviceSdrInfo(), target, cancellationToken).ConfigureAwait(false);
            for (byte lun = 0; lun < LunCount; lun++)
            {
                // BMCs that leave the flags empty have their sensors at logical unit 0.
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

    /// <summary>Adds the records of one source, and where it is wanted as they came; why some may be missing, or null.</summary>
    private async Task<string?> WalkAsync(SdrSource source, List<SdrRecord> records, List<byte[]>? bytes, Task<int?> expected, CancellationToken cancellationToken)
    {
        int most = SdrWalk.MaximumRecords - records.Count;
        using var fetcher = new SdrFetcher(source);
        if (IsStrict)
            return await SdrWalk.RunAsync(fetcher.FetchAsync, Take, expected, cancellationToken, most).ConfigureAwait(false);
        using var ahead = new SdrLookahead(fetcher, IdsBefore, expected);
        return await SdrWalk.RunAsync(ahead.FetchAsync, Take, expected, cancellationToken, most).ConfigureAwait(false);

        void Take(FetchedRecord fetched)
        {
            var record = SdrRecord.ReadOrKeep(fetched.Bytes);
            records.Add(record);
            bytes?.Add(fetched.Bytes);
            OnRecord(record);
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
            return null; // some BMCs have records and not this command; one that answers nothing fails at its first record
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
