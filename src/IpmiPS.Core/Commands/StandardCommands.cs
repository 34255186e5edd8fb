using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;

namespace IpmiPS.Commands;

/// <summary>
/// The commands of the specification, whether this library has a class for them or not: IPMI 2.0 appendix G, and DCMI 1.5 section 6. They are in commands.txt.
/// Commands that the appendix allows on the system interface only have the privilege Administrator here, which BMCs that accept them over LAN require.
/// </summary>
public static class StandardCommands
{
    private const string Anyone = "Any";
    private const int Columns = 4;

    private static StandardCommand[]? s_all;
    private static Dictionary<(byte NetFn, byte Code, byte? Group), StandardCommand>? s_byNumber;

    /// <summary>All commands, in the order of their numbers.</summary>
    public static IReadOnlyList<StandardCommand> All => LazyInitializer.EnsureInitialized(ref s_all, Read)!;

    /// <summary>Finds a command by its number; null for numbers that the specification does not define.</summary>
    /// <param name="netFn">Network function of the request.</param>
    /// <param name="code">Command number.</param>
    /// <param name="group">The body that defined the command, if the network function is Group Extension.</param>
    public static StandardCommand? Find(byte netFn, byte code, byte? group = null)
    {
        var commands = LazyInitializer.EnsureInitialized(ref s_byNumber, static () => All.ToDictionary(static command => (command.NetFn, command.Code, command.Group)))!;
        return commands.TryGetValue((netFn, code, group), out var found) ? found : null;
    }

    /// <summary>The name of a command; the number, such as "30h/45h", if the specification does not define it.</summary>
    public static string NameOf(byte netFn, byte code, byte? group = null) =>
        Find(netFn, code, group)?.Name ?? string.Format(CultureInfo.InvariantCulture, "{0:X2}h/{1:X2}h", netFn, code);

    /// <summary>Each line: NetFn/command[/group], lowest privilege, whether a lost request may be sent again, name. Separated by tabs.</summary>
    private static StandardCommand[] Read()
    {
        var commands = new List<StandardCommand>();
        using var reader = new StreamReader(typeof(StandardCommands).Assembly.GetManifestResourceStream("IpmiPS.Commands.commands.txt")!);
        while (reader.ReadLine() is { } line)
        {
            string[] cells = line.Split(['\t'], Columns);
            byte[] number = [.. cells[0].Split('/').Select(static part => byte.Parse(part, NumberStyles.HexNumber, CultureInfo.InvariantCulture))];
            commands.Add(new StandardCommand(number[0], number[1], number.Length > 2 ? number[2] : null, cells[3])
            {
                Privilege = cells[1] == Anyone ? null : (PrivilegeLevel)Enum.Parse(typeof(PrivilegeLevel), cells[1]),
                IsIdempotent = cells[2] == "yes",
            });
        }

        return [.. commands];
    }
}

/// <summary>A command of the specification.</summary>
/// <param name="NetFn">Network function of the request.</param>
/// <param name="Code">Command number.</param>
/// <param name="Group">The body that defined the command, if the network function is Group Extension; DCh for DCMI.</param>
/// <param name="Name">The specification's name.</param>
public sealed record StandardCommand(byte NetFn, byte Code, byte? Group, string Name)
{
    /// <summary>Lowest privilege at which a BMC has to accept the command; null if it accepts the command even before a log-in.</summary>
    public PrivilegeLevel? Privilege { get; init; }

    /// <summary>Whether a request may be sent again when its response is lost.</summary>
    public bool IsIdempotent { get; init; }
}
