using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Parameters;

namespace IpmiPS.Lan;

/// <summary>The planned writes as a change of LAN parameters.</summary>
internal sealed class NetworkValues(byte channel, IReadOnlyList<PlannedWrite> writes) : ParameterChange(LanParameters.Family, channel)
{
    /// <summary>OpenBMC and others apply network settings only after some 10 seconds.</summary>
    private static readonly TimeSpan[] Waits =
        [TimeSpan.FromSeconds(0.25), TimeSpan.FromSeconds(0.75), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(5)];

    public override string Subject => $"the network configuration ({string.Join(", ", writes.Select(static write => write.Name))})";

    public override string UnknownAdvice => "Check the settings with Get-IpmiNetwork, at the old and at the new address if it was to change.";

    public override string MismatchAdvice => "The BMC does not support the value, or applies it later. Check it with Get-IpmiNetwork.";

    public override IReadOnlyList<TimeSpan> ReadBackWaits => Waits;

    /// <summary>Quanta S99Q and Supermicro H8QME lose a write that follows another within a second.</summary>
    public override TimeSpan? RepeatPause => TimeSpan.FromSeconds(1);

    public override Task<IReadOnlyList<ParameterWrite>> PrepareAsync(IIpmiConnection connection, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<ParameterWrite>>([.. writes.Select(static write => write.Write)]);

    public override bool IsAsWanted(ParameterWrite write, ParameterData read) => IsSame(write.Parameter, write.Data, read.Data);

    public override string Describe(ParameterWrite write, ParameterData read) =>
        write.Parameter == LanParameters.CommunityString ? "another SNMP community" : $"{base.Describe(write, read)} for {write.Parameter.Name}";

    /// <summary>Compares what the BMC uses: reserved bits, the state of an address, and the number of a VLAN that is off do not count.</summary>
    internal static bool IsSame(Parameter parameter, byte[] wanted, byte[] read)
    {
        if (parameter == LanParameters.VlanId && Both(LanParameters.VlanId, wanted, read) is var (vlan, readVlan))
            return vlan == readVlan || !vlan.IsEnabled && !readVlan.IsEnabled;
        if (parameter == LanIpv6Parameters.StaticAddress && Both(LanIpv6Parameters.StaticAddress, wanted, read) is var (entry, readEntry))
            return (entry.IsEnabled, entry.Address, entry.PrefixLength).Equals((readEntry.IsEnabled, readEntry.Address, readEntry.PrefixLength)) || !entry.IsEnabled && !readEntry.IsEnabled;
        if (parameter == LanParameters.IPAddressSource && Both(LanParameters.IPAddressSource, wanted, read) is var (source, readSource))
            return source == readSource;
        if (parameter == LanParameters.CommunityString && Both(LanParameters.CommunityString, wanted, read) is var (community, readCommunity))
            return community == readCommunity;
        return read.Take(wanted.Length).SequenceEqual(wanted);
    }

    private static (T Wanted, T Read)? Both<T>(Parameter<T> parameter, byte[] wanted, byte[] read) =>
        parameter.TryDecode(wanted, out var first) && parameter.TryDecode(read, out var second) ? (first, second) : null;
}
