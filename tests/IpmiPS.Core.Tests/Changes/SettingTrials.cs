using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands;
using IpmiPS.Commands.App;
using IpmiPS.Commands.Dcmi;
using IpmiPS.Commands.SensorEvent;
using IpmiPS.Commands.Storage;
using IpmiPS.Commands.Transport;
using IpmiPS.Device;
using IpmiPS.Energy;
using IpmiPS.Firewall;
using IpmiPS.Inventory;
using IpmiPS.Lan;
using IpmiPS.Parameters;
using IpmiPS.Pef;
using IpmiPS.Sdr;
using IpmiPS.Sel;
using IpmiPS.Sensors;
using IpmiPS.Serial;
using IpmiPS.Simulator;
using IpmiPS.Sol;
using IpmiPS.Tests.Inventory;
using IpmiPS.Tests.Pef;
using IpmiPS.Tests.Sel;
using IpmiPS.Tests.Simulator;
using IpmiPS.Tests.Support;
using IpmiPS.Users;

namespace IpmiPS.Tests.Changes;

/// <summary>The changes that are prepared first, each on a virtual BMC. What they have done is read by preparing them again, without faults.</summary>
internal static class SettingTrials
{
    private const byte PresentChannel = 0x0E, SerialPort = 2, PohCounter = 0x0F;

    private static readonly byte[] s_record = [0, 0, 2, 0, 0, 0, 0, 0x41, 0, 4, 0x0C, 0x53, 0x6F, 0, 0xFF, 0xFF];

    private static readonly Lazy<SdrRepository> s_sensors = new(() => SdrRepository.ReadAsync(new Bench(), default).GetAwaiter().GetResult());

