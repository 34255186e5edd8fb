using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Firewall;
using IpmiPS.Wire;

namespace IpmiPS.Cmdlets;

/// <summary>
/// Blocks commands in the firmware firewalls of BMCs, or makes them available, and returns the masks before and after. Commands that sessions need are not among those that a
/// wildcard matches; to block one by its name is asked about as a change of high impact.
/// </summary>
[Cmdlet(VerbsCommon.Set, "IpmiFirewall", DefaultParameterSetName = ByName, SupportsShouldProcess = true)]
[OutputType(typeof(FirewallUpdate))]
public sealed class SetIpmiFirewallCommand : AccessCmdlet
{
    private const int None = -1, PresentChannel = 0x0E;

    /// <summary>Names of commands. Wildcards are permitted; they do not match commands that sessions need.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(CommandNameCompleter))]
    public string[]? Name { get; set; }

    /// <summary>Blocked or Available.</summary>
    [Parameter(Position = 2, ValueFromPipelineByPropertyName = true)]
    [EnumCell("State", typeof(FirewallState))]
    public FirewallState State
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Channel, 0 to 15; default 14, the one of the session.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [NumberCell("Channel", 0, 15, PresentChannel)]
    public int Channel
    {
        get;
        set => field = TakeCell(value);
    } = PresentChannel;

    /// <summary>Logical unit, 0 to 3; default 0.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [NumberCell("Lun", 0, 3, 0)]
    public int Lun
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Only commands of this network function, by name or number.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [NetFnCell]
    [ArgumentCompleter(typeof(NetFnCompleter))]
    public int NetFn
    {
        get;
        set => field = TakeCell(value);
    } = NetFnCellAttribute.NotGivenFunction;

    /// <summary>Number of a sub-function, 0 to 31, to switch instead of the command.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [NumberCell("Subfunction", 0, 31, None)]
    public int Subfunction
    {
        get;
        set => field = TakeCell(value);
    } = None;

    /// <summary>A mask to restore: MaskBefore of what this cmdlet returned. NetFn has to be given with it.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("MaskBefore")]
    public string? Mask { get; set; }

    private protected override BmcNeeds Needs => new(IpmiPS.PrivilegeLevel.Administrator)
    {
        OncePerBmc = true,
        Force = Force,
        Settings = new Wish(Name, State, (byte)Channel, (byte)Lun, NetFn == NetFnCellAttribute.NotGivenFunction ? null : (byte)NetFn, Subfunction == None ? null : Subfunction, Mask),
    };

    private protected override async Task ChangeAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken)
    {
        foreach (IFirewallChange change in await PrepareAsync(bmc, (Wish)target.Needs.Settings!, cancellationToken).ConfigureAwait(false))
            await ApplyAsync(target, bmc, "Set the firmware firewall", change, output, cancellationToken, change.Danger).ConfigureAwait(false);
    }

    /// <summary>One change for each network function; the one with commands that sessions need is the last.</summary>
    private static async Task<IReadOnlyList<IFirewallChange>> PrepareAsync(IPayloadConnection bmc, Wish wish, CancellationToken cancellationToken)
    {
        if (wish.Mask is { Length: > 0 } mask)
        {
            if (wish.NetFn is not { } function)
                throw Invalid("A mask belongs to one network function.", "Give -NetFn with -Mask.");
            return [await FirewallChange.PrepareRestoreAsync(bmc, wish.Channel, wish.Lun, function, GroupOf(function), BytesOf(mask), cancellationToken).ConfigureAwait(false)];
        }

        if (wish.Names is not { Length: > 0 } || wish.State is not (FirewallState.Blocked or FirewallState.Available))
            throw Invalid("There is nothing to set.", "Give -Name, and -State Blocked or Available; or -NetFn and -Mask.");
        var entries = await FirewallReader.GetAsync(bmc, wish.Channel, wish.Lun, wish.NetFn is { } only ? [only] : null, cancellationToken).ConfigureAwait(false);
        FirewallNames.ThrowIfMissing(entries, wish.Names);
        bool isAvailable = wish.State == FirewallState.Available;
        FirewallEntry[] chosen = [.. FirewallNames.Select(entries, wish.Names, all: false)
            .Where(entry => isAvailable || IsNamed(entry, wish.Names) || !FirewallChange.IsLifeline(entry) && entry.Configurable != false)];
        if (wish.Subfunction is { } number)
            return [.. await Task.WhenAll(chosen.Select(entry => SubfunctionChange.PrepareAsync(bmc, entry, number, isAvailable, cancellationToken))).ConfigureAwait(false)];
        var changes = await Task.WhenAll(chosen.GroupBy(static entry => (entry.Lun, entry.NetFn, entry.Group))
            .Select(same => FirewallChange.PrepareAsync(bmc, [.. same], isAvailable, cancellationToken))).ConfigureAwait(false);
        return [.. changes.OrderBy(static change => change.Danger is not null)];
    }

    private static bool IsNamed(FirewallEntry entry, string[] names) => names.Contains(entry.Name, System.StringComparer.OrdinalIgnoreCase);

    private static byte? GroupOf(byte function) => function == (byte)IpmiPS.Commands.NetFn.GroupExtension ? IpmiPS.Commands.Dcmi.DcmiGroup.Number : null;

    private static byte[] BytesOf(string mask)
    {
        try
        {
            return Hex.Parse(mask);
        }
        catch (System.FormatException error)
        {
            throw new IpmiException(IpmiErrorKind.InvalidParameter, $"The mask is not hexadecimal: {error.Message}", "Give MaskBefore of what Set-IpmiFirewall returned.", error);
        }
    }

    private static IpmiException Invalid(string message, string advice) => new(IpmiErrorKind.InvalidParameter, message, advice);

    /// <summary>What one row wants.</summary>
    private sealed record Wish(string[]? Names, FirewallState State, byte Channel, byte Lun, byte? NetFn, int? Subfunction, string? Mask);
}
