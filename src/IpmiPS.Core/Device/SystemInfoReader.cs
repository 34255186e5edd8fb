using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Parameters;
using IpmiPS.Wire;

namespace IpmiPS.Device;

/// <summary>Reads the system info parameters. IPMI 2.0 section 22.14b.</summary>
public static class SystemInfoReader
{
    private static readonly string[] Names =
    [
        nameof(SystemInfo.FirmwareVersion), nameof(SystemInfo.SystemName), nameof(SystemInfo.PrimaryOperatingSystem), nameof(SystemInfo.OperatingSystem),
        nameof(SystemInfo.OperatingSystemVersion), nameof(SystemInfo.BmcUrl), nameof(SystemInfo.HypervisorUrl),
    ];

    /// <summary>Reads all texts at once: two rounds of requests. What a BMC lacks, or bars with D4h as some do, is null with a note.</summary>
    /// <param name="connection">The BMC.</param>
    /// <param name="oemParameters">Parameters of the vendor, 192 to 255, to read as bytes.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <exception cref="IpmiException">The BMC has none of the parameters.</exception>
    public static async Task<SystemInfo> GetAsync(IIpmiConnection connection, IReadOnlyCollection<byte>? oemParameters = null, CancellationToken cancellationToken = default)
    {
        var oem = (oemParameters ?? []).Select(number => (Number: number, Response: OptionalRequest.TryAsync(
            () => SystemInfoParameters.Family.GetAsync(connection, new ParameterAddress(0, number), cancellationToken)))).ToArray();
        var texts = await Task.WhenAll(SystemInfoParameters.Texts.Select(parameter => ReadAsync(connection, parameter, cancellationToken))).ConfigureAwait(false);
        var notes = new List<string>();
        for (int i = 0; i < texts.Length; i++)
            if (texts[i].Error is { } error)
                notes.Add($"{Names[i]}: {error.Message}");
        var bytes = new List<string>();
        foreach (var (number, response) in oem)
        {
            var read = await response.ConfigureAwait(false);
            if (read.Succeeded)
                bytes.Add($"{number:X2}h: {Hex.Format(read.Value.Data, " ")}");
            else
                notes.Add($"Parameter {number:X2}h: {read.Error?.Message ?? "there was no response."}");
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (bytes.Count == 0 && texts.All(static text => text.Error is not null) && !texts.Any(static text => text.Error is IpmiCommandException { CompletionCode: CompletionCode.InsufficientPrivilege }))
            throw texts[0].Error!;
        return new SystemInfo
        {
            ComputerName = connection.ComputerName,
            FirmwareVersion = texts[0].Text,
            SystemName = texts[1].Text,
            PrimaryOperatingSystem = texts[2].Text,
            OperatingSystem = texts[3].Text,
            OperatingSystemVersion = texts[4].Text,
            BmcUrl = texts[5].Text,
            HypervisorUrl = texts[6].Text,
            OemParameters = [.. bytes],
            Notes = [.. notes],
        };
    }

    /// <summary>Reads one text: its first block, which says how long it is, then the other ones at once.</summary>
    private static async Task<(string? Text, IpmiException? Error)> ReadAsync(IIpmiConnection connection, Parameter<byte[]> parameter, CancellationToken cancellationToken)
    {
        try
        {
            byte[] first = (await connection.ReadAsync(parameter, channel: 0, cancellationToken: cancellationToken).ConfigureAwait(false)).Value;
            var rest = Enumerable.Range(1, SystemInfoBlocks.CountOf(first) - 1)
                .Select(block => OptionalRequest.TryAsync(() => connection.ReadAsync(parameter, channel: 0, set: (byte)block, cancellationToken: cancellationToken)));
            var others = await Task.WhenAll(rest).ConfigureAwait(false);
            return (SystemInfoBlocks.Decode([first, .. others.TakeWhile(static block => block.Succeeded).Select(static block => block.Value.Value)]), null);
        }
        catch (IpmiException error)
        {
            return (null, error);
        }
    }
}
