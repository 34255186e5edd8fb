using System;
using System.IO;
using System.Linq;
using IpmiPS.Simulator;
using Xunit;

namespace IpmiPS.Tests.Simulator;

public sealed class CommandLineTests
{
    [Fact]
    public void Every_option_that_the_help_names_is_understood()
    {
        var line = CommandLine.Parse(
            "--count 3 --profile blade --unhealthy-every 2 --address 127.0.0.9 --port 9000 --one-port --allow-network --user u --password p --bmc-key k --suites 3,17 --auth md5 --slots 4 --idle 9 --off --sel 50 --seed 7 --latency 20 --loss 1 --duplicate 2 --reorder 3 --corrupt 4 --garbage 5 --short 6 --busy 7 --silent 04/2d,0a/43 --unknown 00/01 --maximum-read 16 --whole-reads --service-time 5 --lose-reservation 8 --csv out.csv --seconds 2.5".Split(' '));
        var expected = new SimulatorOptions
        {
            Count = 3, Profile = "blade", UnhealthyEvery = 2, Address = "127.0.0.9", Port = 9000, OnePort = true, AllowNetwork = true, UserName = "u", Password = "p", BmcKey = "k",
            CipherSuites = line.Options.CipherSuites, AuthenticationTypes = line.Options.AuthenticationTypes, SessionSlots = 4, IdleTimeout = TimeSpan.FromSeconds(9), PoweredOn = false,
            SelEntries = 50, Seed = 7, Users = line.Options.Users,
            Faults = new SimulatorFaults
            {
                Latency = TimeSpan.FromMilliseconds(20), LossPercent = 1, DuplicatePercent = 2, ReorderPercent = 3, CorruptPercent = 4, GarbagePercent = 5, ShortResponsePercent = 6, BusyPercent = 7,
                SilentCommands = line.Options.Faults.SilentCommands, UnknownCommands = line.Options.Faults.UnknownCommands, MaximumRead = 16, RefusePartialReads = true,
                ServiceTime = TimeSpan.FromMilliseconds(5), ReservationLostAfter = 8,
            },
        };
        Assert.Equal(expected, line.Options);
        Assert.Equal([3, 17], line.Options.CipherSuites!);
        Assert.Equal(["md5"], line.Options.AuthenticationTypes!);
        Assert.Equal([new SimulatedCommand(0x04, 0x2D), new SimulatedCommand(0x0A, 0x43)], line.Options.Faults.SilentCommands);
        Assert.Equal(("out.csv", 2.5, false), (line.CsvPath, line.Seconds, line.WantsHelp));
        foreach (string option in CommandLine.Usage.Split(' ', ',', '\n', '\r', '[', ']').Where(word => word.StartsWith("--", StringComparison.Ordinal) && word.Length > 3 && word != "--project"))
            Assert.DoesNotContain("is not known", ErrorOf(option));
    }

    [Theory]
    [InlineData("--nonsense", "'--nonsense' is not known; --help lists the options.")]
    [InlineData("--count", "--count needs a value.")]
    [InlineData("--count many", "--count needs a whole number, not 'many'.")]
    [InlineData("--loss much", "--loss needs a number, not 'much'.")]
    [InlineData("--suites 3,x", "--suites needs numbers, not 'x'.")]
    [InlineData("--silent 2d", "--silent: '2d' is not a command; write NetFn and command in hexadecimal, such as 04/2d.")]
    [InlineData("--unknown 05/2d", "--unknown: '05/2d' is not a command; write NetFn and command in hexadecimal, such as 04/2d.")]
    public void Invalid_arguments_are_errors(string arguments, string message) => Assert.Equal(message, ErrorOf(arguments.Split(' ')));

    [Fact]
    public void The_program_lists_its_BMCs_and_writes_an_inventory()
    {
        string csv = Path.Combine(Path.GetTempPath(), $"ipmips-{Guid.NewGuid():N}.csv");
        var (output, saved) = (new StringWriter(), Console.Out);
        Console.SetOut(output);
        try
        {
            Assert.Equal(0, Program.Main(["--count", "2", "--seconds", "0", "--csv", csv, "--password", "a,\"b"]));
            string[] lines = File.ReadAllLines(csv);
            Assert.Equal("ComputerName,Port,UserName,Password", lines[0]);
            Assert.Matches("^127\\.0\\.0\\.1,[0-9]+,admin,\"a,\"\"b\"$", lines[1]);
            Assert.Matches("^ready 127\\.0\\.0\\.1 [0-9]+ admin a,\"b", output.ToString());
            Assert.Contains("stopped: 0 packets received", output.ToString());
        }
        finally
        {
            Console.SetOut(saved);
            File.Delete(csv);
        }
    }

    [Theory]
    [InlineData("--count", "--count 0")]
    [InlineData("--address", "--address localhost")]
    [InlineData("--allow-network", "--address 0.0.0.0")]
    [InlineData("--allow-network", "--one-port --port 9000 --address 127.255.255.1 --count 300")]
    [InlineData("--port", "--port 65535 --count 2")]
    [InlineData("--one-port needs --port", "--one-port")]
    [InlineData("--one-port needs an IPv4 --address", "--one-port --port 9000 --count 2 --address ::1")]
    [InlineData("--slots", "--slots 0")]
    [InlineData("--lock-out", "--lock-out 300")]
    [InlineData("--lock-out-time", "--lock-out-time -1")]
    [InlineData("--profile", "--profile mainframe")]
    [InlineData("--path", "--path no-such.emu")]
    [InlineData("--suites", "--suites 20")]
    [InlineData("--auth", "--auth kerberos")]
    [InlineData("--user", "--user a-name-that-is-too-long")]
    [InlineData("--password", "--password a-password-that-is-too-long")]
    [InlineData("--bmc-key", "--bmc-key a-BMC-key-that-is-too-long")]
    [InlineData("--csv", "--seconds 0 --csv no-such-folder/inventory.csv")]
    public void An_error_names_the_switch_that_causes_it(string named, string arguments) => Assert.Contains(named, ErrorOfProgram(arguments.Split(' ')), StringComparison.Ordinal);

    [Theory]
    [InlineData(2, "--nonsense")]
    [InlineData(2, "--profile", "mainframe")]
    [InlineData(1, "--path", "no-such.emu")]
    public void The_exit_code_of_the_program_says_why(int code, params string[] arguments)
    {
        string error = ErrorOfProgram(arguments, code);
        Assert.NotEmpty(error);
    }

    private static string ErrorOfProgram(string[] arguments, int? code = null)
    {
        var (text, saved) = (new StringWriter(), Console.Error);
        Console.SetError(text);
        try
        {
            int ended = Program.Main(arguments);
            Assert.NotEqual(0, ended);
            Assert.Equal(code ?? ended, ended);
            return text.ToString();
        }
        finally
        {
            Console.SetError(saved);
        }
    }

    private static string ErrorOf(params string[] arguments)
    {
        try
        {
            CommandLine.Parse(arguments);
            return "";
        }
        catch (FormatException error)
        {
            return error.Message;
        }
    }
}
