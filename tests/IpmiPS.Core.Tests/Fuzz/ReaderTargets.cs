using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Boot;
using IpmiPS.Cooling;
using IpmiPS.Device;
using IpmiPS.Energy;
using IpmiPS.Firewall;
using IpmiPS.Inventory;
using IpmiPS.Lan;
using IpmiPS.Power;
using IpmiPS.Sdr;
using IpmiPS.Sel;
using IpmiPS.Sensors;
using IpmiPS.Serial;
using IpmiPS.Simulator;
using IpmiPS.Sol;
using IpmiPS.Tests.Simulator;
using IpmiPS.Tests.Support;
using IpmiPS.Users;
using IpmiPS.Wire;

namespace IpmiPS.Tests.Fuzz;

/// <summary>All that reads settings, with a BMC that modifies its responses. Texts in the results have to be safe to display.</summary>
internal static class ReaderTargets
{
    /// <summary>More requests than any of these has with a BMC that tells the truth.</summary>
    private const int MaximumRequests = 5000;

    private static readonly MachineProfile s_machine = MachineProfiles.Load("rack-1u");
    private static readonly SimulatorOptions s_options = new() { SerialChannel = true };
    private static readonly Lazy<SdrRepository> s_sensors = new(static () => SdrRepository.ReadAsync(new Bench(), default).GetAwaiter().GetResult());

    public static IReadOnlyList<FuzzTarget> All { get; } = [new("readers", Run) { MoreSeeds = Seeds, TestCount = 1500, MaximumAllocated = 256 << 20 }];

    private static Func<IIpmiConnection, Task<object?>>[] Work { get; } =
    [
        static async bmc => await NetworkReader.GetAsync(bmc, new() { IncludeStatistics = true, IncludeCommunity = true }),
        static async bmc => await ChannelReader.GetAsync(bmc),
        static async bmc => await CipherSuiteReader.GetAsync(bmc),
        static async bmc => await UserReader.GetAsync(bmc, [1], includeFree: true),
        static async bmc => await UserReader.FindChannelsAsync(bmc, default),
        static async bmc => await ActiveSessionReader.GetAsync(bmc),
        static async bmc => await WatchdogControl.GetAsync(bmc),
        static async bmc => await GlobalEnablesControl.GetAsync(bmc),
        static async bmc => await AcpiPowerControl.GetAsync(bmc),
        static async bmc => await SystemInfoReader.GetAsync(bmc, [192, 193]),
        static async bmc => await DcmiConfigurationReader.GetAsync(bmc),
        static async bmc => await PowerLimitReader.GetAsync(bmc),
        static async bmc => await new PowerUsageReader(bmc).ReadAsync(),
        static async bmc => await AssetTagReader.GetAsync(bmc),
        static async bmc => await FirewallReader.GetAsync(bmc, 14, 0, [0, 6]),
        static async bmc => await SerialConfigurationReader.ReadAsync(bmc, null),
        static async bmc => await SolConfigurationChange.ReadAsync(bmc),
        static async bmc => await BootDeviceControl.GetAsync(bmc),
        static async bmc => await ChassisReader.GetAsync(bmc),
        static async bmc => await ClockReader.GetAsync(bmc, static () => new DateTimeOffset(1970, 1, 1, 0, 0, 0, TimeSpan.Zero), default),
        static async bmc => await SelReader.GetInfoAsync(bmc, default),
        static async bmc => await EventReceiverChange.GetAsync(bmc, default),
        static async bmc => await SensorEventReader.ReadAllAsync(bmc, s_sensors.Value, [.. s_sensors.Value.Sensors.Take(6)], default),
        static async bmc => (await FruReader.ReadWholeAsync(bmc, null, new FruAddress(0))).Image.Length,
        static async bmc => (await SystemInfoChange.PrepareAsync(bmc, new() { SystemName = "name" })).Description,
        static async bmc => (await NetworkChange.PrepareAsync(bmc, new() { TimeToLive = 17, IPv6HopLimit = 3, LockOutInterval = 60 }, null, new FakeClock())).Description,
        static async bmc => (await UserChange.PrepareAsync(bmc, null, "operator", new() { Enabled = false }, "admin")).Description,
        static async bmc => (await CipherSuiteChange.PrepareAsync(bmc, new() { Limits = new Dictionary<byte, SuitePrivilege> { [3] = SuitePrivilege.User } })).Description,
        static async bmc => (await ChannelChange.PrepareAsync(bmc, new() { PerMessageAuthentication = false })).Description,
        static async bmc => (await DcmiConfigurationChange.PrepareAsync(bmc, new() { DhcpRetrySeconds = 99 })).Description,
    ];

    private static IEnumerable<byte[]> Seeds()
    {
        for (int seed = 0; seed < 3 * Work.Length; seed++)
        {
            // Most responses are those of the BMC, at first.
            var random = new SeededRandom((ulong)seed);
            yield return [(byte)(seed % Work.Length), .. Enumerable.Range(0, 60).SelectMany(_ => random.Below(4) > 0 ? (byte[])[0] : [(byte)(0x80 | random.Next()), 4, (byte)random.Below(16), .. random.Bytes(3)])];
        }
    }

    /// <summary>A byte for the work; then for each request a byte: small ones leave the response; others change it by a chunk, replace it, or say that none came.</summary>
    private static void Run(byte[] input)
    {
        var decisions = new FuzzInput(input);
        int work = decisions.Byte() % Work.Length;
        var bench = new Bench(new VirtualBmc(0, s_machine, s_options, new Simulator.ManualTime()));
        int requests = 0;
        var bmc = new ScriptedBmc(request =>
        {
            if (++requests > MaximumRequests)
                throw new InvalidOperationException("The requests do not end.");
            byte[] response = bench.Send((byte)request.NetFn, request.Code, request.Data, request.Lun);
            byte how = decisions.Byte();
            return how < 0x80 ? response : Change(response, how, decisions);
        });
        if (Work[work](bmc).GetAwaiter().GetResult() is { } result && !ObjectText.Of(result).All(SafeText.IsSafe))
            throw new InvalidOperationException("The result has characters that are not safe to display.");
    }

    private static byte[] Change(byte[] response, byte how, FuzzInput decisions)
    {
        switch (how % 8)
        {
            case 0:
                return [];
            case 1:
                return [decisions.Byte()];
            case 2:
                return [0, .. decisions.Chunk()];
            case 3:
                return [.. response.Take(1 + decisions.Byte() % Math.Max(1, response.Length))];
            case 4:
                return [.. response, .. decisions.Chunk()];
            default:
                byte[] changed = [.. response], values = decisions.Chunk();
                for (int i = 1; i < values.Length && changed.Length > 1; i++)
                    changed[1 + (values[0] + i - 1) % (changed.Length - 1)] = values[i];
                return changed;
        }
    }
}
