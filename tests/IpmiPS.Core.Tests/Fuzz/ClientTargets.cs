using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Boot;
using IpmiPS.Commands.App;
using IpmiPS.Crypto;
using IpmiPS.Device;
using IpmiPS.Inventory;
using IpmiPS.Power;
using IpmiPS.Sdr;
using IpmiPS.Sel;
using IpmiPS.Sensors;
using IpmiPS.Simulator;
using IpmiPS.Sol;
using IpmiPS.Tests.Simulator;
using IpmiPS.Tests.Support;

namespace IpmiPS.Tests.Fuzz;

/// <summary>
/// The whole client, from the log-in to the last answer, on a clock that runs when nothing is under way. An input is a byte for the way to log in, one for the work,
/// and then what goes wrong (<see cref="HostileEnd"/>).
/// </summary>
internal static class ClientTargets
{
    private const byte Ipmi15 = 0x1F, AnySuite = 0x1E, Eager = 0x80, Blade = 0x40;

    private static readonly MachineProfile s_machine = MachineProfiles.Load("legacy");
    private static readonly MachineProfile s_blade = MachineProfiles.Load("blade");
    /// <summary>First bytes: suites, and what else there is.</summary>
    private static readonly byte[] s_ways = [0, 1, Eager, Ipmi15, AnySuite, Blade | 2, 5, Blade | Eager | 3, 7, 8, 9, Ipmi15 | Eager, AnySuite | Eager];

