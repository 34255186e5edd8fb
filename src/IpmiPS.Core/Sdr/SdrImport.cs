using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.Storage;

namespace IpmiPS.Sdr;

/// <summary>
/// Replaces the records of a repository: clears it, adds the new records and reads them back. If that fails, the previous records are added again.
/// IPMI 2.0 sections 33.9 to 33.20.
/// </summary>
internal sealed class SdrImport : IPreparedChange<SdrImportResult>
{
    private const int Unspecified = 0xFFFE;

    private readonly IIpmiConnection _connection;
    private readonly SdrImage _before;
    private readonly SdrImage _wanted;
    private readonly SdrRepositoryInfo _info;
    private readonly Action<byte[]> _backUp;
    private readonly Clock _clock;

    private SdrImport(IIpmiConnection connection, SdrImage before, SdrImage wanted, SdrRepositoryInfo info, Action<byte[]> backUp, Clock clock) =>
        (_connection, _before, _wanted, _info, _backUp, _clock) = (connection, before, wanted, info, backUp, clock);

    /// <summary>What would change; null if the BMC has these records already.</summary>
    public string? Description => _before.HasSameRecords(_wanted)
        ? null
        : $"replace {_before.Records.Count} records ({_before.Records.Sum(static record => record.Length)} bytes) by {_wanted.Records.Count} ({_wanted.Records.Sum(static record => record.Length)} bytes)";

    /// <summary>Reads the present records and prepares the change. Changes nothing.</summary>
    /// <param name="connection">The BMC.</param>
    /// <param name="wanted">The new records.</param>
    /// <param name="backUp">Saves the present records, as the bytes of a file, before anything is changed. What it throws ends the work.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <param name="clock">Time, for tests.</param>
    /// <exception cref="IpmiException">The BMC has no repository, its records could not all be read, or the new ones do not fit.</exception>
    public static async Task<SdrImport> PrepareAsync(
        IIpmiConnection connection, SdrImage wanted, Action<byte[]> backUp, CancellationToken cancellationToken, Clock? clock = null)
    {
        Task<SdrImage> reading = SdrImage.ReadAsync(connection, cancellationToken);
        var info = await connection.TrySendAsync(new GetSdrRepositoryInfo(), cancellationToken).ConfigureAwait(false);
        SdrImage before = await reading.ConfigureAwait(false);
        if (!info.Succeeded || !before.IsRepository)
            throw new IpmiException(IpmiErrorKind.CommandNotSupported, "The BMC has no SDR repository that can be changed: its records are part of its firmware.", innerException: info.Error);
        if (before.Problem is { } problem)
            throw new IpmiException(IpmiErrorKind.CommandFailed, $"The present records could not all be read, so they could not be restored. Nothing was changed. {problem}");
        int room = info.Value.FreeSpace + before.Records.Sum(static record => record.Length);
        int needed = wanted.Records.Sum(static record => record.Length);
        if (info.Value.FreeSpace < Unspecified && needed > room)
            throw new IpmiException(IpmiErrorKind.InvalidParameter, $"The records have {needed} bytes, and the repository has room for {room}. Nothing was changed.", "Import fewer records.");
        return new(connection, before, wanted, info.Value, backUp, clock ?? Clock.System);
    }

    /// <summary>Replaces the records. Once the repository was cleared, the work is not cancelled.</summary>
    /// <exception cref="IpmiException">CommandFailed: the new records could not be added; the message says whether the previous ones were restored. Other kinds:
    /// nothing was changed.</exception>
    public async Task<SdrImportResult> RunAsync(CancellationToken cancellationToken = default)
    {
        if (Description is null)
            return Result(changed: false);
        _backUp(_before.ToBytes());
        var writer = new SdrWriter(_connection, _info, _clock);
        await writer.BeginAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await WriteAsync(writer, _wanted).ConfigureAwait(false);
            return Result(changed: true);
        }
        catch (IpmiException error) when (writer.MayHaveCleared)
        {
            throw await RestoreAsync(writer, error).ConfigureAwait(false);
        }
        finally
        {
            await writer.EndAsync().ConfigureAwait(false);
            SdrCache.Remove(_connection.ComputerName);
        }
    }

    private async Task WriteAsync(SdrWriter writer, SdrImage image)
    {
        await writer.ReplaceAsync(image.Records.Select(SdrImage.Whole)).ConfigureAwait(false);
        SdrImage now = await SdrImage.ReadAsync(_connection, CancellationToken.None).ConfigureAwait(false);
        if (!now.HasSameRecords(image))
            throw new IpmiException(IpmiErrorKind.CommandFailed, $"The BMC accepted {image.Records.Count} records and returns {now.Records.Count}, or other ones.");
    }

    private async Task<IpmiException> RestoreAsync(SdrWriter writer, IpmiException error)
    {
        try
        {
            await WriteAsync(writer, _before).ConfigureAwait(false);
            return new IpmiException(IpmiErrorKind.CommandFailed, $"The records could not be imported: {error.Description} The previous records were restored.", error.RecommendedAction, error);
        }
        catch (IpmiException failure)
        {
            return new IpmiException(
                ChangeOutcome.MayBeCarriedOut(failure, isSentOnce: false) ? IpmiErrorKind.OutcomeUnknown : IpmiErrorKind.CommandFailed,
                $"The records could not be imported: {error.Description} The previous records could not be restored either: {failure.Description}",
                "Import the backup, or restore the records with the vendor's tool. Until then, the BMC may show no sensors.", error);
        }
    }

    private SdrImportResult Result(bool changed) => new()
    {
        ComputerName = _connection.ComputerName,
        Records = _wanted.Records.Count,
        PreviousRecords = _before.Records.Count,
        Changed = changed,
        Verified = true,
    };
}
