using System;
using System.Collections.Generic;
using IpmiPS.Commands.App;

namespace IpmiPS.Parameters;

/// <summary>The system info parameters. IPMI 2.0 section 22.14a, table 22-16c. 192 to 255 are the vendor's.</summary>
public static class SystemInfoParameters
{
    /// <summary>Bytes of one block of a text.</summary>
    internal const int BlockLength = 16;

    /// <summary>Announces a change.</summary>
    public static Parameter<SetInProgress> SetInProgress { get; } = ParameterCodecs.SetInProgress(Owner);

    /// <summary>Version of the system's firmware (BIOS). Set selector: the block, from 0.</summary>
    public static Parameter<byte[]> FirmwareVersion { get; } = Text(1, "System Firmware Version");

    /// <summary>Name of the system.</summary>
    public static Parameter<byte[]> SystemName { get; } = Text(2, "System Name");

    /// <summary>Name of the operating system that the system usually starts.</summary>
    public static Parameter<byte[]> PrimaryOperatingSystem { get; } = Text(3, "Primary Operating System Name");

    /// <summary>Name of the operating system that runs; cleared when the system restarts.</summary>
    public static Parameter<byte[]> OperatingSystem { get; } = Text(4, "Operating System Name");

    /// <summary>Version of the operating system that runs.</summary>
    public static Parameter<byte[]> OperatingSystemVersion { get; } = Text(5, "Present OS Version Number");

    /// <summary>Address of the BMC's web interface.</summary>
    public static Parameter<byte[]> BmcUrl { get; } = Text(6, "BMC URL");

    /// <summary>Address of the hypervisor's or operating system's management.</summary>
    public static Parameter<byte[]> HypervisorUrl { get; } = Text(7, "Base OS/Hypervisor URL");

    /// <summary>The texts, in the order of their numbers.</summary>
    internal static IReadOnlyList<Parameter<byte[]>> Texts { get; } = [FirmwareVersion, SystemName, PrimaryOperatingSystem, OperatingSystem, OperatingSystemVersion, BmcUrl, HypervisorUrl];

    /// <summary>The family. It has no commit: a text is in force once its blocks are written.</summary>
    public static ParameterFamily Family { get; } = new("system info", [SetInProgress, .. Texts])
    {
        SetInProgress = SetInProgress,
        GetAsync = static async (connection, address, cancellationToken) =>
        {
            var response = await connection.SendAsync(new GetSystemInfoParameters(address.Number, address.Set, address.Block), cancellationToken).ConfigureAwait(false);
            return new ParameterData(response.Revision, response.Data);
        },
        Set = static (address, data) => new SetSystemInfoParameters(address.Number, data),
    };

    private static ParameterFamily Owner() => Family;

    /// <summary>A text in blocks of 16 bytes; the set selector is the number of the block. Block 0 begins with encoding and length.</summary>
    private static Parameter<byte[]> Text(byte number, string name) =>
        new(Owner, number, name, 1 + BlockLength, static reader => reader.ReadBytes(Math.Min(reader.Remaining, BlockLength)), ParameterCodecs.WriteBytes)
        {
            MinimumLength = 2,
            Selectors = ParameterSelectors.Set,
        };
}
