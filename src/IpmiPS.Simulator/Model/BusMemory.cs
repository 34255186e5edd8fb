using System;
using IpmiPS.Commands.App;

namespace IpmiPS.Simulator;

/// <summary>A memory of 256 bytes at A0h on public bus 0 of channel 0, as a module's SPD is: the first byte written is an address, the next ones are stored.</summary>
internal sealed class BusMemory
{
    private const byte Bus = 0, SlaveAddress = 0xA0, MaximumRead = 64;

    private readonly byte[] _bytes = new byte[256];
    private byte _at;

    public BusMemory()
    {
        // The beginning of a DDR4 SPD: bytes used, revision, kind of memory, kind of module.
        byte[] start = [0x23, 0x11, 0x0C, 0x01];
        Buffer.BlockCopy(start, 0, _bytes, 0, start.Length);
        for (int i = start.Length; i < _bytes.Length; i++)
            _bytes[i] = (byte)i;
    }

    /// <summary>Writes, then reads.</summary>
    public CompletionCode Transfer(MasterWriteRead request, out byte[] read)
    {
        read = [];
        if (request.Bus != Bus || (request.Address & 0xFE) != SlaveAddress)
            return (CompletionCode)MasterWriteRead.NotAcknowledged;
        if (request.ReadCount > MaximumRead)
            return CompletionCode.CannotReturnRequestedBytes;
        for (int i = 0; i < request.Data.Length; i++)
        {
            if (i == 0)
                _at = request.Data[0];
            else
                _bytes[_at++] = request.Data[i];
        }

        read = new byte[request.ReadCount];
        for (int i = 0; i < read.Length; i++)
            read[i] = _bytes[_at++];
        return CompletionCode.Ok;
    }
}
