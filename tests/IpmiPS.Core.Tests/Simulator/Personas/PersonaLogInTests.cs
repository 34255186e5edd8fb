using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Boot;
using IpmiPS.Commands;
using IpmiPS.Commands.App;
using IpmiPS.Commands.Chassis;
using IpmiPS.Device;
using IpmiPS.Packets;
using IpmiPS.Power;
using IpmiPS.Sel;
using IpmiPS.Sessions;
using IpmiPS.Simulator;
using IpmiPS.Sol;
using IpmiPS.Tests.Support;
using Xunit;

namespace IpmiPS.Tests.Simulator;

/// <summary>Personas that break the rules of log-ins and sessions, where <see cref="PersonaTests"/> does not suffice: what has to be refused, and what happens only with other options than the defaults.</summary>
public sealed class PersonaLogInTests
{
    [Theory]
    [InlineData("emc-vnxe", IpmiErrorKind.BadCredential, "has another password", "rakp2-wrong")]
    [InlineData("gigabyte-md90", IpmiErrorKind.InsufficientPrivilege, "callback", "callback-only")]
    public async Task Unsupported_BMCs_fail_with_a_clear_error(string persona, IpmiErrorKind kind, string words, string quirk)
    {
        using var rack = Rack(persona);
        var error = await Assert.ThrowsAsync<IpmiException>(() => rack.ConnectAsync());
        Assert.Equal(kind, error.Kind);
        Assert.Contains(words, error.Message + error.RecommendedAction, StringComparison.Ordinal);
        AssertSeen(rack, quirk);
        Assert.Equal(0, rack.Bmc.SessionsOpened);
    }

    [Fact]
    public async Task A_code_that_never_matches_causes_a_single_log_in()
    {
        using var rack = Rack("emc-vnxe");
        await Assert.ThrowsAsync<IpmiException>(() => rack.ConnectAsync());
        await EndToEndLogInTests.Eventually(() => rack.Bmc.RefusedLogIns > 0);
        Assert.Equal(1, rack.Bmc.RefusedLogIns);
    }

    [Theory]
    [InlineData("dell-2850")]
    [InlineData("ibm-e325")]
    [InlineData("strict-15")]
    [InlineData("sun-ilom-1")]
    [InlineData("supermicro-ipmi15")]
    [InlineData("tyan-s2882")]
    public async Task IPMI_15_needs_permission(string persona)
    {
        using var rack = Rack(persona);
        var error = await Assert.ThrowsAsync<IpmiException>(() => rack.ConnectAsync());
        Assert.Equal(IpmiErrorKind.InsecureRefused, error.Kind);
        Assert.Equal(0, rack.Bmc.CommandCounts.Count(counted => counted.Key.Command == GetSessionChallenge.Definition.Code));
    }

    /// <summary>Many sessions, because half of all initial numbers look far ahead when swapped, and would be accepted by luck.</summary>
    [Fact]
    public async Task Swapped_numbers_are_detected_for_any_initial_number()
    {
        using var rack = Rack("sun-ilom-1");
        for (int i = 0; i < 16; i++)
        {
            using var client = await rack.ConnectAsync(options => options with { AllowInsecure = true, Protocol = IpmiProtocol.Ipmi15 });
            Assert.True((await client.SendAsync(new GetChassisStatus())).IsOn);
            await client.CloseAsync();
        }

        AssertSeen(rack, "swapped-sequence");
    }

    [Theory]
    [InlineData("intel-m50cyp")]
    [InlineData("supermicro-x8dtg")]
    [InlineData("msi-91d2")]
    [InlineData("supermicro-x11")]
    public async Task However_a_suite_is_refused_the_next_one_is_tried(string persona)
    {
        using var rack = Rack(persona, options => options with { CipherSuites = [3] });
        using var client = await rack.ConnectAsync(options => options with { Timeout = TimeSpan.FromMinutes(1) });
        Assert.Equal(3, client.CipherSuite!.Id);
        AssertSeen(rack, "suite-refusal");
    }

