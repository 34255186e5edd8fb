using System.Collections.Generic;
using System.Linq;
using IpmiPS.Commands.NodeManager;

namespace IpmiPS.Simulator;

/// <summary>What Intel Node Manager has set in a virtual machine.</summary>
internal sealed class NodeManagerState
{
    private const byte Off = 0, On = 1, DomainOff = 2, DomainOn = 3, PolicyOff = 4, PolicyOn = 5;

    private readonly HashSet<byte> _disabledDomains = [];
    private readonly Dictionary<(byte Domain, byte Policy), NodeManagerPolicy> _policies = [];

    /// <summary>Whether Node Manager is enabled.</summary>
    public bool IsEnabled { get; private set; } = true;

    /// <summary>Alert thresholds of a policy.</summary>
    public Dictionary<(byte Domain, byte Policy), ushort[]> Thresholds { get; } = [];

    /// <summary>Suspend periods of a policy.</summary>
    public Dictionary<(byte Domain, byte Policy), SuspendPeriod[]> SuspendPeriods { get; } = [];

    public NodeManagerDestination Destination { get; set; } = new(0x80, 0x20, 0);

    public (ushort Minimum, ushort Maximum) DrawRange { get; set; } = (50, 1000);

    /// <summary>The enabled policy of a domain with the lowest limit; null if there is none.</summary>
    public (byte Policy, NodeManagerPolicy Values)? Strictest(byte domain) => !IsActive(domain)
        ? null
        : _policies.Where(pair => pair.Key.Domain == domain && pair.Value is { IsEnabled: true, Trigger: 0 })
            .OrderBy(static pair => pair.Value.Limit).Select(static pair => ((byte, NodeManagerPolicy)?)(pair.Key.Policy, pair.Value)).FirstOrDefault();

    public bool IsActive(byte domain) => IsEnabled && !_disabledDomains.Contains(domain);

    public bool Has(byte domain, byte policy) => _policies.ContainsKey((domain, policy));

    public NodeManagerPolicy? Find(byte domain, byte policy) => _policies.TryGetValue((domain, policy), out var values)
        ? values with { IsDomainEnabled = !_disabledDomains.Contains(domain), IsGloballyEnabled = IsEnabled }
        : null;

    public void Set(byte policy, NodeManagerPolicy values) => _policies[(values.Domain, policy)] = values;

    public bool Remove(byte domain, byte policy) => _policies.Remove((domain, policy));

    /// <summary>Enables or disables all, a domain or a policy. False if there is no such policy.</summary>
    public bool Control(byte flags, byte domain, byte policy)
    {
        switch (flags & 0x07)
        {
            case Off or On:
                IsEnabled = (flags & 1) != 0;
                return true;
            case DomainOff:
                return _disabledDomains.Add(domain) || true;
            case DomainOn:
                return _disabledDomains.Remove(domain) || true;
            case PolicyOff or PolicyOn when Find(domain, policy) is { } values:
                Set(policy, values with { IsEnabled = (flags & 1) != 0 });
                return true;
            default:
                return false;
        }
    }
}
