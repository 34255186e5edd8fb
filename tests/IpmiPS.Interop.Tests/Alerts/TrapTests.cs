using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Alerts;
using IpmiPS.Interop.Support;
using IpmiPS.Interop.VirtualBmcs;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Interop.Alerts;

/// <summary>Platform event traps of real BMCs, sent by net-snmp, received here, and compared with what ipmi-pet makes of the same bytes.</summary>
public sealed class TrapTests
{
    private const string Enterprise = "1.3.6.1.4.1.3183.1.1", Variable = "1.3.6.1.4.1.3183.1.1.1";

    /// <summary>Specific trap, and the data.</summary>
    private static readonly Dictionary<string, (uint Specific, string Data)> s_traps = new()
    {
        ["Dell, chassis intrusion ended (ipmi-pet's manual)"] = (356224, "44454c4c500010598043b2c04f333358000219e87e26ffff202004207318008001ff000000000019000002a20100c1"),
        ["Dell R300, chassis intrusion"] = (356096, "44454c4c4b00104a804bc3c04f4d4c310001184a74d5ffff202010207318008001ff000000000019000002a201006c696f6e2d342d69706d69c1"),
        ["Supermicro, session audit"] = (2780930, "373030314d530025900b822b0000000000f12904e0f7ffff20200220ff1800f2ffff00000000001980b900000a048000012ac1"),
        ["Temperature, upper critical"] = (65801, "44454c4c500010598043b2c04f333358000319e87e26ffff20201020300301594946000000000019000002a20100c1"),
        ["Fan, lower critical, ended"] = (262530, "44454c4c500010598043b2c04f333358000419e87e26ffff20200420411d01520f10000000000019000002a20100c1"),
        ["Power supply failure"] = (552705, "44454c4c500010598043b2c04f333358000519e87e26ffff20201020650a0101ffff000000000019000002a20100c1"),
    };

    public static TheoryData<string> Traps => [.. s_traps.Keys];

    [InteropTheory(Needs.SnmpTrap | Needs.FreeIpmi)]
    [MemberData(nameof(Traps))]
    public async Task What_snmptrap_sends_is_decoded_as_ipmi_pet_does(string name)
    {
        var (specific, data) = s_traps[name];
        using var server = new VirtualServer();
        string[] bytes = [.. Hex.Parse(data).Select(static value => $"0x{value:X2}")];
        var printed = (await server.FreeIpmiAsync("ipmi-pet", ["--comma-separated-output", "--output-event-severity", "-v", specific.ToString(CultureInfo.InvariantCulture), .. bytes])).Lines;
        string[] header = printed[0].Split(','), cells = printed[1].Split(',');
        string Cell(string column) => cells[Array.IndexOf(header, column)];

        // Repetitions are wanted here: the same event three times, and over each way.
        using var receiver = new AlertReceiver(new() { Addresses = ["127.0.0.1"], Port = 0, RepeatTime = TimeSpan.Zero });
        receiver.Start();
        string to = $"127.0.0.1:{receiver.Port}";
        await SendAsync("snmptrap", ["-v", "1", "-c", "public", to, Enterprise, "192.0.2.10", "6", $"{specific}", "4711", Variable, "x", data]);
        await SendAsync("snmptrap", ["-v", "2c", "-c", "public", to, "", $"{Enterprise}.0.{specific}", Variable, "x", data]);
        await SendAsync("snmpinform", ["-v", "2c", "-c", "public", "-t", "30", "-r", "0", to, "", $"{Enterprise}.0.{specific}", Variable, "x", data]);

        using var late = new CancellationTokenSource(ExternalTool.Patience);
        for (int i = 0; i < 3; i++)
        {
            var alert = (await receiver.ReceiveAsync(late.Token)).Alert!;
            Assert.Equal((i == 0 ? "1" : "2c", i == 2, "127.0.0.1"), (alert.SnmpVersion, alert.IsInform, alert.Sender));
            Assert.Equal($"{Cell("Date")} {Cell("Time")}", alert.Timestamp!.Value.ToString("MMM-dd-yyyy HH:mm:ss", CultureInfo.InvariantCulture));
            Assert.Equal(Cell("Type"), alert.SensorType);
            Assert.Equal(Cell("Event Direction"), alert.Direction == EventDirection.Asserted ? "Assertion Event" : "Deassertion Event");
            Assert.Equal(Cell("Severity") switch { "Ok" or "Information" => SelSeverity.Information, "Critical condition" => SelSeverity.Critical, var other => throw new InvalidOperationException(other) }, alert.Severity);
            Assert.Equal(Words(Cell("Event").Split('|', ';')[0]), Words(alert.Event));
        }

        Assert.Equal((3, 3, 1), ((int)receiver.Counts.Packets, (int)receiver.Counts.Alerts, (int)receiver.Counts.Responses));
        server.AssertWell();
    }

    [InteropFact(Needs.SnmpTrap)]
    public async Task An_inform_with_another_community_is_not_answered()
    {
        using var receiver = new AlertReceiver(new() { Addresses = ["127.0.0.1"], Port = 0, Communities = ["ours"] });
        receiver.Start();
        string[] arguments = [$"127.0.0.1:{receiver.Port}", "", "1.3.6.1.6.3.1.1.5.1"];
        Assert.NotEqual(0, (await ExternalTool.RunAsync("snmpinform", ["-v", "2c", "-c", "theirs", "-t", "0.2", "-r", "0", .. arguments])).ExitCode);
        await SendAsync("snmpinform", ["-v", "2c", "-c", "ours", "-t", "30", "-r", "0", .. arguments]);
        using var late = new CancellationTokenSource(ExternalTool.Patience);
        Assert.Equal(AlertNoticeKind.WrongCommunity, (await receiver.ReceiveAsync(late.Token)).Notice!.Kind);
        Assert.Equal("Not a platform event trap: coldStart", (await receiver.ReceiveAsync(late.Token)).Alert!.Event);
    }

    [InteropFact(Needs.SnmpTrap)]
    public async Task Version_3_is_reported()
    {
        using var receiver = new AlertReceiver(new() { Addresses = ["127.0.0.1"], Port = 0 });
        receiver.Start();
        await SendAsync("snmptrap", ["-v", "3", "-e", "0x8000000001020304", "-u", "user", "-l", "noAuthNoPriv", $"127.0.0.1:{receiver.Port}", "", "1.3.6.1.6.3.1.1.5.1"]);
        using var late = new CancellationTokenSource(ExternalTool.Patience);
        Assert.Equal(AlertNoticeKind.Version3, (await receiver.ReceiveAsync(late.Token)).Notice!.Kind);
    }

    private static async Task SendAsync(string program, string[] arguments) => _ = (await ExternalTool.RunAsync(program, arguments)).Lines;

    /// <summary>Words alone: the peers differ in hyphens and capitals.</summary>
    private static string Words(string text) => new([.. text.ToLowerInvariant().Where(char.IsLetter)]);
}