    public static IReadOnlyDictionary<string, Func<Trial>> All { get; } = new Dictionary<string, Func<Trial>>
    {
        ["New user"] = NewUser,
        ["User rights"] = () => On(async (bmc, clock, token) => Of(await UserChange.PrepareAsync(bmc, null, "operator", new() { Privilege = UserPrivilege.User, Enabled = false }, "admin", clock, token))),
        ["User removal"] = UserRemoval,
        ["Network"] = () => On(async (bmc, clock, token) => Of(await NetworkChange.PrepareAsync(bmc, new() { TimeToLive = 17, RmcpPort = 624, Community = "alerts" }, null, clock, token))),
        ["Channel"] = () => On(async (bmc, _, token) => Of(await ChannelChange.PrepareAsync(bmc, new() { PerMessageAuthentication = false, PrivilegeLimit = PrivilegeLevel.Operator }, token))),
        ["Cipher suites"] = () => On(async (bmc, _, token) => Of(await CipherSuiteChange.PrepareAsync(bmc, new() { Limits = new Dictionary<byte, SuitePrivilege> { [3] = SuitePrivilege.Operator } }, null, token))),
        ["Thresholds"] = () => On(async (bmc, _, token) => Of(await SensorThresholdChange.PrepareAsync(bmc, Routes(bmc), s_sensors.Value, Settable, new() { UpperNonRecoverable = 60, PositiveHysteresis = 3 }, token))),
        ["Sensor events"] = () => On(async (bmc, _, token) => Of(await SensorEventChange.PrepareAsync(bmc, Routes(bmc), s_sensors.Value, Settable, new() { EventsEnabled = false }, token))),
        ["Add to SEL"] = AddToSel,
        ["Remove from SEL"] = RemoveFromSel,
        ["Clock"] = () => On(async (bmc, clock, token) => Of(await ClockChange.PrepareAsync(bmc, new() { UtcOffset = 120 }, static () => new DateTimeOffset(1970, 1, 1, 0, 0, 0, TimeSpan.Zero), clock, token))),
        ["FRU"] = Fru,
        ["SDR import"] = SdrRecords,
        ["SOL"] = () => On(async (bmc, clock, token) => Of(await SolConfigurationChange.PrepareAsync(bmc, PresentChannel, new() { PacketRetryCount = 3, SendThreshold = 77 }, clock, token))),
        ["Serial port"] = () => On(async (bmc, clock, token) => Of(await SerialConfigurationChange.PrepareAsync(bmc, SerialPort, new() { InactivityTimeout = 90, BitRate = SolBitRate.Bps9600, Mux = SerialMuxRequest.ForceBmc }, clock, token)), new() { SerialChannel = true }),
        ["System info"] = () => On(async (bmc, clock, token) =>
        {
            var change = await SystemInfoChange.PrepareAsync(bmc, new() { SystemName = "a name that takes two blocks", OperatingSystem = "x" }, token);
            return new Prepared(change.Description, async cancellation => ((ISettingsUpdate)await change.RunAsync(clock, cancellation)).Difference);
        }),
        ["Watchdog"] = () => On(async (bmc, _, token) => Of(await WatchdogChange.PrepareAsync(bmc, new() { Use = WatchdogUse.OSLoad, Action = WatchdogAction.HardReset, InitialCountdown = 60 }, token))),
        ["Start of the watchdog"] = Watchdog,
        ["Global enables"] = () => On(async (bmc, _, token) => Of(await GlobalEnablesControl.PrepareAsync(bmc, BmcGlobalEnables.None, BmcGlobalEnables.SystemEventLogging, token))),
        ["Firewall"] = () => On(async (bmc, _, token) =>
        {
            var entries = await FirewallReader.GetAsync(bmc, PresentChannel, 0, [0x00], token);
            return Of(await FirewallChange.PrepareAsync(bmc, [entries.Single(static entry => entry.Command == PohCounter)], isAvailable: false, token));
        }),
        ["Asset tag"] = () => On(async (bmc, _, token) => Of(await AssetTagChange.PrepareAsync(bmc, "a tag that takes two parts", "identifier", token))),
        ["Power limit"] = () => On(async (bmc, _, token) => Of(await PowerLimitChange.PrepareAsync(
            bmc, new() { Watts = 200, ExceptionAction = PowerLimitAction.LogOnly, CorrectionMilliseconds = 2000, SamplingSeconds = 30 }, token))),
        ["DCMI"] = () => On(async (bmc, _, token) => Of(await DcmiConfigurationChange.PrepareAsync(bmc, new() { DhcpRetrySeconds = 99, DhcpContactTimeoutSeconds = 130 }, token))),
        ["ACPI"] = () => On(async (bmc, _, token) => Of(await AcpiPowerControl.PrepareAsync(bmc, AcpiSystemState.S3, null, token))),
        ["Alerts"] = () => On(
            async (bmc, clock, token) => Of(await AlertChange.PrepareAsync(
                bmc,
                new() { Receivers = [IPAddress.Loopback], On = AlertEvents.SelFull, Community = "alerts", Acknowledged = true, StartupDelay = 9, TextNumber = 1, Text = "a text that takes two blocks", LastSoftwareEvent = 7, PostponeSeconds = 60 },
                clock,
                token)),
            wrap: static bench => new SmallPef(bench)),
        ["Alert filters"] = () => On(async (bmc, clock, token) => Of(await AlertRowChange.PrepareAsync(bmc, [new AlertFilterSettings { Number = 3, Enabled = true, Actions = PefActions.Alert }, new AlertFilterSettings { Number = 4, PolicyNumber = 2 }], clock, token))),
        ["Alert policies"] = () => On(async (bmc, clock, token) => Of(await AlertRowChange.PrepareAsync(bmc, [new AlertPolicySettings { Number = 3, Enabled = true, PolicyNumber = 2 }], clock, token))),
        ["Alert destinations"] = () => On(
            async (bmc, clock, token) => Of(await AlertRowChange.PrepareAsync(bmc, [new AlertDestinationSettings { Number = 1, Receiver = IPAddress.Loopback, Retries = 5, Community = "alerts" }], clock, token)), wrap: static bench => new SmallPef(bench)),
        ["Event receiver"] = () => On(async (bmc, _, token) => Of(await EventReceiverChange.PrepareAsync(bmc, 0x22, 1, token))),
    };

