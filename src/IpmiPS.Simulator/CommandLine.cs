using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;

namespace IpmiPS.Simulator;

/// <summary>The arguments of the console program.</summary>
internal sealed class CommandLine
{
    /// <summary>The text for --help.</summary>
    public const string Usage = """
        Virtual BMCs that speak IPMI over LAN.

          dotnet run --project src/IpmiPS.Simulator -- [options]

          --count N                how many (1)
          --profile NAME           kind of server: PROFILES (rack-1u);
                                   or one that breaks rules (a persona): PERSONAS
          --path FILE              simulate the server in a command file of OpenIPMI's ipmi_sim (.emu) instead
          --unhealthy-every N      every N-th server has a failed fan and a lost power supply
          --address ADDRESS        first address (127.0.0.1)
          --port PORT              first port (default: free ports)
          --alert-port PORT        UDP port that alerts are sent to (162)
          --alert-format FORMAT    how alerts are sent: TrapV1, TrapV2c, Inform (TrapV1)
          --one-port               consecutive addresses with the same port, instead of consecutive ports
          --allow-network          listen on addresses that other machines can reach
          --user NAME, --password TEXT, --bmc-key TEXT
          --suites LIST            cipher suites, such as 3,17
          --auth LIST              authentication types of IPMI 1.5: none,md2,md5,straight; "" for RMCP+ only
          --slots N                session slots (16)
          --serial                 a serial port for IPMI, as channel 2
          --idle SECONDS           session idle timeout (60)
          --lock-out N             lock a user after N bad passwords (0: never)
          --lock-out-time SECONDS  how long a user stays locked (300)
          --off                    the servers are off at the start
          --sel N                  entries in the SEL at the start
          --seed N                 seed of all random values; the same seed gives the same servers
        Faults:
          --latency MS             added to each round trip
          --loss P, --duplicate P, --reorder P, --corrupt P    percent of packets, each direction
          --late P, --late-by MS   percent of packets that are delayed, and by how much (3000)
          --garbage P, --short P, --busy P                     percent of responses
          --silent LIST            commands without a response, such as 04/2d,0a/43
          --unknown LIST           commands that are refused as unknown
          --maximum-read BYTES     refuse larger reads of SDRs and FRU data
          --whole-reads            refuse to read SDRs in parts
          --service-time MS        run one command at a time, each for this long
          --lose-reservation N     lose SDR and SEL reservations after N uses
        Other:
          --csv FILE               write an inventory: ComputerName,Port,UserName,Password
          --seconds N              stop after N seconds
          --help
        """;

    private static readonly Dictionary<string, Action<CommandLine, Argument>> Switches = new(StringComparer.OrdinalIgnoreCase)
    {
        ["--count"] = Option((options, value) => options with { Count = value.Integer() }),
        ["--profile"] = Option((options, value) => options with { Profile = value.Text() }),
        ["--path"] = Option((options, value) => options with { Path = value.Text() }),
        ["--unhealthy-every"] = Option((options, value) => options with { UnhealthyEvery = value.Integer() }),
        ["--address"] = Option((options, value) => options with { Address = value.Text() }),
        ["--port"] = Option((options, value) => options with { Port = value.Integer() }),
        ["--alert-port"] = Option((options, value) => options with { AlertPort = value.Integer() }),
        ["--alert-format"] = Option((options, value) => options with { AlertFormat = value.Choice<AlertFormat>() }),
        ["--one-port"] = Option((options, _) => options with { OnePort = true }),
        ["--allow-network"] = Option((options, _) => options with { AllowNetwork = true }),
        ["--user"] = Option((options, value) => options with { UserName = value.Text() }),
        ["--password"] = Option((options, value) => options with { Password = value.Text() }),
        ["--bmc-key"] = Option((options, value) => options with { BmcKey = value.Text() }),
        ["--suites"] = Option((options, value) => options with { CipherSuites = value.Bytes() }),
        ["--auth"] = Option((options, value) => options with { AuthenticationTypes = value.List() }),
        ["--slots"] = Option((options, value) => options with { SessionSlots = value.Integer() }),
        ["--serial"] = Option((options, _) => options with { SerialChannel = true }),
        ["--idle"] = Option((options, value) => options with { IdleTimeout = TimeSpan.FromSeconds(value.Number()) }),
        ["--lock-out"] = Option((options, value) => options with { LockOutThreshold = value.Integer() }),
        ["--lock-out-time"] = Option((options, value) => options with { LockOutTime = TimeSpan.FromSeconds(value.Number()) }),
        ["--off"] = Option((options, _) => options with { PoweredOn = false }),
        ["--sel"] = Option((options, value) => options with { SelEntries = value.Integer() }),
        ["--seed"] = (line, value) => (line.Options, line._hasSeed) = (line.Options with { Seed = value.Integer() }, true),
        ["--latency"] = Fault((faults, value) => faults with { Latency = value.Milliseconds() }),
        ["--loss"] = Fault((faults, value) => faults with { LossPercent = value.Number() }),
        ["--duplicate"] = Fault((faults, value) => faults with { DuplicatePercent = value.Number() }),
        ["--reorder"] = Fault((faults, value) => faults with { ReorderPercent = value.Number() }),
        ["--late"] = Fault((faults, value) => faults with { LatePercent = value.Number() }),
        ["--late-by"] = Fault((faults, value) => faults with { LateBy = value.Milliseconds() }),
        ["--corrupt"] = Fault((faults, value) => faults with { CorruptPercent = value.Number() }),
        ["--garbage"] = Fault((faults, value) => faults with { GarbagePercent = value.Number() }),
        ["--short"] = Fault((faults, value) => faults with { ShortResponsePercent = value.Number() }),
        ["--busy"] = Fault((faults, value) => faults with { BusyPercent = value.Number() }),
        ["--silent"] = Fault((faults, value) => faults with { SilentCommands = value.Commands() }),
        ["--unknown"] = Fault((faults, value) => faults with { UnknownCommands = value.Commands() }),
        ["--maximum-read"] = Fault((faults, value) => faults with { MaximumRead = value.Integer() }),
        ["--whole-reads"] = Fault((faults, _) => faults with { RefusePartialReads = true }),
        ["--service-time"] = Fault((faults, value) => faults with { ServiceTime = value.Milliseconds() }),
        ["--lose-reservation"] = Fault((faults, value) => faults with { ReservationLostAfter = value.Integer() }),
        ["--csv"] = (line, value) => line.CsvPath = value.Text(),
        ["--seconds"] = (line, value) => line.Seconds = value.Number(),
        ["--help"] = RequestHelp,
        ["-h"] = RequestHelp,
        ["-?"] = RequestHelp,
    };

