using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands;
using IpmiPS.Commands.App;

namespace IpmiPS.Firewall;

/// <summary>
/// Reads the firmware firewall. Sources disagree on whether 0 or 1 in a mask of support means that a command is there. So the bit of Get Device ID decides, which every BMC
/// has; where that of Get Channel Authentication Capabilities differs from it, nothing is known. IPMI 2.0 section 21.
/// </summary>
public static class FirewallReader
{
    private const byte Dcmi = 0xDC, DeviceId = 0x01, Capabilities = 0x38;
    private const int CommandCount = 256, SubfunctionCount = 32;

    /// <summary>Reads the commands of a channel.</summary>
    /// <param name="connection">The BMC.</param>
    /// <param name="channel">Channel, 0 to 15; 14 is the one of the session.</param>
    /// <param name="lun">Logical unit, 0 to 3; null for all that have commands.</param>
    /// <param name="netFns">Network functions; null for all that have commands.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <exception cref="IpmiException">CommandNotSupported: the BMC has no firmware firewall.</exception>
    public static async Task<IReadOnlyList<FirewallEntry>> GetAsync(
        IIpmiConnection connection, byte channel, byte? lun = null, IReadOnlyCollection<byte>? netFns = null, CancellationToken cancellationToken = default)
    {
        var support = connection.SendAsync(new GetNetFnSupport(channel), cancellationToken);
        var polarity = PolarityAsync(connection, channel, cancellationToken);
        NetFnSupport functions = await support.ConfigureAwait(false);
        var ranges = from unit in Enumerable.Range(0, NetFnSupport.LunCount)
                     where lun is null || lun == unit
                     from function in Enumerable.Range(0, 32).Select(static number => (byte)(2 * number))
                     where functions.Has(unit, function) && (netFns is null || netFns.Contains(function))
                     select new CommandRange(channel, function, (byte)unit) { Group = function == (byte)NetFn.GroupExtension ? [Dcmi] : null };
        var tables = await Task.WhenAll(ranges.Select(range => ReadAsync(connection, range, cancellationToken))).ConfigureAwait(false);
        bool? supportedBit = await polarity.ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return [.. from table in tables
                   from command in Enumerable.Range(0, CommandCount)
                   select Entry(connection.ComputerName, table, (byte)command, supportedBit)];
    }

    /// <summary>Reads the sub-functions of one command.</summary>
    /// <exception cref="IpmiException">CommandNotSupported: the BMC has no firewall of sub-functions.</exception>
    public static async Task<IReadOnlyList<FirewallEntry>> GetSubfunctionsAsync(IIpmiConnection connection, FirewallEntry command, CancellationToken cancellationToken = default)
    {
        var range = RangeOf(command);
        var configurable = connection.TrySendAsync(new GetConfigurableCommandSubfunctions(range, command.Command), cancellationToken);
        var enables = connection.SendAsync(new GetCommandSubfunctionEnables(range, command.Command), cancellationToken);
        var can = await configurable.ConfigureAwait(false);
        SubfunctionMask enabled = await enables.ConfigureAwait(false);
        return [.. from number in Enumerable.Range(0, SubfunctionCount)
                   let isConfigurable = can.Succeeded ? can.Value[number] : (bool?)null
                   where enabled[number] || isConfigurable == true
                   select new FirewallEntry
                   {
                       ComputerName = connection.ComputerName,
                       Channel = command.Channel,
                       Lun = command.Lun,
                       NetFn = command.NetFn,
                       Command = command.Command,
                       Group = command.Group,
                       Subfunction = number,
                       Name = command.Name,
                       State = enabled[number] ? FirewallState.Available : FirewallState.Blocked,
                       Configurable = isConfigurable,
                   }];
    }

    /// <summary>Reads the masks of one network function, six requests at once. A command of the firewall that a BMC lacks is a null mask.</summary>
    internal static async Task<CommandTables> ReadAsync(IIpmiConnection connection, CommandRange range, CancellationToken cancellationToken)
    {
        var support = ReadMaskAsync(connection, range, static half => new GetCommandSupport(half), cancellationToken);
        var configurable = ReadMaskAsync(connection, range, static half => new GetConfigurableCommands(half), cancellationToken);
        var enables = ReadMaskAsync(connection, range, static half => new GetCommandEnables(half), cancellationToken);
        return new(range, await support.ConfigureAwait(false), await configurable.ConfigureAwait(false), await enables.ConfigureAwait(false));
    }

    /// <summary>The bit of a mask of support that means "has the command"; null if the BMC contradicts itself or does not say.</summary>
    internal static async Task<bool?> PolarityAsync(IIpmiConnection connection, byte channel, CancellationToken cancellationToken)
    {
        var app = await connection.TrySendAsync(new GetCommandSupport(new CommandRange(channel, (byte)NetFn.App, 0)), cancellationToken).ConfigureAwait(false);
        return app.Succeeded && app.Value[DeviceId] == app.Value[Capabilities] ? app.Value[DeviceId] : null;
    }

    internal static CommandRange RangeOf(FirewallEntry entry) => new(entry.Channel, entry.NetFn, entry.Lun) { Group = entry.Group is { } group ? [group] : null };

    private static async Task<byte[]?> ReadMaskAsync(
        IIpmiConnection connection, CommandRange range, Func<CommandRange, IpmiCommand<CommandMask>> request, CancellationToken cancellationToken)
    {
        var halves = await Task.WhenAll(
            connection.TrySendAsync(request(range with { IsUpperHalf = false }), cancellationToken),
            connection.TrySendAsync(request(range with { IsUpperHalf = true }), cancellationToken)).ConfigureAwait(false);
        return halves.All(static half => half.Succeeded) ? [.. halves[0].Value.Bytes, .. halves[1].Value.Bytes] : null;
    }

    private static FirewallEntry Entry(string computerName, CommandTables table, byte command, bool? supportedBit)
    {
        byte? group = table.Range.Group is { Length: 1 } body ? body[0] : null;
        return new FirewallEntry
        {
            ComputerName = computerName,
            Channel = table.Range.Channel,
            Lun = table.Range.Lun,
            NetFn = table.Range.NetFn,
            Command = command,
            Group = group,
            Name = StandardCommands.NameOf(table.Range.NetFn, command, group),
            State = table.StateOf(command, supportedBit),
            Configurable = table.IsConfigurable(command),
        };
    }
}
