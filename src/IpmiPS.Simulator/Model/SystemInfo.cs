using System;
using System.Collections.Generic;
using System.Text;
using IpmiPS.Parameters;

namespace IpmiPS.Simulator;

/// <summary>System info parameters: texts in blocks of 16 bytes. IPMI 2.0 sections 22.14a and 22.14b.</summary>
internal sealed class SystemInfo : ParameterStore
{
    /// <summary>Blocks of each text.</summary>
    public const int BlockCount = 16;

    public SystemInfo(ControllerSet controllers, BmcIdentity identity)
        : base(SystemInfoParameters.Family, new Dictionary<byte, byte[]>())
    {
        Add(SystemInfoParameters.SetInProgress, SetInProgress.Complete);
        AddText(SystemInfoParameters.FirmwareVersion, () => $"{controllers.Main.Definition.FirmwareMajor}.{controllers.Main.Definition.FirmwareMinor:X2}");
        AddText(SystemInfoParameters.SystemName, () => identity.MachineName);
        AddText(SystemInfoParameters.PrimaryOperatingSystem, () => "Simulated OS");
        AddText(SystemInfoParameters.OperatingSystem, () => "Simulated OS");
        AddText(SystemInfoParameters.OperatingSystemVersion, () => "1.0");
        AddText(SystemInfoParameters.BmcUrl, () => $"https://{identity.Address}/");
        AddText(SystemInfoParameters.HypervisorUrl, () => "");
    }

    /// <summary>Number of blocks that a text has now.</summary>
    public int BlocksOf(byte number)
    {
        int length = Get(number) is { } first ? first[2] : 0;
        return Math.Max(1, (2 + length + SystemInfoParameters.BlockLength - 1) / SystemInfoParameters.BlockLength);
    }

    /// <summary>A block keeps what is not written.</summary>
    protected override byte[] Merge(Parameter parameter, byte[] present, byte[] data)
    {
        byte[] merged = (byte[])present.Clone();
        Buffer.BlockCopy(data, 0, merged, 0, data.Length);
        return merged;
    }

    private void AddText(Parameter<byte[]> parameter, Func<string> text) => Add(parameter, (set, _) => parameter.Encode(Block(text(), set), set));

    private static byte[] Block(string text, byte set)
    {
        byte[] whole = [0x00, (byte)text.Length, .. Encoding.ASCII.GetBytes(text)];
        var block = new byte[SystemInfoParameters.BlockLength];
        int at = set * block.Length;
        if (at < whole.Length)
            Buffer.BlockCopy(whole, at, block, 0, Math.Min(block.Length, whole.Length - at));
        return block;
    }
}
