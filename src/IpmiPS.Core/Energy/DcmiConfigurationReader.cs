using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.Dcmi;
using IpmiPS.Parameters;

namespace IpmiPS.Energy;

/// <summary>Reads what a BMC has of DCMI and how it is set: eleven requests at once. DCMI 1.5 sections 6.1 and 6.7.</summary>
public static class DcmiConfigurationReader
{
    private const byte NoChannel = 0xFF, RolloverBit = 0x80, FirstInlet = 1;

    /// <summary>The entity ids of the inlet: that of IPMI, and that of DCMI 1.0.</summary>
    internal static readonly byte[] InletIds = [0x37, 0x40];

    /// <summary>Reads the configuration. What the BMC refuses is null, with a note.</summary>
    /// <exception cref="IpmiException">CommandNotSupported: the BMC has no DCMI. Other kinds: it does not respond.</exception>
    public static async Task<DcmiConfiguration> GetAsync(IIpmiConnection connection, CancellationToken cancellationToken = default)
    {
        var capabilities = Task.WhenAll(Enumerable.Range(1, 5).Select(number => connection.TrySendAsync(new GetDcmiCapabilities((byte)number), cancellationToken)));
        var parameters = Task.WhenAll(DcmiParameters.Family.All.Skip(1).Select(parameter => connection.TryReadDataAsync(parameter, 0, 0, cancellationToken)));
        var limits = Task.WhenAll(InletIds.Select(id => connection.TrySendAsync(new GetThermalLimit(id, FirstInlet), cancellationToken)));
        await Task.WhenAll(capabilities, parameters, limits).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        var (has, set, limit) = (await capabilities.ConfigureAwait(false), await parameters.ConfigureAwait(false), await limits.ConfigureAwait(false));
        if (!has.Any(static response => response.Succeeded) && !set.Any(static response => response.Succeeded))
            throw has[0].Error ?? new IpmiException(IpmiErrorKind.CommandNotSupported, "The BMC has no DCMI.");
        return Create(connection.ComputerName, has, set, limit.FirstOrDefault(static response => response.Succeeded) is { Succeeded: true } inlet ? inlet.Value : null);
    }

    private static DcmiConfiguration Create(string computerName, OptionalResponse<DcmiCapabilities>[] has, OptionalResponse<ParameterData>[] set, DcmiThermalLimit? limit)
    {
        var version = has.FirstOrDefault(static response => response.Succeeded).Value;
        var notes = new List<string>();
        byte[]? platform = Data(1, "PowerManagement, SystemInterface, SerialTerminalMode, SecondaryLan");
        byte[]? log = Data(2, "SelEntries, SelRollover, TemperatureSamplingSeconds");
        byte[]? controller = Data(3, "PowerControllerAddress");
        byte[]? channels = Data(4, "PrimaryLanChannel, SecondaryLanChannel, SerialChannel");
        byte[]? averages = Data(5, "AveragingPeriods");
        AddSettingNotes(notes, set, limit);
        return new DcmiConfiguration
        {
            ComputerName = computerName,
            Version = version is null ? null : $"{version.Major}.{version.Minor}",
            PowerManagement = Bit(platform, 1, 0),
            SystemInterface = Bit(platform, 2, 0),
            SerialTerminalMode = Bit(platform, 2, 1),
            SecondaryLan = Bit(platform, 2, 2),
            SelEntries = log?.Length >= 2 ? log[0] | (log[1] & 0x0F) << 8 : null,
            SelRollover = log?.Length >= 2 ? (log[1] & RolloverBit) != 0 : null,
            TemperatureSamplingSeconds = log?.Length >= 5 ? log[4] : null,
            PowerControllerAddress = controller?.Length >= 1 ? (byte)(controller[0] & 0xFE) : null,
            PrimaryLanChannel = Channel(channels, 0),
            SecondaryLanChannel = Channel(channels, 1),
            SerialChannel = Channel(channels, 2),
            AveragingPeriods = averages?.Length >= 1 ? [.. averages.Skip(1).Take(averages[0]).Select(DcmiPeriods.ToTime)] : [],
            DhcpDiscovery = DcmiParameters.Discovery.TryDecode(set[0], out var discovery) ? discovery : null,
            DhcpInitialTimeoutSeconds = DcmiParameters.InitialTimeout.TryDecode(set[1], out byte initial) ? initial : null,
            DhcpContactTimeoutSeconds = DcmiParameters.ContactTimeout.TryDecode(set[2], out int contact) ? contact : null,
            DhcpRetrySeconds = DcmiParameters.RetryInterval.TryDecode(set[3], out int retry) ? retry : null,
            InletLimitCelsius = limit?.Celsius,
            InletLimitSeconds = limit?.Seconds,
            InletLimitAction = limit is { } inlet ? (inlet.Logs ? ThermalLimitActions.Log : 0) | (inlet.PowersOff ? ThermalLimitActions.PowerOff : 0) : null,
            Notes = [.. notes],
        };

        byte[]? Data(int number, string properties)
        {
            var response = has[number - 1];
            if (!response.Succeeded)
                notes.Add($"{properties}: {response.Error?.Message}");
            return response.Succeeded ? response.Value.Data : null;
        }
    }

    private static void AddSettingNotes(List<string> notes, OptionalResponse<ParameterData>[] set, DcmiThermalLimit? limit)
    {
        string[] names = [nameof(DcmiConfiguration.DhcpDiscovery), nameof(DcmiConfiguration.DhcpInitialTimeoutSeconds), nameof(DcmiConfiguration.DhcpContactTimeoutSeconds), nameof(DcmiConfiguration.DhcpRetrySeconds)];
        for (int i = 0; i < names.Length; i++)
        {
            if (!set[i].Succeeded)
                notes.Add($"{names[i]}: {set[i].Error?.Message}");
        }

        if (limit is null)
            notes.Add("InletLimitCelsius, InletLimitSeconds, InletLimitAction: the BMC does not report them.");
    }

    private static bool? Bit(byte[]? data, int index, int bit) => data?.Length > index ? (data[index] >> bit & 1) != 0 : null;

    private static byte? Channel(byte[]? channels, int index) => channels?.Length > index && channels[index] != NoChannel ? channels[index] : null;
}
