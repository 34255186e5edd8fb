using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using IpmiPS.Commands;
using IpmiPS.Commands.App;
using IpmiPS.Discovery;
using IpmiPS.Packets;
using IpmiPS.Parameters;
using IpmiPS.Simulator;
using IpmiPS.Tests.Fuzz;
using IpmiPS.Tests.Simulator;
using IpmiPS.Tests.Support;
using Xunit;

namespace IpmiPS.Tests.Discovery;

public class DeviceSweepTests
{
    private const byte Capabilities = 0x38, SystemGuid = 0x37, Suites = 0x54;

    private static readonly IPEndPoint s_there = Network.EndPoint(7);

    [Fact]
    public void A_silent_address_gets_two_packets_and_is_forgotten()
    {
        var network = Search(new Network());
        Assert.Empty(network.Found);
        Assert.Equal([0x07, 0x06], network.Sent.Select(sent => sent.Packet[3]));
        Assert.Equal([0, 1500], network.Sent.Select(sent => (int)sent.At.TotalMilliseconds));
        Assert.InRange(network.Now.TotalSeconds, 3, 3.001);
        Assert.Equal((1L, 0), (network.Sweep.DoneCount, network.Sweep.Count));
    }

    [Fact]
    public void A_bmc_is_described_by_what_it_answers_without_a_log_in()
    {
        var network = Search(With(new TestBmc { Suites = [3, 17], AuthTypes = [AuthType.Md5], BmcKey = [1], Sessionless = Guid }));
        var device = Assert.Single(network.Found);
        Assert.Equal(("10.0.0.7", 623, "10.0.0.7"), (device.ComputerName, device.Port, device.IPAddress));
        Assert.Equal((true, (bool?)true, (bool?)true, (bool?)true), (device.Ipmi, device.Ipmi20, device.Ipmi15, device.Pong));
        Assert.Equal(("3, 17", AuthenticationTypes.Md5), (device.CipherSuites, device.AuthenticationTypes));
        Assert.Equal(new Guid("00010203-0405-0607-8809-0a0b0c0d0e0f"), device.SystemGuid);
        Assert.Equal(((bool?)true, "-BmcKey"), (device.BmcKeySet, device.Needs));
        Assert.Equal(20, device.ResponseTime!.Value.TotalMilliseconds);

        // Capabilities, GUID and suites together, ping: three round trips.
        Assert.InRange(network.Now.TotalMilliseconds, 60, 61);
        Assert.Equal(4, network.Sent.Count);
    }

