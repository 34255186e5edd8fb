using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands;
using IpmiPS.Commands.App;
using IpmiPS.Wire;

namespace IpmiPS.Firewall;

/// <summary>
/// Switches commands of one network function on or off: reads the masks, writes those halves that differ, and reads them back. Bits of commands that cannot be switched are
/// written as they are. IPMI 2.0 section 21.6.
/// </summary>
public sealed class FirewallChange : IFirewallChange
{
    /// <summary>Commands without which a session cannot be opened, kept or closed, or the firewall be changed back.</summary>
    private static readonly HashSet<byte> Lifelines =
    [
        GetChannelAuthenticationCapabilities.Definition.Code, GetSessionChallenge.Definition.Code, ActivateSession.Definition.Code, SetSessionPrivilegeLevel.Definition.Code,
        CloseSession.Definition.Code, GetChannelCipherSuites.Definition.Code, GetDeviceId.Definition.Code, SetCommandEnables.Definition.Code, GetCommandEnables.Definition.Code,
        SetCommandSubfunctionEnables.Definition.Code, GetCommandSubfunctionEnables.Definition.Code,
    ];

    private readonly IIpmiConnection _connection;
    private readonly CommandTables _before;
    private readonly int[] _switched;
    private readonly SettingsChange<CommandTables> _change;

    private FirewallChange(IIpmiConnection connection, CommandTables before, byte[] wanted)
    {
        (_connection, _before) = (connection, before);
        byte[] merged = before.Merge(wanted);
        _switched = [.. Enumerable.Range(0, CommandTables.Length * 8).Where(command => CommandTables.Bit(merged, command) != CommandTables.Bit(before.Enables!, command))];
        bool isGrave = before.Range.NetFn == (byte)NetFn.App && before.Range.Lun == 0 && _switched.Any(command => Lifelines.Contains((byte)command) && !CommandTables.Bit(merged, command));
        Danger = isGrave ? LifelineDanger : null;
        _change = new(connection, "the firmware firewall", before, cancellationToken => FirewallReader.ReadAsync(connection, before.Range, cancellationToken))
        {
            UnknownAdvice = "Check with Get-IpmiFirewall what is blocked.",
            MismatchAdvice = "The BMC may not allow to switch these commands; see Configurable of Get-IpmiFirewall.",
        };
        for (int half = 0; half < 2; half++)
        {
            int start = half * CommandRange.MaskLength;
            byte[] mask = [.. merged.Skip(start).Take(CommandRange.MaskLength)];
            _change.Add(half == 0 ? "commands 00h to 7Fh" : "commands 80h to FFh", tables => TextOf(tables.Enables, start), Hex.Format(mask),
                new SetCommandEnables(before.Range with { IsUpperHalf = half == 1 }, mask));
        }
    }

    /// <inheritdoc/>
    public string? Danger { get; }

    /// <summary>The change by names of commands; null if everything is as requested already.</summary>
    public string? Description
    {
        get
        {
            if (_switched.Length == 0)
                return null;
            string[] off = [.. _switched.Where(command => CommandTables.Bit(_before.Enables!, command)).Select(NameOf)];
            string[] on = [.. _switched.Where(command => !CommandTables.Bit(_before.Enables!, command)).Select(NameOf)];
            return string.Join("; ", new[] { off.Length > 0 ? "Available -> Blocked: " + string.Join(", ", off) : "", on.Length > 0 ? "Blocked -> Available: " + string.Join(", ", on) : "" }.Where(static part => part.Length > 0));
        }
    }

    /// <summary>What blocking a command that sessions need can do.</summary>
    internal const string LifelineDanger = "Sessions need one of these commands: this can end your own access, and may not be undone over the network";

    /// <summary>Whether sessions, or changing the firewall back, need a command.</summary>
    internal static bool IsLifeline(FirewallEntry entry) => entry.NetFn == (byte)NetFn.App && entry.Lun == 0 && Lifelines.Contains(entry.Command);

