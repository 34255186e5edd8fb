using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands;
using IpmiPS.Firewall;

namespace IpmiPS.Cmdlets;

/// <summary>Reads the firmware firewalls of BMCs: which commands are available, blocked and configurable, by name.</summary>
[Cmdlet(VerbsCommon.Get, "IpmiFirewall", DefaultParameterSetName = ByName)]
[OutputType(typeof(FirewallEntry))]
public sealed class GetIpmiFirewallCommand : BmcCmdlet
{
    /// <summary>Only commands with these names. Wildcards are permitted.</summary>
    [Parameter(Position = 1)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(CommandNameCompleter))]
    public string[]? Name { get; set; }

    /// <summary>Channel, 0 to 15; default 14, the one of the session.</summary>
    [Parameter]
    [ValidateRange(0, 15)]
    public byte Channel { get; set; } = 0x0E;

    /// <summary>Only this logical unit, 0 to 3.</summary>
    [Parameter]
    [ValidateRange(0, 3)]
    public byte? Lun { get; set; }

    /// <summary>Only this network function, by name or number.</summary>
    [Parameter]
    [NetFnCell]
    [ArgumentCompleter(typeof(NetFnCompleter))]
    public int NetFn
    {
        get;
        set => field = TakeCell(value);
    } = NetFnCellAttribute.NotGivenFunction;

    /// <summary>Return sub-functions too.</summary>
    [Parameter]
    public SwitchParameter Subfunction { get; set; }

    /// <summary>Return commands that the BMC does not have, too.</summary>
    [Parameter]
    public SwitchParameter All { get; set; }

    private protected override BmcNeeds Needs => new(IpmiPS.PrivilegeLevel.User);

    private protected override async Task RunAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken)
    {
        byte[]? functions = NetFn == NetFnCellAttribute.NotGivenFunction ? null : [(byte)NetFn];
        var entries = await FirewallReader.GetAsync(bmc, Channel, Lun, functions, cancellationToken).ConfigureAwait(false);
        if (entries.Count > 0 && entries.All(static entry => entry.State == FirewallState.Unknown))
            output.Warning("The BMC contradicts itself about the commands that it has, so their state is not known.");
        foreach (FirewallEntry entry in FirewallNames.Select(entries, Name, All))
        {
            output.Write(entry);
            if (Subfunction && entry.State != FirewallState.NotSupported)
                await WriteSubfunctionsAsync(bmc, entry, output, cancellationToken).ConfigureAwait(false);
        }

        FirewallNames.ThrowIfMissing(entries, Name);
    }

    private static async Task WriteSubfunctionsAsync(IPayloadConnection bmc, FirewallEntry entry, TargetOutput output, CancellationToken cancellationToken)
    {
        foreach (FirewallEntry subfunction in await FirewallReader.GetSubfunctionsAsync(bmc, entry, cancellationToken).ConfigureAwait(false))
            output.Write(subfunction);
    }
}

/// <summary>Commands of a firewall by name.</summary>
internal static class FirewallNames
{
    /// <summary>The entries whose names match; of those that the BMC does not have only literal names, unless all are wanted.</summary>
    public static IEnumerable<FirewallEntry> Select(IEnumerable<FirewallEntry> entries, string[]? names, bool all)
    {
        Func<string, bool>? matches = Wildcards.AnyOf(names);
        return entries.Where(entry => (matches is null || matches(entry.Name))
            && (all || entry.State != FirewallState.NotSupported || names is not null && names.Contains(entry.Name, StringComparer.OrdinalIgnoreCase)));
    }

    /// <summary>Throws if a literal name matches no command.</summary>
    public static void ThrowIfMissing(IReadOnlyCollection<FirewallEntry> entries, string[]? names)
    {
        string[] missing = Wildcards.Missing(names, [.. entries.Select(static entry => entry.Name)]);
        if (missing.Length > 0)
            throw NearestNames.NotPresent("command", missing, entries.Where(static entry => entry.State != FirewallState.NotSupported).Select(static entry => entry.Name),
                "See with Get-IpmiFirewall -All which commands there are; names are those of the specification.");
    }
}