    private bool _hasSeed;

    private CommandLine()
    {
    }

    public SimulatorOptions Options { get; private set; } = new();

    public string? CsvPath { get; private set; }

    public double? Seconds { get; private set; }

    public bool WantsHelp { get; private set; }

    /// <exception cref="FormatException">An argument is unknown, or its value is invalid.</exception>
    public static CommandLine Parse(IEnumerable<string> arguments)
    {
        var line = new CommandLine();
        var rest = new Queue<string>(arguments);
        while (rest.Count > 0)
        {
            string name = rest.Dequeue();
            if (!Switches.TryGetValue(name, out var apply))
                throw new FormatException($"'{name}' is not known; --help lists the options.");
            apply(line, new Argument(name, rest));
        }

        if (!line._hasSeed)
            line.Options = line.Options.WithOwnMachines();
        return line;
    }

    /// <summary>Replaces parameters of Start-IpmiSimulator in a message of the library by the switches of this program.</summary>
    public static string Translate(string message) => Regex.Replace(message, @"(?<=^|\s)-([A-Z][A-Za-z]+)", static match => match.Groups[1].Value switch
    {
        "AlertPort" => "--alert-port",
        "AllowNetwork" => "--allow-network",
        "AuthenticationType" => "--auth",
        "BmcKey" => "--bmc-key",
        "CipherSuite" => "--suites",
        "Credential" => "--user, --password",
        "LockOutSeconds" => "--lock-out-time",
        "LockOutThreshold" => "--lock-out",
        "OnePort" => "--one-port",
        "SessionSlots" => "--slots",
        "Address" or "Count" or "Path" or "Port" or "Profile" => "--" + match.Groups[1].Value.ToLowerInvariant(),
        _ => match.Value,
    });

    private static Action<CommandLine, Argument> Option(Func<SimulatorOptions, Argument, SimulatorOptions> set) =>
        (line, value) => line.Options = set(line.Options, value);

    private static Action<CommandLine, Argument> Fault(Func<SimulatorFaults, Argument, SimulatorFaults> set) =>
        Option((options, value) => options with { Faults = set(options.Faults, value) });

    private static void RequestHelp(CommandLine line, Argument value) => line.WantsHelp = true;

    /// <summary>The value of a switch: the next argument, which a switch without a value does not read.</summary>
    private sealed class Argument(string name, Queue<string> rest)
    {
        public string Text() => rest.Count > 0 ? rest.Dequeue() : throw new FormatException($"{name} needs a value.");

        public string[] List() => Text().Split([','], StringSplitOptions.RemoveEmptyEntries);

        public byte[] Bytes() => [.. List().Select(item =>
            byte.TryParse(item, NumberStyles.None, CultureInfo.InvariantCulture, out byte value) ? value : throw new FormatException($"{name} needs numbers, not '{item}'."))];

        public SimulatedCommand[] Commands()
        {
            try
            {
                return [.. List().Select(SimulatedCommand.Parse)];
            }
            catch (FormatException error)
            {
                throw new FormatException($"{name}: {error.Message}", error);
            }
        }

        public int Integer()
        {
            string text = Text();
            return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) ? value : throw new FormatException($"{name} needs a whole number, not '{text}'.");
        }

        public T Choice<T>()
            where T : struct, Enum
        {
            string text = Text();
            return Enum.TryParse(text, ignoreCase: true, out T value) && Enum.IsDefined(typeof(T), value) ? value : throw new FormatException($"{name} needs one of {string.Join(", ", Enum.GetNames(typeof(T)))}, not '{text}'.");
        }

        public double Number()
        {
            string text = Text();
            return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : throw new FormatException($"{name} needs a number, not '{text}'.");
        }

        public TimeSpan Milliseconds() => TimeSpan.FromTicks((long)(Number() * TimeSpan.TicksPerMillisecond));
    }
}
