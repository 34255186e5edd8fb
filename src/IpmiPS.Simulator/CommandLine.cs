using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;

namespace IpmiPS.Simulator;

/// <summary>The arguments of the console program.</summary>
internal sealed class CommandLine
{
    /// <summary>What the program prints for --help.</summary>
    public const string Usage = """
        Virtual BMCs that speak IPMI over LAN.

          dotnet run --project src/IpmiPS.Simulator -- [options]

          --count N                how many (1)
          --profile NAME           kind of server: PROFILES (rack-1u);
                                   or one that breaks rules: PERSONAS
          --path FILE              play a command file of OpenIPMI's ipmi_sim (.emu) instead
          --unhealthy-every N      every N-th server has a failed fan and a lost power supply
          --address ADDRESS        first address (127.0.0.1)
          --port PORT              first port (free ones)
          --one-port               an address each, counted up, and one port for all; else a port each
          --allow-network          listen on addresses that other machines reach
          --user NAME, --password TEXT, --bmc-key TEXT
          --suites LIST            cipher suites, such as 3,17
          --auth LIST              IPMI 1.5: none,md2,md5,straight; "" for RMCP+ only
          --slots N                session slots (16)
          --idle SECONDS           session idle time-out (60)
          --lock-out N             a user is locked after N bad passwords (0: never)
          --lock-out-time SECONDS  for so long (300)
          --off                    the machines are off at the start
          --sel N                  entries in the SEL at the start
          --seed N                 of all that is random; the same seed gives the same machines
        Faults:
          --latency MS             added to each round trip
          --loss P, --duplicate P, --reorder P, --corrupt P    percent of packets, each direction
          --late P, --late-by MS   percent of packets that come so much later (3000)
          --rubbish P, --short P, --busy P                     percent of responses
          --silent LIST, --unknown LIST                        commands, such as 04/2d,0a/43
          --largest-read BYTES, --whole-reads                  SDR and FRU reads refused above; in part
          --service-time MS        one command at a time, so long each
          --lose-reservation N     after so many uses
        Other:
          --csv FILE               write an inventory: ComputerName,Port,UserName,Password
          --seconds N              end by itself
          --help
        """;

    private readonly Queue<string> _arguments;
    private bool _hasSeed;

    private CommandLine(IEnumerable<string> arguments) => _arguments = new Queue<string>(arguments);

    public SimulatorOptions Options { get; private set; } = new();

    public string? CsvPath { get; private set; }

    public double? Seconds { get; private set; }

    public bool WantsHelp { get; private set; }

    /// <exception cref="FormatException">An argument is not known, or its value is none.</exception>
    public static CommandLine Parse(IEnumerable<string> arguments)
    {
        var line = new CommandLine(arguments);
        while (line._arguments.Count > 0)
            line.Take(line._arguments.Dequeue());
        if (!line._hasSeed)
            line.Options = line.Options.WithOwnMachines();
        return line;
    }