    private static readonly byte[] s_suites = [17, 3, 2, 16, 8, 12, 7, 4, 1, 0];

    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new("client", input => Run(input, hasKeys: true)) { MoreSeeds = Seeds, TestCount = 300, MaximumAllocated = long.MaxValue },
        new("network", input => Run(input, hasKeys: false)) { MoreSeeds = Seeds, TestCount = 300, MaximumAllocated = long.MaxValue },
    ];

    private static Lazy<HashSet<string>[]> Genuine { get; } = new(() => [.. Enumerable.Range(0, Questions).Select(work =>
    {
        var lines = new List<string>();
        Run(0, work, new FuzzInput([]), hasKeys: true, lines);
        return new HashSet<string>(lines);
    })]);

    private static Func<IpmiClient, Clock, Action<string>, Task>[] Work { get; } =
    [
        async (client, _, tell) => Tell(await DeviceInfoReader.GetAsync(client), tell),
        async (client, _, tell) =>
        {
            var repository = await SdrRepository.ReadAsync(client, CancellationToken.None);
            if (repository.Problem is null)
                await SensorReader.ReadAllAsync(client, repository, new SensorQuery(), sensor => Tell(sensor, tell), CancellationToken.None);
        },
        (client, clock, tell) => SelReader.ReadAsync(client, new SelQuery { Clock = clock }, null, entry => tell(ObjectText.Of(entry)), CancellationToken.None),
        (client, clock, tell) => FruReader.ReadAsync(client, null, null, fru => Tell(fru, tell), clock, CancellationToken.None),
        async (client, _, tell) => tell(ObjectText.Of(await ChassisPower.GetAsync(client))),
        (client, clock, tell) => SelReader.ReadAsync(client, new SelQuery { Clock = clock, Newest = 3 }, null, entry => tell(ObjectText.Of(entry)), CancellationToken.None),
        async (client, clock, _) => await ChassisPower.InvokeAsync(client, PowerAction.Cycle, new PowerOptions { Clock = clock }),
        async (client, clock, _) => await SelReader.ClearAsync(client, null, returnEntries: true, clock, CancellationToken.None),
        async (client, clock, _) => await BootDeviceControl.SetAsync(client, BootDevice.Pxe, false, true, clock, CancellationToken.None),
        ConsoleAsync,
        (client, _, _) => SensorReader.ReadAllAsync(client, refresh: true, new SensorQuery { ReadHysteresis = true }, _ => { }, CancellationToken.None),
    ];

    /// <summary>How many kinds of work only ask, and get the same from the same BMC each time.</summary>
    private const int Questions = 6;

    private static IEnumerable<byte[]> Seeds()
    {
        for (int work = 0; work < 2 * Work.Length; work++)
        {
            // Every so often something goes wrong.
            var random = new SeededRandom((ulong)work);
            yield return [s_ways[work % s_ways.Length], (byte)(work % Work.Length), .. Enumerable.Range(0, 80).Select(_ => (byte)(random.Below(8) == 0 ? random.Next() : 0))];
            yield return [(byte)work, (byte)(work % Questions), .. Enumerable.Range(0, 60).SelectMany(_ => Changing(random))];
        }
    }

    /// <summary>Most datagrams pass, and some are changed in one byte.</summary>
    private static byte[] Changing(SeededRandom random) =>
        random.Below(4) > 0 ? [0] : [0xA1, 3, (byte)random.Below(80), (byte)random.Next(), 0];

    private static void Run(byte[] input, bool hasKeys)
    {
        var decisions = new FuzzInput(input);
        byte suite = decisions.Byte();
        int work = decisions.Byte() % Work.Length;
        var lines = new List<string>();
        bool failed = false;
        try
        {
            Run(suite, work, decisions, hasKeys, lines);
        }
        catch (IpmiException)
        {
            failed = true;
        }

        // Who has no keys can keep answers away, and never change them.
        if (hasKeys || work >= Questions || (suite & Blade) != 0 || SuiteOf(suite) is not { } id || CipherSuite.All[id].Integrity == IntegrityAlgorithm.None)
            return;
        var genuine = Genuine.Value[work];
        if (lines.Find(line => !genuine.Contains(line)) is { } wrong)
            throw new InvalidOperationException($"This is not what the BMC said: {wrong}");
        if (!failed && work is 2 && lines.Count != genuine.Count)
            throw new InvalidOperationException($"{lines.Count} of {genuine.Count} entries were given for all.");
    }

    private static void Run(byte suite, int work, FuzzInput decisions, bool hasKeys, List<string> lines)
    {
        var bench = new Bench(new VirtualBmc(0, (suite & Blade) != 0 ? s_blade : s_machine, new SimulatorOptions(), new ManualTime()));
        var end = new HostileEnd(decisions, hasKeys, bench);
        var setup = new ClientSetup(end.Bmc) { Clock = new ManualClock() };
        var first = (suite & Eager) != 0 ? new GetDeviceId() : null;
        setup.Options = setup.Options with
        {
            CipherSuite = SuiteOf(suite),
            AllowInsecure = true,
            Protocol = (suite & Ipmi15) == Ipmi15 ? IpmiProtocol.Ipmi15 : IpmiProtocol.Auto,
            RetryCount = 2,
            FirstCommand = first,
        };
        end.Drive(setup, async () =>
        {
            var client = await setup.ConnectAsync().ConfigureAwait(false);
            try
            {
                if (first is not null)
                    await client.SendAsync(first).ConfigureAwait(false);
                await Work[work](client, setup.Clock, lines.Add).ConfigureAwait(false);
            }
            finally
            {
                await client.CloseAsync().ConfigureAwait(false);
            }
        });
    }

    /// <summary>The suite to ask for; null for any, or none.</summary>
    private static byte? SuiteOf(byte way) => (way & 0x1F) is Ipmi15 or AnySuite ? null : s_suites[(way & 0x1F) % s_suites.Length];

    private static async Task ConsoleAsync(IpmiClient client, Clock clock, Action<string> tell)
    {
        using var console = await SolConsole.OpenAsync(client, new SolOptions { Clock = clock, Force = true }).ConfigureAwait(false);
        var decoder = new SolTextDecoder();
        console.Output += characters => decoder.Decode(characters);
        var writing = console.WriteAsync("hello, machine\r");
        for (int i = 0; i < 30 && !writing.IsCompleted; i++)
        {
            await clock.DelayAsync(TimeSpan.FromSeconds(1), CancellationToken.None).ConfigureAwait(false);
            console.Tick();
        }

        if (writing.IsCompleted)
            await writing.ConfigureAwait(false);
    }

    /// <summary>What is known of a device; GUID and self test may be missing, as for a BMC that does not have them.</summary>
    private static void Tell(DeviceInfo device, Action<string> tell)
    {
        foreach (string said in ObjectText.Of(device).Split(' ').Where(said => !said.EndsWith("=-", StringComparison.Ordinal)))
            tell(said);
    }

    /// <summary>A sensor that gave a reading.</summary>
    private static void Tell(Sensor sensor, Action<string> tell)
    {
        if (sensor.UnavailableReason is null)
            tell($"{sensor.Name} {sensor.Value} {sensor.Unit} {string.Join(",", sensor.State)}");
    }

    private static void Tell(Fru fru, Action<string> tell)
    {
        if (fru.Problem is null)
            tell(ObjectText.Of(fru));
    }
}
