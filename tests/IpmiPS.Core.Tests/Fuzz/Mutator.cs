using System;
using System.Collections.Generic;
using System.Linq;

namespace IpmiPS.Tests.Fuzz;

/// <summary>Makes hostile inputs of good ones: flips, cuts, adds, joins two, and puts numbers where they hurt.</summary>
internal sealed class Mutator(ulong seed, IReadOnlyList<byte[]> seeds)
{
    /// <summary>Longer ones cost time and find nothing that these do not.</summary>
    private const int MaximumLength = 4096;

    private const int MaximumChanges = 6;

    private static readonly int[] s_interesting =
        [0, 1, 2, 3, 4, 5, 7, 8, 15, 16, 17, 31, 32, 63, 64, 127, 128, 192, 193, 254, 255, 256, 257, 4095, 4096, 32767, 32768, 65534, 65535, int.MaxValue, int.MinValue, -2];

    private readonly SeededRandom _random = new(seed);

    /// <summary>The next input. One in 16 owes nothing to a seed.</summary>
    public byte[] Next()
    {
        if (seeds.Count == 0 || _random.Below(16) == 0)
            return _random.Bytes(_random.Below(300));
        var bytes = new List<byte>(Pick());
        for (int change = _random.Below(MaximumChanges); change >= 0; change--)
            Change(bytes);
        if (bytes.Count > MaximumLength)
            bytes.RemoveRange(MaximumLength, bytes.Count - MaximumLength);
        return [.. bytes];
    }

    private byte[] Pick() => seeds[_random.Below(seeds.Count)];

    private void Change(List<byte> bytes)
    {
        int at = _random.Below(bytes.Count);
        int length = Math.Min(bytes.Count - at, 1 + _random.Below(16));
        switch (bytes.Count == 0 ? 5 : _random.Below(12))
        {
            case 0 or 1:
                bytes[at] ^= (byte)(1 << _random.Below(8));
                break;
            case 2:
                bytes[at] = (byte)_random.Next();
                break;
            case 3:
                bytes[at] += (byte)(_random.Below(2) == 0 ? 1 : -1);
                break;
            case 4:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 5:
                bytes.InsertRange(at, _random.Bytes(1 + _random.Below(32)));
                break;
            case 6:
                bytes.RemoveRange(at, length);
                break;
            case 7:
                bytes.InsertRange(at, bytes.GetRange(at, length));
                break;
            case 8:
                for (int i = 0; i < length; i++)
                    bytes[at + i] = bytes[at];
                break;
            case 9:
                byte[] other = Pick();
                int from = _random.Below(other.Length);
                bytes.RemoveRange(at, bytes.Count - at);
                bytes.AddRange(other.Skip(from));
                break;
            default:
                PutNumber(bytes, at);
                break;
        }
    }

    /// <summary>A number that lengths, counts, offsets and ids stumble over, in one, two or four bytes, either end first.</summary>
    private void PutNumber(List<byte> bytes, int at)
    {
        int number = s_interesting[_random.Below(s_interesting.Length)];
        int width = 1 << _random.Below(3);
        bool reversed = _random.Below(2) == 0;
        for (int i = 0; i < width && at + i < bytes.Count; i++)
            bytes[at + i] = (byte)(number >> 8 * (reversed ? width - 1 - i : i));
    }
}