    [Fact]
    public void A_name_stands_for_its_address_in_the_result()
    {
        var network = With(new TestBmc());
        network.Run([new SweepTarget(s_there, "rack1-bmc7")]);
        Assert.Equal(("rack1-bmc7", "10.0.0.7"), (network.Found[0].ComputerName, network.Found[0].IPAddress));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Guid_and_suites_are_asked_for_in_both_kinds_of_packets(bool rmcpPlus)
    {
        var bmc = new TestBmc { Suites = [17] };
        bmc.Sessionless = request => request.Message.Command != Capabilities && request.IsRmcpPlus != rmcpPlus ? [] : Guid(request);
        var device = Assert.Single(Search(With(bmc)).Found);
        Assert.Equal("17", device.CipherSuites);
        Assert.NotNull(device.SystemGuid);
        Assert.Equal(rmcpPlus ? 2 : 4, bmc.Requests.Count(request => request.Message.Command != Capabilities));
    }

    [Fact]
    public void A_bmc_of_ipmi_15_that_refuses_the_bit_of_ipmi_20_is_asked_without_it()
    {
        var bmc = new TestBmc { SpeaksIpmi20 = false, AuthTypes = [AuthType.Md5] };
        bmc.Sessionless = request => request.Message.Command == Capabilities && (request.Data[0] & 0x80) != 0 ? [0xCC] : null;
        var network = Search(With(bmc));
        var device = Assert.Single(network.Found);
        Assert.Equal(((bool?)false, (bool?)true, "-AllowInsecure"), (device.Ipmi20, device.Ipmi15, device.Needs));

        // Some cards of IPMI 1.5 do not respond for a while after a ping.
        Assert.Null(device.Pong);
        Assert.DoesNotContain(network.Sent, sent => sent.Packet[3] == 0x06);
    }

    [Fact]
    public void A_device_that_only_answers_the_ping_is_found_too()
    {
        var network = With(new TestBmc { Sessionless = _ => [] });
        var device = Assert.Single(Search(network).Found);
        Assert.Equal((false, (bool?)true, (bool?)null, "IPMI over LAN"), (device.Ipmi, device.Pong, device.Ipmi20, device.Needs));

        // Once it has answered, it is not silent, so it is asked for more.
        Assert.Equal(4, network.Sent.Skip(2).Count(sent => sent.Packet[3] == 0x07));
    }

    [Fact]
    public void The_manufacturer_is_that_of_the_pong_or_of_the_capabilities()
    {
        var network = new Network();
        byte[] pong = AsfPing.WritePong(0);
        (pong[14], pong[15]) = (0x02, 0xA2);
        (pong[12], pong[13]) = (0, 0);
        network.Hosts[s_there] = packet =>
        {
            pong[9] = packet[9];
            return packet[3] == 0x06 ? [pong] : [];
        };
        var device = Assert.Single(Search(network).Found);
        Assert.Equal(((int?)674, "Dell"), (device.ManufacturerId, device.Manufacturer?.Substring(0, 4)));

        var bmc = new TestBmc { Sessionless = request => request.Message.Command == Capabilities ? [0, 1, 0x84, 0x07, 3, 0x57, 0x01, 0x00, 0] : null };
        device = Assert.Single(Search(With(bmc)).Found);
        Assert.Equal((343, true, true, true), (device.ManufacturerId, device.AnonymousLogIn, device.NullUsers, device.NamedUsers));
    }

    [Fact]
    public void A_busy_bmc_is_asked_again()
    {
        int busy = 3;
        var device = Assert.Single(Search(With(new TestBmc { Sessionless = request => request.Message.Command == Capabilities && busy-- > 0 ? [0xC0] : null })).Found);
        Assert.True(device.Ipmi);
    }

    [Theory]
    [InlineData("foreign")]
    [InlineData("sequence")]
    [InlineData("tag")]
    [InlineData("checksum")]
    [InlineData("request")]
    [InlineData("short")]
    public void Only_an_answer_to_its_own_request_counts(string fault)
    {
        var network = new Network();
        var bmc = new TestBmc();
        network.Hosts[s_there] = packet => fault == "request" ? [packet] : bmc.Receive(packet).Select(answer => Spoil(answer, fault));
        if (fault == "foreign")
            network.Hosts[s_there] = packet =>
            {
                network.Sweep.Receive(Network.EndPoint(8), new ArraySegment<byte>(bmc.Receive(packet)[0]), network.Now);
                network.Sweep.Receive(Network.EndPoint(7, 624), new ArraySegment<byte>(bmc.Receive(packet)[0]), network.Now);
                return [];
            };
        Assert.Empty(Search(network).Found);
        Assert.Equal(2, network.Sent.Count);
    }

    [Fact]
    public void A_list_of_suites_without_end_is_given_up()
    {
        var bmc = new TestBmc();
        bmc.Sessionless = request => request.Message.Command == Suites ? [0, 1, .. Enumerable.Repeat((byte)0xC0, 16)] : null;
        var device = Assert.Single(Search(With(bmc)).Found);
        Assert.Null(device.CipherSuites);
        Assert.Equal(16, bmc.Requests.Count(request => request.Message.Command == Suites));
    }

    [Fact]
    public void Every_persona_is_found()
    {
        foreach (string persona in SimulatorRack.PersonaNames.Concat(SimulatorRack.ProfileNames))
        {
            var wire = new Simulator.Wire(new SimulatorOptions { Profile = persona });
            var network = new Network();
            network.Hosts[s_there] = packet =>
            {
                wire.Receive(packet);
                wire.Time.Advance(TimeSpan.FromMilliseconds(1));
                byte[][] answers = [.. wire.Sent];
                wire.Sent.Clear();
                return answers;
            };
            Search(network);
            Assert.True(network.Found.Count == 1 && network.Found[0].Ipmi, persona);
        }
    }

    /// <summary>
    /// Of 500 BMCs among 65,534 addresses, with 2 % loss in each direction, 0.8 are not found on average: both packets, or their answers, are lost with a probability of
    /// (1 - 0.98²)² = 0.16 %. More than two packets to a silent address would find them.
    /// </summary>
    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void A_large_network_is_searched_at_the_rate_with_bounded_state(int lossPercent)
    {
        const int Count = 65_534, Bmcs = 500, Rate = 1000;
        var network = new Network(12) { LossPercent = lossPercent };
        for (int i = 0; i < Bmcs; i++)
            network.Hosts[Network.EndPoint(1 + i * 131)] = new TestBmc { Suites = [3, 17] }.Receive;
        network.Run(Enumerable.Range(1, Count).Select(number => new SweepTarget(Network.EndPoint(number))), Rate);

        Assert.InRange(network.Found.Count, lossPercent == 0 ? Bmcs : Bmcs - 4, Bmcs);
        var found = new HashSet<string>(network.Found.Select(device => device.IPAddress));
        Assert.Equal(found.Count, network.Found.Count);
        Assert.All(network.Sent.GroupBy(sent => sent.To), sent => Assert.True(found.Contains(sent.Key.Address.ToString()) || sent.Count() <= 2));
        Assert.InRange(network.MaximumCount, 1, 4 * Rate);

        // Never more than five packets above the rate, over any time.
        for (int i = 0; i < network.Sent.Count; i += 97)
            for (int n = 1; n <= 4096 && i + n < network.Sent.Count; n *= 4)
                Assert.True(n <= 5 + Rate * (network.Sent[i + n].At - network.Sent[i].At).TotalSeconds + 0.01);
        Assert.InRange(network.Now.TotalSeconds, network.Sent.Count / (double)Rate, network.Sent.Count / (double)Rate + 5);
    }

    [Fact]
    public void A_rate_that_is_too_low_for_the_timeout_delays_everything_and_leaves_nothing_out()
    {
        var network = new Network(timeout: TimeSpan.FromMilliseconds(200)) { RoundTrip = TimeSpan.FromMilliseconds(1) };
        for (int i = 1; i <= 40; i++)
            network.Hosts[Network.EndPoint(i)] = new TestBmc { Suites = [3, 17], Sessionless = Guid }.Receive;
        network.Run(Enumerable.Range(1, 60).Select(number => new SweepTarget(Network.EndPoint(number))), 10);
        Assert.Equal(40, network.Found.Count(device => device is { CipherSuites: "3, 17", SystemGuid: not null }));
        Assert.All(Enumerable.Range(41, 20), number => Assert.Equal(2, network.Sent.Count(sent => sent.To.Equals(Network.EndPoint(number)))));
    }

    /// <summary>0.157 % of 10,000 are 16.</summary>
    [Fact]
    public void With_2_percent_loss_as_many_are_missed_as_two_packets_make_inevitable()
    {
        int missed = 0;
        for (ulong seed = 1; seed <= 20; seed++)
        {
            var network = new Network(seed) { LossPercent = 2, RoundTrip = TimeSpan.FromMilliseconds(1) };
            for (int i = 1; i <= 500; i++)
                network.Hosts[Network.EndPoint(i)] = new TestBmc { Suites = [3, 17] }.Receive;
            missed += 500 - network.Run(network.Hosts.Keys.Select(endPoint => new SweepTarget(endPoint)).ToList(), 10_000).Found.Count;
        }

        Assert.InRange(missed, 4, 32);
    }

    [Fact]
    public void What_a_hostile_host_sends_changes_no_other_result()
    {
        var random = new SeededRandom(7);
        var bmc = new TestBmc { Sessionless = Guid };
        for (int run = 0; run < 300; run++)
        {
            var network = With(new TestBmc());
            network.Hosts[Network.EndPoint(9)] = packet => bmc.Receive(packet).SelectMany(answer => Enumerable.Range(0, 20).Select(_ => Mutate(answer, random)));
            network.Run([new SweepTarget(Network.EndPoint(9)), new SweepTarget(s_there)]);
            Assert.Contains(network.Found, device => device.IPAddress == "10.0.0.7");
            Assert.InRange(network.Sent.Count, 1, 80);
        }
    }

    private static byte[]? Guid(BmcRequest request) => request.Message.Command == SystemGuid ? [0, .. Enumerable.Range(0, 8).Select(value => (byte)value), 0x88, 9, 10, 11, 12, 13, 14, 15] : null;

    private static Network With(TestBmc bmc)
    {
        var network = new Network();
        network.Hosts[s_there] = bmc.Receive;
        return network;
    }

    private static Network Search(Network network) => network.Run([new SweepTarget(s_there)]);

    private static byte[] Spoil(byte[] answer, string fault)
    {
        bool isPong = answer[3] == Rmcp.AsfClass;
        switch (fault)
        {
            case "short":
                return [.. answer.Take(answer.Length - 1 - (isPong ? 8 : 0))];
            case "sequence" when !isPong:
                // Requester's sequence number, with the checksum that fits.
                answer[18] ^= 4;
                answer[answer.Length - 1] = (byte)-answer.Skip(17).Take(answer.Length - 18).Sum(each => each);
                return answer;
            case "checksum" when !isPong:
                answer[answer.Length - 1]++;
                return answer;
            default:
                answer[9]++;
                return answer;
        }
    }

    private static byte[] Mutate(byte[] answer, SeededRandom random)
    {
        byte[] changed = random.Below(4) == 0 ? [.. answer.Take(random.Below(answer.Length + 1))] : (byte[])answer.Clone();
        for (int i = random.Below(4); i > 0 && changed.Length > 0; i--)
            changed[random.Below(changed.Length)] = (byte)random.Next();
        return changed;
    }
}