    /// <summary>A message of the library with the switches of this program in place of the parameters of Start-IpmiSimulator.</summary>
    public static string Translate(string message) => Regex.Replace(message, @"(?<=^|\s)-([A-Z][A-Za-z]+)", static match => match.Groups[1].Value switch
    {
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

    private void Take(string name)
    {
        var faults = Options.Faults;
        switch (name.ToLowerInvariant())
        {
            case "--count": Options = Options with { Count = Integer(name) }; break;
            case "--profile": Options = Options with { Profile = Value(name) }; break;
            case "--path": Options = Options with { Path = Value(name) }; break;
            case "--unhealthy-every": Options = Options with { UnhealthyEvery = Integer(name) }; break;
            case "--address": Options = Options with { Address = Value(name) }; break;
            case "--port": Options = Options with { Port = Integer(name) }; break;
            case "--one-port": Options = Options with { OnePort = true }; break;
            case "--allow-network": Options = Options with { AllowNetwork = true }; break;
            case "--user": Options = Options with { UserName = Value(name) }; break;
            case "--password": Options = Options with { Password = Value(name) }; break;
            case "--bmc-key": Options = Options with { BmcKey = Value(name) }; break;
            case "--suites": Options = Options with { CipherSuites = [.. List(name).Select(item => ToByte(name, item))] }; break;
            case "--auth": Options = Options with { AuthenticationTypes = List(name) }; break;
            case "--slots": Options = Options with { SessionSlots = Integer(name) }; break;
            case "--idle": Options = Options with { IdleTimeout = TimeSpan.FromSeconds(Real(name)) }; break;
            case "--lock-out": Options = Options with { LockOutThreshold = Integer(name) }; break;
            case "--lock-out-time": Options = Options with { LockOutTime = TimeSpan.FromSeconds(Real(name)) }; break;
            case "--off": Options = Options with { PoweredOn = false }; break;
            case "--sel": Options = Options with { SelEntries = Integer(name) }; break;
            case "--seed": Options = Options with { Seed = Integer(name) }; _hasSeed = true; break;
            case "--latency": Set(faults with { Latency = Milliseconds(name) }); break;
            case "--loss": Set(faults with { LossPercent = Real(name) }); break;
            case "--duplicate": Set(faults with { DuplicatePercent = Real(name) }); break;
            case "--reorder": Set(faults with { ReorderPercent = Real(name) }); break;
            case "--late": Set(faults with { LatePercent = Real(name) }); break;
            case "--late-by": Set(faults with { LateBy = Milliseconds(name) }); break;
            case "--corrupt": Set(faults with { CorruptPercent = Real(name) }); break;
            case "--rubbish": Set(faults with { GarbagePercent = Real(name) }); break;
            case "--short": Set(faults with { ShortResponsePercent = Real(name) }); break;
            case "--busy": Set(faults with { BusyPercent = Real(name) }); break;
            case "--silent": Set(faults with { SilentCommands = Commands(name) }); break;
            case "--unknown": Set(faults with { UnknownCommands = Commands(name) }); break;
            case "--largest-read": Set(faults with { MaximumRead = Integer(name) }); break;
            case "--whole-reads": Set(faults with { RefusePartialReads = true }); break;
            case "--service-time": Set(faults with { ServiceTime = Milliseconds(name) }); break;
            case "--lose-reservation": Set(faults with { ReservationLostAfter = Integer(name) }); break;
            case "--csv": CsvPath = Value(name); break;
            case "--seconds": Seconds = Real(name); break;
            case "--help" or "-h" or "-?": WantsHelp = true; break;
            default: throw new FormatException($"'{name}' is not known; --help lists the options.");
        }
    }

    private void Set(SimulatorFaults faults) => Options = Options with { Faults = faults };

    private string Value(string name) => _arguments.Count > 0 ? _arguments.Dequeue() : throw new FormatException($"{name} needs a value.");

    private string[] List(string name) => Value(name).Split([','], StringSplitOptions.RemoveEmptyEntries);

    private SimulatedCommand[] Commands(string name)
    {
        try
        {
            return [.. List(name).Select(SimulatedCommand.Parse)];
        }
        catch (FormatException error)
        {
            throw new FormatException($"{name}: {error.Message}", error);
        }
    }

    private int Integer(string name)
    {
        string text = Value(name);
        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) ? value : throw new FormatException($"{name} needs a whole number, not '{text}'.");
    }

    private double Real(string name)
    {
        string text = Value(name);
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : throw new FormatException($"{name} needs a number, not '{text}'.");
    }

    private TimeSpan Milliseconds(string name) => TimeSpan.FromTicks((long)(Real(name) * TimeSpan.TicksPerMillisecond));

    private static byte ToByte(string name, string text) =>
        byte.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out byte value) ? value : throw new FormatException($"{name} needs numbers, not '{text}'.");
}
