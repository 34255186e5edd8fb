using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.App;

namespace IpmiPS.Firewall;

/// <summary>A change of the firmware firewall.</summary>
internal interface IFirewallChange : IPreparedChange<FirewallUpdate>
{
    /// <summary>What the change can do besides, if it takes away a command that sessions, or changing it back, need; null if it does not.</summary>
    string? Danger { get; }
}

/// <summary>Switches one sub-function of a command on or off: reads the masks, writes the enables, and reads them back. IPMI 2.0 section 21.8.</summary>
internal sealed class SubfunctionChange : IFirewallChange
{
    private readonly IIpmiConnection _connection;
    private readonly FirewallEntry _entry;
    private readonly int _number;
    private readonly SubfunctionMask _before;
    private readonly SettingsChange<SubfunctionMask> _change;

    private SubfunctionChange(IIpmiConnection connection, FirewallEntry entry, int number, SubfunctionMask before, bool isAvailable)
    {
        (_connection, _entry, _number, _before) = (connection, entry, number, before);
        var range = FirewallReader.RangeOf(entry);
        _change = new(connection, "the firmware firewall", before, cancellationToken => connection.SendAsync(new GetCommandSubfunctionEnables(range, entry.Command), cancellationToken))
        {
            UnknownAdvice = "Check with Get-IpmiFirewall -Subfunction what is blocked.",
        };
        uint bit = 1u << number;
        _change.Add($"sub-function {number} of {entry.Name}", mask => Describe(mask[number]), Describe(isAvailable),
            new SetCommandSubfunctionEnables(range, entry.Command, isAvailable ? before.Low | bit : before.Low & ~bit, before.High));
    }

    /// <inheritdoc/>
    public string? Danger => FirewallChange.IsLifeline(_entry) ? FirewallChange.LifelineDanger : null;

    /// <inheritdoc/>
    public string? Description => _change.Description;

    /// <summary>Reads the masks and prepares the change. Changes nothing.</summary>
    /// <exception cref="IpmiException">CommandFailed: the sub-function cannot be switched. CommandNotSupported: the BMC has no firewall of sub-functions.</exception>
    public static async Task<IFirewallChange> PrepareAsync(IIpmiConnection connection, FirewallEntry entry, int number, bool isAvailable, CancellationToken cancellationToken)
    {
        var range = FirewallReader.RangeOf(entry);
        var sent = connection.SendAsync(new GetCommandSubfunctionEnables(range, entry.Command), cancellationToken);
        var configurable = connection.TrySendAsync(new GetConfigurableCommandSubfunctions(range, entry.Command), cancellationToken);
        SubfunctionMask before = await sent.ConfigureAwait(false);
        var can = await configurable.ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        if (before[number] != isAvailable && !(can.Succeeded && can.Value[number]))
            throw new IpmiException(IpmiErrorKind.CommandFailed, $"The BMC does not allow to switch sub-function {number} of {entry.Name}.", "Get-IpmiFirewall -Subfunction shows in Configurable which ones can be switched.");
        return new SubfunctionChange(connection, entry, number, before, isAvailable);
    }

    /// <inheritdoc/>
    public async Task<FirewallUpdate> RunAsync(CancellationToken cancellationToken = default)
    {
        var result = await _change.RunAsync(cancellationToken).ConfigureAwait(false);
        return new FirewallUpdate
        {
            ComputerName = _connection.ComputerName,
            Channel = _entry.Channel,
            Lun = _entry.Lun,
            NetFn = _entry.NetFn,
            Group = _entry.Group,
            Commands = [$"{_entry.Name}, sub-function {_number}"],
            State = result.Now[_number] ? FirewallState.Available : FirewallState.Blocked,
            MaskBefore = $"{_before.Low:X8}",
            MaskAfter = $"{result.Now.Low:X8}",
            Changed = result.Changed,
            Verified = result.Verified,
            Difference = result.Difference,
        };
    }

    private static string Describe(bool isAvailable) => isAvailable ? nameof(FirewallState.Available) : nameof(FirewallState.Blocked);
}
