using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands;
using IpmiPS.Commands.Storage;

namespace IpmiPS.Inventory;

/// <summary>
/// Writes what differs between two contents of a FRU device, in small blocks, the common header last: until then, the device's offsets are those of the old
/// content. The count in a response is not trusted; whoever calls this reads the device again. IPMI 2.0 section 34.3.
/// </summary>
/// <param name="connection">The BMC.</param>
/// <param name="target">The controller of the device.</param>
/// <param name="deviceId">FRU device ID.</param>
/// <param name="lun">LUN of the device.</param>
/// <param name="unit">Unit of offsets and counts in bytes, 1 or 2.</param>
/// <param name="clock">The time.</param>
internal sealed class FruDeviceWriter(IIpmiConnection connection, IpmbTarget target, byte deviceId, byte lun, int unit, Clock clock)
{
    /// <summary>Bytes of a block: what every controller takes, also over the IPMB.</summary>
    private const int Block = 16;

    private const int MaximumBusyWaits = 50;

    /// <summary>A device needs at least 30 ms.</summary>
    private static readonly TimeSpan BusyWait = TimeSpan.FromMilliseconds(100);

    private int _step = Block;

    /// <summary>Whether a block was sent.</summary>
    public bool HasSent { get; private set; }

    /// <summary>Bytes that were written.</summary>
    public int Written { get; private set; }

    /// <summary>Writes the blocks that differ.</summary>
    /// <param name="present">The present content.</param>
    /// <param name="wanted">The content that is wanted, of the same length.</param>
    /// <exception cref="IpmiException">A block was refused, or got no response.</exception>
    public async Task WriteAsync(byte[] present, byte[] wanted)
    {
        foreach (var (offset, length) in Blocks(present, wanted))
            await WriteBlockAsync(wanted, offset, length).ConfigureAwait(false);
    }

    /// <summary>The blocks that differ, in the order in which they are written.</summary>
    internal static IEnumerable<(int Offset, int Length)> Blocks(byte[] present, byte[] wanted)
    {
        for (int start = 0; start < wanted.Length; start += Block)
        {
            int from = start == 0 ? FruHeader.Length : start;
            int to = Math.Min(start + Block, wanted.Length);
            if (from < to && Differs(present, wanted, from, to))
                yield return (from, to - from);
        }

        int header = Math.Min(FruHeader.Length, wanted.Length);
        if (Differs(present, wanted, 0, header))
            yield return (0, header);
    }

    private static bool Differs(byte[] present, byte[] wanted, int from, int to) =>
        Enumerable.Range(from, to - from).Any(i => i >= present.Length || present[i] != wanted[i]);

    private async Task WriteBlockAsync(byte[] wanted, int offset, int length)
    {
        for (int done = 0; done < length;)
        {
            int count = Math.Min(_step, length - done);
            byte[] data = [.. wanted.Skip(offset + done).Take(count)];
            if (count % unit != 0)
                data = [.. data, 0xFF]; // a device that is written by words, with an odd size
            try
            {
                int reported = await SendAsync(new WriteFruData(deviceId, (ushort)((offset + done) / unit), data, lun)).ConfigureAwait(false) * unit;
                done += reported > 0 && reported < count ? reported : count;
                Written += count;
            }
            catch (IpmiCommandException error) when (CompletionCodes.MayMeanTooLong(error.CompletionCode) && count / 2 >= unit)
            {
                _step = count / 2;
            }
        }
    }

    private async Task<byte> SendAsync(WriteFruData command)
    {
        for (int wait = 0; ; wait++)
        {
            try
            {
                HasSent = true;
                return await connection.SendAsync(command, target, CancellationToken.None).ConfigureAwait(false);
            }
            catch (IpmiCommandException error) when ((byte)error.CompletionCode == FruCompletionCode.DeviceBusy && wait < MaximumBusyWaits)
            {
                await clock.DelayAsync(BusyWait, CancellationToken.None).ConfigureAwait(false);
            }
        }
    }
}
