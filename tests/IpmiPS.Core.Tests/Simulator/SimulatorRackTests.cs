using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;
using IpmiPS.Commands.App;
using IpmiPS.Commands.Chassis;
using IpmiPS.Simulator;
using IpmiPS.Tests.Support;
using Xunit;

namespace IpmiPS.Tests.Simulator;

public sealed class SimulatorRackTests
{
    private static readonly bool s_manyLoopbackAddresses = CanBind("127.3.2.1");

    private static bool CanBind(string address)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Parse(address), 0));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    [Fact]
    public async Task Each_of_many_BMCs_responds_and_counts_for_itself()
    {
        using var rack = new SimulatedRack(new SimulatorOptions { Count = 50 }) { Clock = new SlowClock() };
        Assert.Equal(50, rack.Rack.Bmcs.Select(bmc => bmc.Port).Distinct().Count());
        await Task.WhenAll(rack.Rack.Bmcs.Select(async (bmc, i) =>
        {
            using var client = await IpmiClient.ConnectAsync(rack.ConnectOptions(bmc) with { Timeout = TimeSpan.FromMinutes(1) });
            if (i % 2 == 0)
                await client.SendAsync(new ChassisControl(ChassisControlAction.PowerDown));
            var guid = await client.SendAsync(new GetSystemGuid());
            Assert.Equal(bmc.State.Identity.Guid, guid.Bytes);
        }));
        for (int i = 0; i < 50; i++)
        {
            var bmc = rack.Rack.Bmcs[i];
            Assert.Equal(i % 2 == 0 ? ["Off"] : [], bmc.PowerActions);
            Assert.Equal(i % 2 == 0 ? 1 : 0, bmc.PowerActionCounts.Values.Sum());
            Assert.Equal(1, bmc.SessionsOpened);
            Assert.InRange(bmc.PacketCount, 5, 40);
            Assert.Equal(1, bmc.CommandCounts[new SimulatedCommand(0x06, 0x37)]);
        }
    }

    [Fact]
    public async Task BMCs_can_share_a_port_on_addresses_of_their_own()
    {
        if (!s_manyLoopbackAddresses)
            return;
        int port = FreePort();
        using var rack = new SimulatedRack(new SimulatorOptions { Count = 4, Address = "127.3.2.253", OnePort = true, Port = port });
        Assert.Equal(["127.3.2.253", "127.3.2.254", "127.3.3.1", "127.3.3.2"], rack.Rack.Bmcs.Select(bmc => bmc.Address));
        Assert.All(rack.Rack.Bmcs, bmc => Assert.Equal(port, bmc.Port));
        foreach (var bmc in rack.Rack.Bmcs)
        {
            using var client = await IpmiClient.ConnectAsync(rack.ConnectOptions(bmc));
            Assert.True((await client.SendAsync(new GetChassisStatus())).IsOn);
        }
    }

    [Fact]
    public async Task IPv6_works_too()
    {
        if (!Socket.OSSupportsIPv6)
            return;
        using var rack = new SimulatedRack(new SimulatorOptions { Address = "::1" });
        using var client = await rack.ConnectAsync();
        Assert.True((await client.SendAsync(new GetChassisStatus())).IsOn);
    }

    [Fact]
    public async Task A_stopped_rack_no_longer_responds_and_can_be_stopped_twice()
    {
        // Where there are many addresses, at one that no other test has: nothing else takes the port meanwhile.
        var rack = SimulatorRack.Start(new SimulatorOptions { Address = s_manyLoopbackAddresses ? "127.67.0.3" : "127.0.0.1" });
        var bmc = rack.Bmcs[0];
        rack.Stop();
        rack.Dispose();
        var error = await Assert.ThrowsAsync<IpmiException>(() => IpmiClient.ConnectAsync(new IpmiConnectOptions
        {
            Endpoint = new LanEndpoint(bmc.Address, bmc.Port), UserName = "admin", Password = SimulatedRack.Secret("simulated"), Timeout = TimeSpan.FromSeconds(1), RetryCount = 1,
        }));
        Assert.Contains(error.Kind, new[] { IpmiErrorKind.Unreachable, IpmiErrorKind.Timeout });
        Assert.Equal(0, bmc.OpenSessions);
    }

#if !NETFRAMEWORK
    // Mono on Linux lets two sockets share a UDP port.
    [Fact]
    public void A_port_in_use_is_an_error_and_no_socket_stays_open()
    {
        // The port before that of a rack, which no other test uses.
        using var rack = RackBehindFreePort();
        int free = rack.Bmc.Port - 1;
        var error = Assert.ThrowsAny<SocketException>(() => SimulatorRack.Start(new SimulatorOptions { Port = free, Count = 2 }).Dispose());
        Assert.Equal($"-Port: UDP port {rack.Bmc.Port} of 127.0.0.1 is in use.", error.Message);
        using var again = SimulatorRack.Start(new SimulatorOptions { Port = free });
        Assert.Equal(free, again.Bmcs[0].Port);
    }

    private static SimulatedRack RackBehindFreePort()
    {
        while (true)
        {
            var rack = new SimulatedRack();
            try
            {
                SimulatorRack.Start(new SimulatorOptions { Port = rack.Bmc.Port - 1 }).Dispose();
                return rack;
            }
            catch (SocketException)
            {
                rack.Dispose();
            }
        }
    }
