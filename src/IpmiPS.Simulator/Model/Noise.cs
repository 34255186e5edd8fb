using System;

namespace IpmiPS.Simulator;

/// <summary>Numbers that look random and are the same in every run.</summary>
internal static class Noise
{
    /// <summary>A well-mixed hash of three numbers.</summary>
    public static uint Hash(int a, int b = 0, int c = 0)
    {
        unchecked
        {
            uint hash = (uint)a * 0x9E3779B1u ^ (uint)b * 0x85EBCA77u ^ (uint)c * 0xC2B2AE3Du;
            hash = (hash ^ hash >> 16) * 0x7FEB352Du;
            hash = (hash ^ hash >> 15) * 0x846CA68Bu;
            return hash ^ hash >> 16;
        }
    }

    /// <summary>Whether something with a chance in percent happens to the n-th thing of a kind.</summary>
    public static bool Happens(double percent, int key, int number, int kind) =>
        percent > 0 && Hash(key, number, kind) < percent / 100 * uint.MaxValue;

    /// <summary>A smooth wave between -1 and 1 whose shape the key decides: two sines of different period, tens of seconds to minutes.</summary>
    public static double Wave(uint key, TimeSpan time)
    {
        double seconds = time.TotalSeconds;
        double slow = 120 + key % 181, fast = 17 + (key >> 8) % 23;
        double phase = (key >> 16) / 65536.0 * 2 * Math.PI;
        return 0.7 * Math.Sin(2 * Math.PI * seconds / slow + phase) + 0.3 * Math.Sin(2 * Math.PI * seconds / fast + 2 * phase);
    }

    /// <summary>Bytes made from two numbers.</summary>
    public static byte[] Bytes(int seed, int index, int count)
    {
        var bytes = new byte[count];
        for (int i = 0; i < count; i++)
            bytes[i] = (byte)(Hash(seed, index, i) >> 8);
        return bytes;
    }
}