    [Theory]
    [InlineData("intel-m50cyp")]
    [InlineData("supermicro-x8dtg")]
    [InlineData("msi-91d2")]
    public async Task However_both_suites_are_refused_no_weaker_one_is_tried_without_permission(string persona)
    {
        using var rack = Rack(persona, options => options with { CipherSuites = [1, 2] });
        await Assert.ThrowsAsync<IpmiException>(() => rack.ConnectAsync(options => options with { Timeout = TimeSpan.FromSeconds(1) }));
        Assert.Equal(0, rack.Bmc.SessionsOpened);
        using var client = await rack.ConnectAsync(options => options with { AllowInsecure = true, Timeout = TimeSpan.FromMinutes(1) });
        Assert.Contains(client.CipherSuite!.Id, new byte[] { 1, 2 });
    }

    [Fact]
    public async Task An_integrity_check_value_with_suite_0_does_no_harm()
    {
        using var rack = Rack("s5500wbv-suite-0");
        using var client = await rack.ConnectAsync(options => options with { AllowInsecure = true, CipherSuite = 0 });
        Assert.True((await client.SendAsync(new GetChassisStatus())).IsOn);
        AssertSeen(rack, "rakp4-surplus");
    }

    [Theory]
    [InlineData("xyratex-hb-f8")]
    [InlineData("intel-se7520af2")]
    public async Task The_exact_limit_of_a_user_is_found_from_above_and_from_below(string persona)
    {
        using var rack = Rack(persona);
        using var client = await rack.ConnectAsync(options => options with { UserName = "operator", Password = SimulatedRack.Secret("operator") });
        Assert.Equal(PrivilegeLevel.Operator, client.Privilege);
        using var modest = await rack.ConnectAsync(options => options with { PreferredPrivilege = PrivilegeLevel.User });
        Assert.Equal(PrivilegeLevel.Administrator, modest.Privilege);
        var error = await Assert.ThrowsAsync<IpmiException>(() => rack.ConnectAsync(options => options with { Privilege = PrivilegeLevel.User }));
        Assert.Equal(IpmiErrorKind.InsufficientPrivilege, error.Kind);
        AssertSeen(rack, "exact-privilege");
    }

    [Fact]
    public async Task A_privilege_that_is_refused_once_is_requested_again_and_the_command_sent_once()
    {
        using var rack = Rack("hesitant");
        using var client = await rack.ConnectAsync();
        await client.SendAsync(new ColdReset());
        AssertSeen(rack, "refuse 06/3b");
        Assert.Equal(1, rack.Bmc.CommandCounts[new SimulatedCommand(0x06, 0x02)]);
    }

    [Fact]
    public async Task A_BMC_that_grants_less_than_at_log_in_is_used_with_that()
    {
        using var rack = Rack("generous");
        using var client = await rack.ConnectAsync();
        await client.SendAsync(new ChassisIdentify());
        Assert.Equal(PrivilegeLevel.Operator, client.Privilege);
        var error = await Assert.ThrowsAsync<IpmiException>(() => client.SendAsync(new ColdReset()));
        Assert.Equal(IpmiErrorKind.InsufficientPrivilege, error.Kind);
        Assert.False(rack.Bmc.CommandCounts.ContainsKey(new SimulatedCommand(0x06, 0x02)));
    }

