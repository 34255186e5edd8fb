using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands;
using IpmiPS.Commands.NodeManager;

namespace IpmiPS.Energy;

/// <summary>The policy of Intel Node Manager that limits the power of the whole machine. Intel Node Manager 3.0.</summary>
/// <param name="Target">Node Manager.</param>
/// <param name="Policy">Id of the policy; if there is none, the id for a new one.</param>
/// <param name="Values">The policy; null if there is none.</param>
/// <param name="IsLimiting">Whether it is limiting at present.</param>
internal sealed record NodeManagerLimit(IpmbTarget Target, byte Policy, NodeManagerPolicy? Values, bool IsLimiting)
{
    private const byte Platform = 0, PolicyOff = 4, PolicyOn = 5, AllOn = 1, DomainOn = 3;

    /// <summary>Policies have ids from 0 to 255; those of administrators are usually the lowest.</summary>
    private const int SearchedIds = 16;

    private const CompletionCode InvalidPolicy = (CompletionCode)0x80;

    /// <summary>Whether the policy is enabled, and with it its domain and Node Manager.</summary>
    public bool IsActive => Values is { IsEnabled: true, IsDomainEnabled: true, IsGloballyEnabled: true };

    /// <summary>
    /// Finds the policy: the one that is limiting, or else the enabled one with the lowest limit, or else any that limits the whole machine without a trigger.
    /// </summary>
    /// <exception cref="IpmiException">Node Manager refused to say it, or did not respond.</exception>
    public static async Task<NodeManagerLimit> FindAsync(IIpmiConnection connection, IpmbTarget target, CancellationToken cancellationToken)
    {
        try
        {
            byte id = await connection.SendAsync(new GetLimitingPolicyId(Platform), target, cancellationToken).ConfigureAwait(false);
            var policy = await connection.SendAsync(new GetNodeManagerPolicy(Platform, id), target, cancellationToken).ConfigureAwait(false);
            return new(target, id, policy, IsLimiting: true);
        }
        catch (IpmiCommandException none) when ((byte)none.CompletionCode == NodeManagerGroup.NoneLimiting)
        {
            // There may be a policy whose limit is not reached.
        }

        var policies = await Task.WhenAll(Enumerable.Range(0, SearchedIds).Select(id => FindAsync(connection, target, (byte)id, cancellationToken))).ConfigureAwait(false);
        return policies.Where(static found => found.Values is { Trigger: 0 })
                .OrderByDescending(static found => found.Values!.IsEnabled).ThenBy(static found => found.Values!.IsForeign).ThenBy(static found => found.Values!.Limit).FirstOrDefault()
            ?? policies.FirstOrDefault(static found => found.Values is null) ?? new(target, SearchedIds, null, IsLimiting: false);
    }

    /// <summary>Reads a policy.</summary>
    /// <exception cref="IpmiException">Node Manager refused to return it, or did not respond.</exception>
    public static async Task<NodeManagerLimit> FindAsync(IIpmiConnection connection, IpmbTarget target, byte id, CancellationToken cancellationToken)
    {
        try
        {
            return new(target, id, await connection.SendAsync(new GetNodeManagerPolicy(Platform, id), target, cancellationToken).ConfigureAwait(false), IsLimiting: false);
        }
        catch (IpmiCommandException none) when (none.CompletionCode == InvalidPolicy)
        {
            return new(target, id, null, IsLimiting: false);
        }
    }

    /// <summary>The command that sets the limit. What a limit does not have is kept.</summary>
    public SetNodeManagerPolicy SetLimit(PowerLimit limit) => new(Policy, (Values ?? new NodeManagerPolicy()) with
    {
        Domain = Platform,
        Trigger = 0,
        Limit = (ushort)limit.Watts!,
        CorrectionTime = (uint)limit.CorrectionMilliseconds!,
        StatisticsPeriod = (ushort)limit.SamplingSeconds!,
        ShutsDown = limit.ExceptionAction == PowerLimitAction.PowerOff,
        SendsAlert = limit.ExceptionAction is PowerLimitAction.PowerOff or PowerLimitAction.LogOnly,
    });

    /// <summary>The commands that enable or disable the policy. Enabling it enables the domain and Node Manager too, where these are disabled.</summary>
    public async Task SetStateAsync(IIpmiConnection connection, ChangeOutcome outcome, bool isActive, CancellationToken cancellationToken)
    {
        var present = (await FindAsync(connection, Target, Policy, cancellationToken).ConfigureAwait(false)).Values;
        if (isActive && present is { IsGloballyEnabled: false })
            await outcome.SendAsync(connection, new ControlNodeManager(AllOn, Platform, Policy), Target, cancellationToken).ConfigureAwait(false);
        if (isActive && present is { IsDomainEnabled: false })
            await outcome.SendAsync(connection, new ControlNodeManager(DomainOn, Platform, Policy), Target, cancellationToken).ConfigureAwait(false);
        await outcome.SendAsync(connection, new ControlNodeManager(isActive ? PolicyOn : PolicyOff, Platform, Policy), Target, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The limits that Node Manager accepts.</summary>
    public Task<OptionalResponse<NodeManagerCapabilities>> GetCapabilitiesAsync(IIpmiConnection connection, CancellationToken cancellationToken) =>
        OptionalRequest.TryAsync(() => connection.SendAsync(new GetNodeManagerCapabilities(Platform), Target, cancellationToken));

    /// <summary>The policy as a limit.</summary>
    /// <param name="computerName">Name of the BMC.</param>
    /// <param name="notes">Remarks besides those on the policy.</param>
    public PowerLimit ToLimit(string computerName, params string[] notes) => Values is not { } policy
        ? new() { ComputerName = computerName, State = PowerLimitState.Inactive, Source = PowerSource.NodeManager, Notes = [.. notes, "No policy of Node Manager is limiting."], Policy = this }
        : new()
        {
            ComputerName = computerName,
            State = IsActive ? PowerLimitState.Active : PowerLimitState.Inactive,
            Watts = policy.Limit,
            CorrectionMilliseconds = policy.CorrectionTime,
            SamplingSeconds = policy.StatisticsPeriod,
            ExceptionAction = policy.ShutsDown ? PowerLimitAction.PowerOff : policy.SendsAlert ? PowerLimitAction.LogOnly : PowerLimitAction.None,
            Source = PowerSource.NodeManager,
            Notes = [.. notes, Describe(policy)],
            Policy = this,
        };

    private string Describe(NodeManagerPolicy policy) =>
        IsLimiting ? $"Node Manager policy {Policy} is limiting."
        : IsActive ? $"Node Manager policy {Policy} is enabled; the limit is not reached."
        : !policy.IsGloballyEnabled ? $"Node Manager policy {Policy}; Node Manager is disabled."
        : !policy.IsDomainEnabled ? $"Node Manager policy {Policy}; its domain is disabled."
        : $"Node Manager policy {Policy} is disabled.";
}
