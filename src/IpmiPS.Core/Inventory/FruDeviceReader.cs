using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands;
using IpmiPS.Commands.Storage;
using IpmiPS.Wire;

namespace IpmiPS.Inventory;

/// <summary>
/// Reads the content of a FRU device: in parts as large as the controller returns, several of them in flight, and only up to the end of
/// the areas. Every request either returns bytes or makes the next one smaller, so the reading ends with any BMC.
/// IPMI 2.0 sections 34.1 and 34.2.
/// </summary>
internal sealed class FruDeviceReader(IIpmiConnection connection, IpmbTarget target, byte deviceId, byte lun, FruReadSize readSize, Clock clock)
{
    private const int MaximumBusyWaits = 20;

    private static readonly TimeSpan BusyWait = TimeSpan.FromMilliseconds(100);

    private int _unit = 1;

    /// <summary>Bytes to request at once, in whole units: the size that another device returned may be odd.</summary>
    private int Step => Math.Max(readSize.Current - readSize.Current % _unit, _unit);

    /// <summary>Reads the device.</summary>
    /// <returns>Its size, and its content up to the end of its areas.</returns>
    public async Task<(int Size, byte[] Image)> ReadAsync(CancellationToken cancellationToken)
    {
        var info = await GetInfoAsync(cancellationToken).ConfigureAwait(false);
        _unit = info.ByWords ? 2 : 1;

        // The first part usually has the header and the lengths of all areas.
        byte[] image = await ReadFirstAsync(info.Size, cancellationToken).ConfigureAwait(false);
        while (true)
        {
            int needed = FruImage.LengthNeeded(image, info.Size);
            if (needed <= image.Length)
                return (info.Size, image.Length == needed ? image : image.Take(needed).ToArray());
            byte[] more = await ReadRangeAsync(image.Length, needed, info.Size, cancellationToken).ConfigureAwait(false);
            if (more.Length == 0)
                return (info.Size, image); // the device is smaller than it reports
            image = [.. image, .. more];
        }
    }

    /// <summary>Reads the whole device, also what is behind the areas.</summary>
    public async Task<byte[]> ReadWholeAsync(CancellationToken cancellationToken)
    {
        var info = await GetInfoAsync(cancellationToken).ConfigureAwait(false);
        _unit = info.ByWords ? 2 : 1;
        if (info.Size == 0)
            throw new IpmiException(IpmiErrorKind.NotPresent, $"FRU device {deviceId} reports a size of 0 bytes. It may be locked, or without power.");
        byte[] image = await ReadFirstAsync(info.Size, cancellationToken).ConfigureAwait(false);
        return image.Length < info.Size ? [.. image, .. await ReadRangeAsync(image.Length, info.Size, info.Size, cancellationToken).ConfigureAwait(false)] : image;
    }

    /// <summary>The unit of offsets and counts in bytes; known once something was read.</summary>
    public int Unit => _unit;

    /// <summary>For an absent device, some BMCs return CBh (not present), but most CCh or C9h, because the ID is the only data of the request.</summary>
    private async Task<FruInventoryAreaInfo> GetInfoAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await SendAsync(new GetFruInventoryAreaInfo(deviceId, lun), cancellationToken).ConfigureAwait(false);
        }
        catch (IpmiCommandException error) when (error.CompletionCode is CompletionCode.NotPresent or CompletionCode.InvalidDataField or CompletionCode.ParameterOutOfRange)
        {
            throw new IpmiException(IpmiErrorKind.NotPresent, $"FRU device {deviceId} is not present: {error.Message}", innerException: error);
        }
    }

    private async Task<byte[]> ReadFirstAsync(int size, CancellationToken cancellationToken)
    {
        bool isTry = await readSize.BeginTryAsync(cancellationToken).ConfigureAwait(false);
        int? returned = null;
        try
        {
            var (bytes, largest) = await ReadPieceAsync(0, Math.Min(size, Step), cancellationToken).ConfigureAwait(false);
            if (bytes.Length > 0)
                returned = largest < bytes.Length || largest < Math.Min(size, Step) ? largest : readSize.Current;
            return bytes;
        }
        finally
        {
            if (isTry)
                readSize.EndTry(returned);
        }
    }

    /// <summary>Reads a range in parts that are in flight together; returns less if the device ends before.</summary>
    private async Task<byte[]> ReadRangeAsync(int from, int to, int size, CancellationToken cancellationToken)
    {
        int step = Step;
        var pieces = new List<Task<(byte[] Bytes, int Largest)>>();
        var wanted = new List<int>();
        for (int offset = from; offset < to; offset += step)
        {
            // The last part is extended to full size: it costs the same, and may save a request.
            wanted.Add(Math.Min(step, size - offset));
            pieces.Add(ReadPieceAsync(offset, wanted[wanted.Count - 1], cancellationToken));
        }

        await Task.WhenAll(pieces).ConfigureAwait(false);
        var range = new ByteWriter();
        for (int i = 0; i < pieces.Count; i++)
        {
            var (bytes, _) = await pieces[i].ConfigureAwait(false);
            range.WriteBytes(bytes);
            if (bytes.Length < wanted[i])
                break;
        }

        return range.ToArray();
    }

    /// <summary>Reads a part; in smaller ones if it is refused.</summary>
    /// <returns>The bytes, fewer than requested if the device ends; the largest number returned at once.</returns>
    private async Task<(byte[] Bytes, int Largest)> ReadPieceAsync(int offset, int wanted, CancellationToken cancellationToken)
    {
        var piece = new ByteWriter(Math.Max(wanted, 1));
        int count = wanted;
        int largest = 0;
        while (piece.Length < wanted)
        {
            int at = offset + piece.Length;
            int length = Math.Min(count, wanted - piece.Length);
            byte[] bytes;
            try
            {
                // In a device that is read by words, an odd last byte is read with its word.
                var command = new ReadFruData(deviceId, (ushort)(at / _unit), (byte)((length + _unit - 1) / _unit), lun);
                bytes = (await SendAsync(command, cancellationToken).ConfigureAwait(false)).Data;
            }
            catch (IpmiCommandException error) when (CompletionCodes.MayMeanTooLong(error.CompletionCode) && FruReadSize.Below(length) >= _unit)
            {
                count = FruReadSize.Below(length);
                continue;
            }
            catch (IpmiCommandException error) when (CompletionCodes.MayMeanTooLong(error.CompletionCode) && at > 0)
            {
                break; // not even one: the device ends here, whatever size it reports
            }

            int taken = Math.Min(bytes.Length, length);
            if (taken < length)
                taken -= taken % _unit;
            if (taken == 0)
                break;
            piece.WriteBytes(bytes, 0, taken);
            largest = Math.Max(largest, taken);
        }

        return (piece.ToArray(), largest);
    }

    private async Task<T> SendAsync<T>(IpmiCommand<T> command, CancellationToken cancellationToken)
    {
        for (int wait = 0; ; wait++)
        {
            try
            {
                return await connection.SendAsync(command, target, cancellationToken).ConfigureAwait(false);
            }
            catch (IpmiCommandException error) when ((byte)error.CompletionCode == FruCompletionCode.DeviceBusy && wait < MaximumBusyWaits)
            {
                await clock.DelayAsync(BusyWait, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
