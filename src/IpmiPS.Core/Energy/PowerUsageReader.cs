using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.Dcmi;
using IpmiPS.Commands.NodeManager;

namespace IpmiPS.Energy;

/// <summary>
/// Reads the power that a machine takes: by DCMI, or else from Node Manager, or else from sensors. A BMC that has DCMI takes one request. DCMI 1.5 section 6.6.1.
/// </summary>
/// <param name="connection">The BMC.</param>
public sealed class PowerUsageReader(IIpmiConnection connection)
{
    /// <summary>More than any machine takes; some BMCs send such figures, or FFFFh, for "unknown".</summary>
    private const int MaximumWatts = 8000;

    private static readonly PowerSource[] s_sources = [PowerSource.Dcmi, PowerSource.NodeManager, PowerSource.Sensor];

    /// <summary>The source that answered last, which is asked first the next time.</summary>
    private PowerSource _known;

    /// <summary>The only source to use; null for the first that has figures.</summary>
    public PowerSource? Source { get; init; }

    /// <summary>Period of a rolling average to read; null for the BMC's own statistics. DCMI only.</summary>
    public TimeSpan? Period { get; init; }

    /// <summary>Reads the power.</summary>
    /// <exception cref="IpmiException">NotPresent: the BMC has no rolling average of this period. CommandNotSupported: it has none at all, or the only source to use has no
    /// figures. Other kinds: the BMC does not respond.</exception>
    public async Task<PowerUsage> ReadAsync(CancellationToken cancellationToken = default)
    {
        var notes = new List<string>();
        PowerSource only = Period is null ? Source ?? _known : PowerSource.Dcmi;
        IpmiException? last = null;
        foreach (PowerSource source in only == PowerSource.Unknown ? s_sources : [only])
        {
            try
            {
                var usage = await ReadFromAsync(source, notes, cancellationToken).ConfigureAwait(false);
                if (usage.Watts is not null)
                {
                    _known = source;
                    return usage;
                }
            }
            catch (IpmiException error) when (Period is null && (error is IpmiCommandException || error.Kind is IpmiErrorKind.ProtocolError or IpmiErrorKind.Timeout or IpmiErrorKind.CommandNotSupported or IpmiErrorKind.InsufficientPrivilege))
            {
                last = error;
                notes.Add($"{source}: {error.Message}");
            }
        }

        if (last?.Kind == IpmiErrorKind.Timeout)
            throw last;
        if (Source is not null)
            throw last ?? new IpmiException(IpmiErrorKind.CommandNotSupported, $"There are no figures from {Source}: {string.Join(" ", notes)}", "Read without -Source to use what the BMC has.");
        _known = PowerSource.Unknown;
        return new PowerUsage { ComputerName = connection.ComputerName, Timestamp = DateTimeOffset.Now, Notes = [.. notes] };
    }

    private Task<PowerUsage> ReadFromAsync(PowerSource source, List<string> notes, CancellationToken cancellationToken) => source switch
    {
        PowerSource.Dcmi => ReadDcmiAsync(notes, cancellationToken),
        PowerSource.NodeManager => ReadNodeManagerAsync(notes, cancellationToken),
        _ => new PowerSensors(connection).ReadAsync(notes, cancellationToken),
    };

    private async Task<PowerUsage> ReadDcmiAsync(List<string> notes, CancellationToken cancellationToken)
    {
        var request = Period is { } wanted ? await RollingAverageAsync(wanted, cancellationToken).ConfigureAwait(false) : new GetPowerReading();
        var reading = await connection.SendAsync(request, cancellationToken).ConfigureAwait(false);
        bool isKnown = reading.IsActive && Watts(reading.Current) is not null && reading is not { Current: 0, Minimum: 0, Maximum: 0, Average: 0 };
        if (!isKnown)
            notes.Add(reading.IsActive ? $"Dcmi: the BMC reports {reading.Current} W, which means that it does not know." : "Dcmi: power measurement is not active.");
        return Create(PowerSource.Dcmi, isKnown, reading.Current, reading.Minimum, reading.Maximum, reading.Average, Period ?? TimeSpan.FromMilliseconds(reading.Period), notes);
    }

    /// <summary>The request for a rolling average that the BMC has.</summary>
    private async Task<GetPowerReading> RollingAverageAsync(TimeSpan wanted, CancellationToken cancellationToken)
    {
        var capabilities = await connection.SendAsync(new GetDcmiCapabilities(DcmiPeriods.Parameter), cancellationToken).ConfigureAwait(false);
        byte[] periods = DcmiPeriods.Read(capabilities);
        if (periods.Length == 0)
            throw new IpmiException(IpmiErrorKind.CommandNotSupported, "The BMC has no rolling averages of the power.", "Read without -Period.");
        foreach (byte period in periods)
        {
            if (DcmiPeriods.ToTime(period) == wanted)
                return new GetPowerReading(GetPowerReading.RollingAverage, period);
        }

        throw new IpmiException(
            IpmiErrorKind.NotPresent, $"The BMC has no rolling average of {wanted:c}. It has: {string.Join(", ", periods.Select(static period => DcmiPeriods.ToTime(period).ToString("c")))}.",
            "Give one of these periods.");
    }

    private async Task<PowerUsage> ReadNodeManagerAsync(List<string> notes, CancellationToken cancellationToken)
    {
        if (await NodeManagerLocator.FindAsync(connection, cancellationToken).ConfigureAwait(false) is not { } target)
        {
            notes.Add("NodeManager: there is no Node Manager behind the BMC.");
            return new PowerUsage();
        }

        var request = new GetNodeManagerStatistics(NodeManagerStatistics.Power, domain: 0, policy: 0);
        var statistics = await connection.SendAsync(request, target, cancellationToken).ConfigureAwait(false);
        bool isKnown = statistics.IsMeasuring && Watts(statistics.Current) is not null && statistics is not { Current: 0, Maximum: 0 };
        if (!isKnown)
            notes.Add("NodeManager: power is not being measured.");
        return Create(
            PowerSource.NodeManager, isKnown, statistics.Current, statistics.Minimum, statistics.Maximum, statistics.Average, TimeSpan.FromSeconds(statistics.Period), notes);
    }

    private PowerUsage Create(PowerSource source, bool isKnown, ushort current, ushort minimum, ushort maximum, ushort average, TimeSpan period, List<string> notes) => new()
    {
        ComputerName = connection.ComputerName,
        Watts = isKnown ? Watts(current) : null,
        MinimumWatts = isKnown ? Watts(minimum) : null,
        MaximumWatts = isKnown ? Watts(maximum) : null,
        AverageWatts = isKnown ? Watts(average) : null,
        Period = period > TimeSpan.Zero ? period : null,
        Source = source,
        Timestamp = DateTimeOffset.Now,
        Notes = [.. notes],
    };

    private static double? Watts(ushort value) => value <= MaximumWatts ? value : null;
}