    private static FullSensorRecord Settable => s_sensors.Value.Sensors.OfType<FullSensorRecord>().First(static sensor => sensor.SensorType == 1 && sensor.ThresholdAccess == SensorAccess.ReadableAndSettable);

    /// <summary>Whether a command changes what one of these changes is about.</summary>
    public static bool IsChange(IpmiCommand command) => command is SetUserName or SetUserAccess or SetUserPassword or SetUserPayloadAccess or SetChannelAccess or SetSensorThresholds or SetSensorHysteresis
        or SetSensorEventEnable or AddSelEntry or DeleteSelEntry or SetSelTime or SetSelTimeUtcOffset or WriteFruData or ClearSdrRepository or AddSdr or PartialAddSdr or SetSerialModemConfiguration
        or SetSystemInfoParameters { Parameter: not 0 } or SetWatchdogTimer or ResetWatchdogTimer or SetBmcGlobalEnables or SetCommandEnables or SetAssetTag or SetControllerIdentifier or SetPowerLimit or ActivatePowerLimit
        or SetDcmiConfigurationParameters or SetAcpiPowerState or SetEventReceiver or SetPefConfigurationParameters { Parameter: not 0 } or SetLastProcessedEventId or ArmPefPostponeTimer { Seconds: not ArmPefPostponeTimer.ReadOnly };

    private static SensorRoutes Routes(IIpmiConnection bmc) => new(bmc, Task.FromResult<SdrRepository?>(s_sensors.Value));

    private static Prepared Of<TUpdate>(IPreparedChange<TUpdate> change)
        where TUpdate : ISettingsUpdate => new(change.Description, async token => (await change.RunAsync(token)).Difference);

    private static Prepared Of(UserChange change) => new(change.Description, async _ => (await change.RunAsync()).Difference);

    /// <summary>A change that is carried out once there is nothing left to change, and begun once something else is left than before.</summary>
    private static Trial On(Func<IIpmiConnection, FakeClock, CancellationToken, Task<Prepared>> prepare, SimulatorOptions? options = null, Func<IIpmiConnection, IIpmiConnection>? wrap = null)
    {
        IIpmiConnection bench = new Bench(options);
        bench = wrap?.Invoke(bench) ?? bench;
        var clock = new FakeClock();
        string? Left() => prepare(bench, clock, CancellationToken.None).GetAwaiter().GetResult().Description;
        string before = Left() ?? throw new InvalidOperationException("There is nothing to change.");
        return new Trial(bench, clock, async (connection, token) => await (await prepare(connection, clock, token)).RunAsync(token), () => Left() is null) { WasBegun = () => Left() != before };
    }

    private static Trial NewUser()
    {
        var bench = new Bench();
        var clock = new FakeClock();
        bool Is(User user) => user is { Name: "service", Enabled: true, Privilege: UserPrivilege.Operator };
        IReadOnlyList<User> Users() => UserReader.GetAsync(bench, includeFree: true).GetAwaiter().GetResult();
        string before = string.Join(";", Users().Select(static user => $"{user.Name} {user.Enabled} {user.Privilege}"));
        return new Trial(
            bench,
            clock,
            async (connection, token) =>
            {
                var settings = new UserSettings { Name = "service", Password = ClientSetup.Secret("0123456789abcdef"), Privilege = UserPrivilege.Operator };
                await Of(await UserChange.PrepareNewAsync(connection, settings, clock, token)).RunAsync(token);
            },
            () => Users().Any(Is))
        {
            WasBegun = () => string.Join(";", Users().Select(static user => $"{user.Name} {user.Enabled} {user.Privilege}")) != before,
        };
    }