    [Fact]
    public async Task Four_sessions_are_enough_if_each_is_closed()
    {
        using var rack = CountingRack("cisco-imc");
        for (int i = 0; i < 12; i++)
        {
            using var client = await rack.ConnectAsync();
            Assert.True((await client.SendAsync(new GetChassisStatus())).IsOn);
            await client.CloseAsync();
        }

        Assert.Equal(1, rack.Bmc.PeakSessions);
        var open = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => rack.ConnectAsync()));
        var error = await Assert.ThrowsAsync<IpmiException>(() => rack.ConnectAsync(options => options with { Timeout = TimeSpan.FromSeconds(5), Clock = Clock.System }));
        Assert.Equal(IpmiErrorKind.NoSessionSlot, error.Kind);
        await Task.WhenAll(open.Select(client => client.CloseAsync()));
    }

    [Fact]
    public async Task The_suites_are_not_requested_before_a_log_in_because_it_upsets_some_BMCs()
    {
        using var rack = Rack("cisco-ucs");
        using (var client = await rack.ConnectAsync())
            await client.SendAsync(new ChassisIdentify());
        Assert.False(rack.Bmc.CommandCounts.ContainsKey(new SimulatedCommand(0x06, GetChannelCipherSuites.Definition.Code)));

        await IpmiProbe.RunAsync(rack.ConnectOptions());
        using var upset = await rack.ConnectAsync();
        await Assert.ThrowsAsync<IpmiException>(() => upset.SendAsync(new ChassisIdentify()));
        AssertSeen(rack, "suite-list-upsets");
    }

    [Theory]
    [InlineData("dell-idrac9", 17)]
    [InlineData("dell-idrac10", 3)]
    public async Task The_list_of_suites_is_read_if_only_RMCP_plus_packets_return_it(string persona, byte suite)
    {
        using var rack = Rack(persona);
        var probe = await IpmiProbe.RunAsync(rack.ConnectOptions());
        Assert.Equal([suite], probe.CipherSuites!.Select(listed => listed.Id));
        AssertSeen(rack, "suite-list-rmcp-plus");
    }

    [Fact]
    public async Task A_list_of_weak_suites_leads_to_the_right_error_in_either_packet()
    {
        using var rack = Rack("dell-idrac9", options => options with { CipherSuites = [1, 2] });
        var error = await Assert.ThrowsAsync<IpmiException>(() => rack.ConnectAsync());
        Assert.Equal(IpmiErrorKind.InsecureRefused, error.Kind);
        Assert.Contains("lists 1, 2", error.Message, StringComparison.Ordinal);
        AssertSeen(rack, "suite-list-rmcp-plus");
    }

    [Fact]
    public async Task A_BMC_that_is_not_ready_gets_the_request_again_and_its_self_test_is_unknown()
    {
        using var rack = CountingRack("dell-idrac10", slow: 5);
        using var client = await rack.ConnectAsync();
        Assert.Equal(6, (await SelReader.GetInfoAsync(client, CancellationToken.None)).Entries);
        Assert.Equal(3, rack.Bmc.CommandCounts[new SimulatedCommand(0x0A, 0x40)]);
        Assert.Equal("Unknown", (await DeviceInfoReader.GetAsync(client)).SelfTest);
    }

    /// <summary>The lost packet is one that may be repeated, whatever the purpose of the session. Clear SEL also requests the progress.</summary>
    [Theory]
    [InlineData("power", 0x00, 0x02, 1)]
    [InlineData("chassis control", 0x00, 0x02, 1)]
    [InlineData("clear", 0x0A, 0x47, 2)]
    [InlineData("boot device", 0x00, 0x08, 6)]
    [InlineData("password", 0x06, 0x47, 1)]
    [InlineData("raw", 0x06, 0x01, 2)]
    [InlineData("raw to a controller", 0x06, 0x34, 1)]
    [InlineData("console", 0x06, 0x48, 1)]
    public async Task A_change_is_never_the_first_packet_of_a_session(string change, byte netFn, byte command, long sent)
    {
        using var rack = CountingRack("openbmc-late-keys", slow: 5);
        using var client = await rack.ConnectAsync();
        Task done = change switch
        {
            "power" => ChassisPower.InvokeAsync(client, PowerAction.Off, new PowerOptions()),
            "chassis control" => client.SendAsync(new ChassisControl(ChassisControlAction.HardReset)),
            "clear" => SelReader.ClearAsync(client, null, returnEntries: false, CancellationToken.None),
            "boot device" => BootDeviceControl.SetAsync(client, BootDevice.Pxe, persistent: false, uefi: false, CancellationToken.None),
            "password" => client.SendAsync(new SetUserPassword(2, UserPasswordOperation.SetPassword, Wire.Bytes("simulated"), isLong: false)),
            "raw" => client.SendAsync(new RawCommand(0x06, 0x01, [])),
            "raw to a controller" => Assert.ThrowsAsync<IpmiCommandException>(() => client.SendAsync(new RawCommand(0x06, 0x01, []), new IpmbTarget(0x72, 0), CancellationToken.None)),
            _ => SolConsole.OpenAsync(client, new SolOptions()),
        };
        await done;
        AssertSeen(rack, "first-packet-lost");
        Assert.Equal(sent, rack.Bmc.CommandCounts[new SimulatedCommand(netFn, command)]);
    }

    [Fact]
    public async Task A_list_of_suites_with_wrong_tags_is_read()
    {
        using var plain = Rack("plain");
        using var rack = Rack("sun-x4100");
        var expected = await IpmiProbe.RunAsync(plain.ConnectOptions());
        var probe = await IpmiProbe.RunAsync(rack.ConnectOptions());
        Assert.Equal(expected.CipherSuites, probe.CipherSuites);
        AssertSeen(rack, "suite-tags");
    }

    [Fact]
    public async Task A_BMC_without_a_pong_is_found()
    {
        using var rack = Rack("windmill");
        var probe = await IpmiProbe.RunAsync(rack.ConnectOptions());
        Assert.Equal((true, false), (probe.IsPresent, probe.Pong));
        AssertSeen(rack, "no-pong");
    }

    [Fact]
    public void Some_cards_do_not_respond_after_a_ping()
    {
        var wire = new Wire(new SimulatorOptions { Profile = "supermicro-ipmi15" });
        byte[] question = SessionPacket.WriteSessionless15(LanMessage.Request(new GetChannelAuthenticationCapabilities(), 1, new ArraySegment<byte>([0x0E, 0x04])));
        Assert.NotNull(wire.Exchange(question));
        wire.Exchange(AsfPing.WritePing(1));
        Assert.Null(wire.Exchange(question));
    }

    [Fact]
    public async Task Wrong_codes_are_refused_and_the_error_says_so()
    {
        using var rack = Rack("windmill");
        using var client = await rack.ConnectAsync(options => options with { Protocol = IpmiProtocol.Ipmi15, AllowInsecure = true, RetryCount = 1, Clock = new SlowClock(5) });
        var error = await Assert.ThrowsAsync<IpmiException>(() => client.SendAsync(new GetChassisStatus()));
        Assert.Equal(IpmiErrorKind.Timeout, error.Kind);
        Assert.Contains("its authentication code is wrong", error.Message, StringComparison.Ordinal);
        AssertSeen(rack, "wrong-code");
    }

    [Fact]
    public void An_Open_Session_of_another_length_is_dropped_by_OpenBMC()
    {
        var wire = new Wire(new SimulatorOptions { Profile = "openbmc" });
        using var handshake = new RmcpPlusHandshake(Crypto17, PrivilegeLevel.Administrator, Wire.Bytes("admin"), Wire.Bytes("simulated"), []);
        var request = Wire.Packet(handshake.Outgoing!).Payload;
        Assert.Null(wire.Exchange(SessionPacket.WriteSessionless20(PayloadType.OpenSessionRequest, new ArraySegment<byte>([.. request, 0]))));
        Assert.Equal(1, wire.Bmc.QuirkCounts["open-session-strict"]);
        Assert.NotNull(wire.LogIn().Session);
    }

    [Theory]
    [InlineData("sun-x4100")]
    [InlineData("inventec-5441")]
    public void Open_Session_without_a_privilege_results_in_other_keys(string persona)
    {
        var wire = new Wire(new SimulatorOptions { Profile = persona });
        using var handshake = new RmcpPlusHandshake(Crypto17, PrivilegeLevel.Administrator, Wire.Bytes("admin"), Wire.Bytes("simulated"), []);
        byte[] highest = [.. Wire.Packet(handshake.Outgoing!).Payload];
        highest[1] = 0;
        Assert.True(handshake.Receive(Wire.Packet(wire.Exchange(SessionPacket.WriteSessionless20(PayloadType.OpenSessionRequest, new ArraySegment<byte>(highest)))!)));
        Assert.True(handshake.Receive(Wire.Packet(wire.Exchange(handshake.Outgoing!)!)));
        Assert.Equal(IpmiErrorKind.BadCredential, handshake.Failure!.Kind);
        Assert.Equal(1, wire.Bmc.QuirkCounts["hash-open-privilege"]);
    }

    private static IpmiPS.Crypto.CipherSuite Crypto17 => IpmiPS.Crypto.CipherSuite.Find(17)!;

    private static SimulatedRack Rack(string persona, Func<SimulatorOptions, SimulatorOptions>? adapt = null) =>
        new((adapt ?? (options => options))(new SimulatorOptions { Profile = persona }));

    private static SimulatedRack CountingRack(string persona, int slow = 50) => new(new SimulatorOptions { Profile = persona }) { Clock = new SlowClock(slow) };

    private static void AssertSeen(SimulatedRack rack, string quirk) => Assert.Contains(quirk, rack.Bmc.QuirkCounts.Keys);
}
