using System.Collections.Generic;
using IpmiPS.Commands;
using IpmiPS.Wire;

namespace IpmiPS.Simulator;

/// <summary>Executes a command: reads the request's data, writes the answer's, and says how it went. Data written with a code other than 00h are dropped.</summary>
internal delegate CompletionCode CommandHandler(CommandContext context, ByteReader request, ByteWriter response);

/// <summary>The commands that virtual BMCs know, with what each demands. IPMI 2.0 appendix G.</summary>
internal sealed class CommandTable
{
    /// <summary>The one table.</summary>
    public static readonly CommandTable Standard = Build();

    private readonly Dictionary<int, CommandEntry> _entries = [];

    public CommandEntry? Find(byte netFn, byte command) => _entries.TryGetValue(netFn << 8 | command, out var entry) ? entry : null;

    /// <summary>Adds a command.</summary>
    /// <param name="netFn">Network function.</param>
    /// <param name="command">Command number.</param>
    /// <param name="privilege">The lowest privilege; null where none is needed, not even a session.</param>
    /// <param name="least">Fewest bytes of data.</param>
    /// <param name="most">Most bytes of data.</param>
    /// <param name="handler">What it does.</param>
    /// <param name="anyController">Whether satellites know it too.</param>
    public void Add(NetFn netFn, byte command, PrivilegeLevel? privilege, int least, int most, CommandHandler handler, bool anyController = false) =>
        _entries.Add((int)netFn << 8 | command, new CommandEntry(privilege, least, most, anyController, handler));

    private static CommandTable Build()
    {
        var table = new CommandTable();
        SessionCommands.AddTo(table);
        DeviceCommands.AddTo(table);
        ChassisCommands.AddTo(table);
        SensorCommands.AddTo(table);
        SdrCommands.AddTo(table);
        SelCommands.AddTo(table);
        FruCommands.AddTo(table);
        UserCommands.AddTo(table);
        ChannelCommands.AddTo(table);
        LanCommands.AddTo(table);
        SystemInfoCommands.AddTo(table);
        BridgeCommands.AddTo(table);
        DcmiCommands.AddTo(table);
        PayloadCommands.AddTo(table);
        return table;
    }
}

/// <summary>A command and what it demands.</summary>
internal sealed record CommandEntry(PrivilegeLevel? Privilege, int Least, int Most, bool AnyController, CommandHandler Handler);