    private static Trial UserRemoval()
    {
        var bench = new Bench();
        IReadOnlyList<User> Users() => UserReader.GetAsync(bench).GetAwaiter().GetResult();
        return new Trial(
            bench,
            new FakeClock(),
            async (connection, token) =>
            {
                // A user that is disabled and keeps its name is removed in part; the note says so.
                var update = await (await UserChange.PrepareRemovalAsync(connection, null, "operator", "admin", token)).RunAsync();
                if (update.Notes.FirstOrDefault(static note => note.StartsWith("Name: ", StringComparison.Ordinal)) is { } note)
                    throw new IpmiException(IpmiErrorKind.CommandFailed, note);
            },
            () => !Users().Any(static user => user.Name == "operator"))
        {
            WasBegun = () => !Users().Any(static user => user is { Name: "operator", Enabled: true }),
        };
    }

    private static Trial AddToSel()
    {
        var log = SelBmc.With([1, 2]);
        return new Trial(
            log,
            new FakeClock(),
            async (bmc, token) =>
            {
                if ((await (await SelAdding.PrepareAsync(bmc, null, token)).AddAsync(s_record, token)).Difference is { } difference)
                    throw difference;
            },
            () => log.Log.Count > 2);
    }

    private static Trial RemoveFromSel()
    {
        var log = SelBmc.With([1, 2]);
        return new Trial(log, new FakeClock(), async (bmc, token) => await (await SelRemoval.PrepareAsync(bmc, [new SelRemovalItem(1, null)], null, token)).RunAsync(static _ => { }, token), () => log.Log.Count == 1);
    }

    private static Trial Fru()
    {
        byte[] image = new FruBytes().Product([0x19, .. FruBytes.Latin1("Maker"), .. FruBytes.Latin1("Server"), .. FruBytes.Latin1("P-1"), .. FruBytes.Latin1("v2"), .. FruBytes.Latin1("S-1"), .. FruBytes.Latin1("Tag 7"), .. FruBytes.Latin1("f")]).ToImage(128);
        byte[] before = [.. image];
        var settings = new FruSettings { Fields = new Dictionary<string, string> { ["ProductAssetTag"] = "Tag 8" } };
        byte[] wanted = FruEdit.Of(before, settings, force: false).Image;
        var bmc = FruBmc.With(image);
        var clock = new FakeClock();
        return new Trial(
            bmc,
            clock,
            async (connection, token) =>
            {
                var change = await FruChange.PrepareAsync(connection, null, new FruAddress(0), present => FruChange.Edit(present, settings, force: false), static (_, _, _) => "backup", clock, token);
                await Of(change).RunAsync(token);
            },
            () => image.SequenceEqual(wanted))
        {
            WasBegun = () => !image.SequenceEqual(before),
        };
    }

    private static Trial SdrRecords()
    {
        var bench = new Bench(new SimulatorOptions { Profile = "legacy" });
        SdrImage Read() => SdrImage.ReadAsync(bench, CancellationToken.None).GetAwaiter().GetResult();
        SdrImage before = Read(), wanted = new([.. before.Records.Take(3)]);
        var clock = new FakeClock();
        return new Trial(
            bench,
            clock,
            async (connection, token) => await Of(await SdrImport.PrepareAsync(connection, wanted, static _ => { }, token, clock)).RunAsync(token),
            () => Read().HasSameRecords(wanted))
        {
            WasBegun = () => !Read().HasSameRecords(before),
        };
    }

    private static Trial Watchdog()
    {
        var bench = new Bench();
        bench.Get((byte)NetFn.App, SetWatchdogTimer.Definition.Code, 0x04, 0, 0, 0, 0x58, 0x02);
        return new Trial(bench, new FakeClock(), (connection, token) => WatchdogControl.ResetAsync(connection, token), () => WatchdogControl.GetAsync(bench).GetAwaiter().GetResult().Running == true);
    }

    /// <summary>A change that is ready.</summary>
    /// <param name="Description">What would change; null for nothing.</param>
    /// <param name="ApplyAsync">Makes the change. Returns what was read back otherwise than requested.</param>
    private sealed record Prepared(string? Description, Func<CancellationToken, Task<IpmiException?>> ApplyAsync)
    {
        public async Task RunAsync(CancellationToken cancellationToken)
        {
            if (await ApplyAsync(cancellationToken) is { } difference)
                throw difference;
        }
    }
}