#endif

    [Fact]
    public void Invalid_options_are_refused()
    {
        Refused(new() { Count = 0 });
        Refused(new() { Count = 70000 });
        Refused(new() { Address = "localhost" });
        Refused(new() { Address = "192.0.2.1" });
        Refused(new() { Port = 65535, Count = 2 });
        Refused(new() { OnePort = true });
        Refused(new() { OnePort = true, Port = 9000, Count = 2, Address = "::1" });
        Refused(new() { OnePort = true, Port = 9000, Count = 300, Address = "127.255.255.1" });
        Refused(new() { SessionSlots = 0 });
        Refused(new() { Profile = "mainframe" });
        Refused(new() { CipherSuites = [20] });
        Refused(new() { AuthenticationTypes = ["kerberos"] });
        Refused(new() { FirstMachine = 0x1000000 });
        var noFile = Assert.Throws<IOException>(() => SimulatorRack.Start(new SimulatorOptions { Path = "no-such.emu" }));
        Assert.IsType<FileNotFoundException>(noFile.InnerException);

        static void Refused(SimulatorOptions options) => Assert.Throws<ArgumentException>(() => SimulatorRack.Start(options).Dispose());
    }

    [Fact]
    public void The_same_seed_makes_the_same_rack_and_another_seed_another()
    {
        string[] Guids(int seed)
        {
            using var rack = SimulatorRack.Start(new SimulatorOptions { Count = 3, Seed = seed });
            return [.. rack.Bmcs.Select(bmc => Convert.ToBase64String(bmc.State.Identity.Guid))];
        }

        Assert.Equal(Guids(1), Guids(1));
        Assert.NotEqual(Guids(1), Guids(2));
    }

    /// <summary>The system truncates packets that do not fit into the buffer; Linux returns the original length.</summary>
    [Fact]
    public async Task Packets_that_are_too_long_are_dropped_and_the_BMC_continues()
    {
        using var rack = new SimulatedRack();
        using var other = new System.Net.Sockets.UdpClient(rack.Bmc.Address, rack.Bmc.Port);
        foreach (int length in (int[])[1024, 1025, 3004, 3004, 3004, 65507])
            other.Send(new byte[length], length);
        using var client = await rack.ConnectAsync();
        await client.SendAsync(new IpmiPS.Commands.App.GetDeviceId());
    }

    [Theory]
    [InlineData("rack-1u")]
    [InlineData("storage-2u")]
    [InlineData("blade")]
    [InlineData("legacy")]
    [InlineData("plain")]
    public void Machines_of_their_own_share_nothing_with_those_of_another_rack(string profile)
    {
        var options = new SimulatorOptions { Count = 3, Profile = profile };
        string[] identities = [.. Identities(options.WithOwnMachines()), .. Identities(options.WithOwnMachines()), .. Identities(options with { Seed = 2 }), .. Identities(options)];
        Assert.Equal(identities.Length, identities.Distinct().Count());
        Assert.Equal(Identities(options), Identities(options));
    }

    [Fact]
    public void The_maximum_machine_numbers_fit_everywhere()
    {
        foreach (string profile in SimulatorRack.ProfileNames.Concat(SimulatorRack.PersonaNames))
            Assert.NotEmpty(Identities(new SimulatorOptions { Count = 2, Profile = profile, FirstMachine = SimulatorOptions.MaximumMachine }));
    }

    [Fact]
    public void BMCs_of_the_same_file_have_GUIDs_of_their_own()
    {
        string file = Path.Combine(Path.GetTempPath(), $"ipmips-{Guid.NewGuid():N}.emu");
        File.WriteAllText(file, "mc_setbmc 0x20\nmc_add 0x20 0 no-device-sdrs 0x23 9 8 0x9f 0x1291 0xf02 persist_sdr\nmc_set_guid 0x20 a123456789abcdefa123456789abcdef\nmc_enable 0x20\n");
        try
        {
            using var rack = SimulatorRack.Start(new SimulatorOptions { Path = file, Count = 3 });
            Assert.Equal(0xA1, rack.Bmcs[0].State.Identity.Guid[0]);
            Assert.Equal(3, rack.Bmcs.Select(bmc => Convert.ToBase64String(bmc.State.Identity.Guid)).Distinct().Count());
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>GUID, MAC address and contents of all FRU devices, one text for each BMC and kind.</summary>
    private static string[] Identities(SimulatorOptions options)
    {
        using var rack = SimulatorRack.Start(options);
        return [.. rack.Bmcs.SelectMany(bmc => new[] { bmc.State.Identity.Guid, bmc.State.Lan.Get(5, 0)!, [.. bmc.State.Controllers.Main.Definition.Frus.SelectMany(fru => bmc.State.Controllers.Main.Frus.Image(fru))] }).Select(Convert.ToBase64String)];
    }
}
