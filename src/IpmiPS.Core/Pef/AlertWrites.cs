using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.SensorEvent;
using IpmiPS.Parameters;
using IpmiPS.Wire;

namespace IpmiPS.Pef;

/// <summary>Writes of whole records of one family, with old and new values. Some BMCs refuse records that are written piecemeal.</summary>
/// <param name="family">PEF or LAN.</param>
/// <param name="channel">The channel; 0 for PEF.</param>
internal sealed class AlertWrites(ParameterFamily family, byte channel)
{
    private readonly List<ParameterWrite> _writes = [];
    private readonly List<string> _changes = [];

    /// <summary>What is written, with old and new values.</summary>
    public IReadOnlyList<string> Changes => _changes;

    /// <summary>Adds a record if it differs.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="set">Number of the record; 0 for a parameter without set selector.</param>
    /// <param name="before">What it is.</param>
    /// <param name="after">What it is to be.</param>
    /// <param name="change">The change in words.</param>
    public void Add<T>(Parameter<T> parameter, byte set, T before, T after, string change)
    {
        if (EqualityComparer<T>.Default.Equals(before, after))
            return;
        _writes.Add(ParameterWrite.Of(parameter, after, set));
        _changes.Add(change);
    }

    /// <summary>Adds a record if a field differs, and describes it by the fields that do. What no field shows stays as it is, such as the number of a VLAN that is off.</summary>
    public void Add<T>(Parameter<T> parameter, byte set, T before, T after, string subject, IReadOnlyList<(string Name, Func<T, string> Text)> fields)
    {
        string[] changes = [.. fields.Where(field => field.Text(before) != field.Text(after)).Select(field => $"{field.Name} {field.Text(before)} -> {field.Text(after)}")];
        if (changes.Length > 0)
            Add(parameter, set, before, after, $"{subject}: {string.Join(", ", changes)}");
    }

    /// <summary>Adds the blocks of a text if it differs.</summary>
    public void AddText(byte number, string before, string after)
    {
        if (before == after)
            return;
        _writes.AddRange(AlertTexts.Writes(number, after));
        _changes.Add($"text {number}: '{before}' -> '{SafeText.Of(after)}'");
    }

    /// <summary>The writes as one transaction; nothing if there are none.</summary>
    public IEnumerable<AlertStep> ToStep(IIpmiConnection connection, Clock clock)
    {
        if (_writes.Count > 0)
            yield return new(_changes, async cancellationToken =>
            {
                await new ParameterTransaction(connection, new Change(family, channel, _writes), clock).RunAsync(cancellationToken).ConfigureAwait(false);
                return null;
            });
    }

    /// <summary>Compares and describes records in the terms of alerts. The community is not shown.</summary>
    private sealed class Change(ParameterFamily family, byte channel, IReadOnlyList<ParameterWrite> writes) : ParameterChange(family, channel)
    {
        public override string Subject => $"the alert configuration ({string.Join(", ", writes.Select(static write => write.Parameter.Name).Distinct())})";

        public override string UnknownAdvice => "See with Get-IpmiAlert what is set, before you set it again.";

        public override string MismatchAdvice => "The BMC does not support the value. See with Get-IpmiAlertFilter, Get-IpmiAlertPolicy or Get-IpmiAlertDestination what is in force.";

        public override Task<IReadOnlyList<ParameterWrite>> PrepareAsync(IIpmiConnection connection, CancellationToken cancellationToken) => Task.FromResult(writes);

        public override bool IsAsWanted(ParameterWrite write, ParameterData read)
        {
            if (write.Parameter == LanParameters.CommunityString)
                return LanParameters.CommunityString.Decode(write.Data) == LanParameters.CommunityString.Decode(read.Data);
            // A BMC may fill in the MAC address that it was asked to find.
            if (write.Parameter == LanParameters.DestinationAddress && LanParameters.DestinationAddress.Decode(write.Data) is var wanted && AlertRowText.Mac(wanted.MacAddress) == AlertTexts.None)
                return LanParameters.DestinationAddress.TryDecode(read.Data, out var kept) && kept with { MacAddress = wanted.MacAddress } == wanted;
            return base.IsAsWanted(write, read);
        }

        public override string NameOf(ParameterWrite write) => AlertFields.Subject(write.Parameter, write.Selectors.Set);

        public override string Describe(ParameterWrite write, ParameterData read)
        {
            if (write.Parameter == LanParameters.CommunityString)
                return "another SNMP community";
            string[] differences = [.. AlertFields.Differences(write.Parameter, write.Data, read.Data)];
            return differences.Length == 0 ? $"{base.Describe(write, read)} for {NameOf(write)}" : $"for {NameOf(write)} {string.Join(", ", differences)}";
        }
    }
}

/// <summary>A part of a change.</summary>
/// <param name="Changes">What it changes, with old and new values.</param>
/// <param name="RunAsync">Makes it, reads it back, and returns what was read back otherwise; null if nothing was.</param>
internal sealed record AlertStep(IReadOnlyList<string> Changes, Func<CancellationToken, Task<IpmiException?>> RunAsync);