    /// <summary>Reads the masks of a network function and prepares to switch some of its commands. Changes nothing.</summary>
    /// <param name="connection">The BMC.</param>
    /// <param name="entries">The commands; all of one channel, logical unit and network function.</param>
    /// <param name="isAvailable">Whether to make them available instead of blocking them.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <exception cref="IpmiException">CommandNotSupported: the BMC has no firmware firewall. CommandFailed: a command cannot be switched.</exception>
    public static async Task<FirewallChange> PrepareAsync(IIpmiConnection connection, IReadOnlyCollection<FirewallEntry> entries, bool isAvailable, CancellationToken cancellationToken = default)
    {
        var before = await ReadAllAsync(connection, FirewallReader.RangeOf(entries.First()), cancellationToken).ConfigureAwait(false);
        byte[] wanted = (byte[])before.Enables!.Clone();
        foreach (var entry in entries)
        {
            if (CommandTables.Bit(wanted, entry.Command) != isAvailable && !CommandTables.Bit(before.Configurable!, entry.Command))
                throw new IpmiException(IpmiErrorKind.CommandFailed, $"The BMC does not allow to switch {entry.Name}.", "Get-IpmiFirewall shows in Configurable which commands can be switched.");
            CommandTables.SetBit(wanted, entry.Command, isAvailable);
        }

        return new(connection, before, wanted);
    }

    /// <summary>Reads the masks of a network function and prepares to restore an earlier mask. Changes nothing.</summary>
    /// <param name="connection">The BMC.</param>
    /// <param name="channel">Channel, 0 to 15; 14 is the one of the session.</param>
    /// <param name="lun">Logical unit, 0 to 3.</param>
    /// <param name="netFn">Network function.</param>
    /// <param name="group">The body that defined the commands, if the network function is 2Ch.</param>
    /// <param name="mask">32 bytes, one bit for each command; 1 = available.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    public static async Task<FirewallChange> PrepareRestoreAsync(IIpmiConnection connection, byte channel, byte lun, byte netFn, byte? group, byte[] mask, CancellationToken cancellationToken = default)
    {
        if (mask.Length != CommandTables.Length)
            throw new IpmiException(IpmiErrorKind.InvalidParameter, $"The mask has {mask.Length} bytes instead of {CommandTables.Length}.", "Give MaskBefore of what Set-IpmiFirewall returned.");
        var range = new CommandRange(channel, netFn, lun) { Group = group is { } body ? [body] : null };
        return new(connection, await ReadAllAsync(connection, range, cancellationToken).ConfigureAwait(false), mask);
    }

    /// <summary>Writes what differs and reads it back.</summary>
    /// <exception cref="IpmiException">OutcomeUnknown: it was sent, and neither a response nor a read says whether it was carried out. Other kinds: nothing was changed.</exception>
    public async Task<FirewallUpdate> RunAsync(CancellationToken cancellationToken = default)
    {
        var result = await _change.RunAsync(cancellationToken).ConfigureAwait(false);
        byte[] after = result.Now.Enables ?? [];
        FirewallState[] states = after.Length == 0 ? [] : [.. _switched.Select(command => CommandTables.Bit(after, command) ? FirewallState.Available : FirewallState.Blocked).Distinct()];
        return new FirewallUpdate
        {
            ComputerName = _connection.ComputerName,
            Channel = _before.Range.Channel,
            Lun = _before.Range.Lun,
            NetFn = _before.Range.NetFn,
            Group = GroupOf(_before.Range),
            Commands = [.. _switched.Select(NameOf)],
            State = states.Length == 1 ? states[0] : FirewallState.Unknown,
            MaskBefore = Hex.Format(_before.Enables!),
            MaskAfter = Hex.Format(after),
            Changed = result.Changed,
            Verified = result.Verified,
            Difference = result.Difference,
        };
    }

    private static async Task<CommandTables> ReadAllAsync(IIpmiConnection connection, CommandRange range, CancellationToken cancellationToken)
    {
        var tables = await FirewallReader.ReadAsync(connection, range, cancellationToken).ConfigureAwait(false);
        if (tables.Enables is null || tables.Configurable is null)
        {
            // The reason, as the error of its own request.
            await connection.SendAsync(new GetCommandEnables(range), cancellationToken).ConfigureAwait(false);
            await connection.SendAsync(new GetConfigurableCommands(range), cancellationToken).ConfigureAwait(false);
            throw new IpmiException(IpmiErrorKind.CommandFailed, "The masks of the firmware firewall could not be read.");
        }

        return tables;
    }

    private static byte? GroupOf(CommandRange range) => range.Group is { Length: 1 } body ? body[0] : null;

    private static string? TextOf(byte[]? mask, int start) => mask is null ? null : Hex.Format(new ArraySegment<byte>(mask, start, CommandRange.MaskLength));

    private string NameOf(int command) => StandardCommands.NameOf(_before.Range.NetFn, (byte)command, GroupOf(_before.Range));
}
