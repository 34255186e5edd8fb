using System;

namespace IpmiPS.Simulator;

/// <summary>What one BMC of a rack differs in from the others of its kind.</summary>
internal sealed class BmcIdentity
{
    public BmcIdentity(int index, SimulatorOptions options, MachineDefinition definition)
    {
        Index = index;
        Number = options.MachineNumber(index);
        MachineName = $"sim-{index + 1:D4}";
        Guid = definition.Guid is { } played ? PlayedGuid(played, index) : NewGuid(options.Seed, Number, definition.HasSmbiosGuid);
    }

    /// <summary>Position within the rack, from 0.</summary>
    public int Index { get; }

    /// <summary>GUID, MAC address and serial numbers are made of it.</summary>
    public int Number { get; }

    /// <summary>The machine's own name, as on its console.</summary>
    public string MachineName { get; }

    /// <summary>The machine's GUID, in the byte order of the wire.</summary>
    public byte[] Guid { get; }

    /// <summary>IP address that it listens on.</summary>
    public string Address { get; set; } = "";

    /// <summary>UDP port that it listens on.</summary>
    public int Port { get; set; }

    /// <summary>The first BMC of a rack has the GUID of the file that it plays; the others differ from it in their last four bytes.</summary>
    private static byte[] PlayedGuid(byte[] played, int index)
    {
        byte[] guid = (byte[])played.Clone();
        for (int i = 0; i < 4; i++)
            guid[guid.Length - 1 - i] ^= (byte)(index >> 8 * i);
        return guid;
    }

    /// <summary>A random GUID (version 4), its bytes reversed as in IPMI 2.0 section 20.8, or in the order of SMBIOS, from where many BMCs take it unchanged.</summary>
    private static byte[] NewGuid(int seed, int number, bool asSmbios)
    {
        byte[] guid = Noise.Bytes(unchecked(seed * 104729 + 17), number, 16);
        guid[6] = (byte)(guid[6] & 0x0F | 0x40);
        guid[8] = (byte)(guid[8] & 0x3F | 0x80);
        if (!asSmbios)
        {
            Array.Reverse(guid);
            return guid;
        }

        Array.Reverse(guid, 0, 4);
        Array.Reverse(guid, 4, 2);
        Array.Reverse(guid, 6, 2);
        return guid;
    }
}
