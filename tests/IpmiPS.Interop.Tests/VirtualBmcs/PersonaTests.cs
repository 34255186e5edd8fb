using System;
using System.Linq;
using System.Threading.Tasks;
using IpmiPS.Interop.Support;
using Xunit;

namespace IpmiPS.Interop.VirtualBmcs;

/// <summary>Others find the personas' quirks to be those that they have a flag for: without it they fail, with it they do not.</summary>
public sealed class PersonaTests
{
    private static readonly string[] Hasty = ["-l", "ADMIN", "--session-timeout=1500", "--retransmission-timeout=400"];

    [InteropTheory(Needs.FreeIpmi)]
    [InlineData("supermicro-h8qme", "supermicro20", 3)]
    [InlineData("sun-x4100", "sun20", 3)]
    [InlineData("inventec-5441", "opensesspriv", 3)]
    [InlineData("intel-se7520af2", "intel20", 3)]
    [InlineData("s5500wbv-suite-0", "integritycheckvalue", 0)]
    [InlineData("asus-p5m2", "authcap", 17)]
    [InlineData("supermicro-x9", "nochecksumcheck", 17)]
    public Task FreeIPMI_needs_a_flag_for_RMCP_plus(string persona, string flag, int suite) => NeedsFlagAsync(persona, flag, "-D", "LAN_2_0", "-I", $"{suite}");

    [InteropTheory(Needs.FreeIpmi)]
    [InlineData("tyan-s2882", "idzero")]
    [InlineData("ibm-e325", "forcepermsg")]
    [InlineData("sun-ilom-1", "endianseq")]
    [InlineData("windmill", "noauthcodecheck")]
    public Task FreeIPMI_needs_a_flag_for_IPMI_15(string persona, string flag) => NeedsFlagAsync(persona, flag, "-D", "LAN");

    [InteropTheory(Needs.FreeIpmi)]
    [InlineData("dell-2950", "ignorescanningdisabled", "INLET", "22.00")]
    [InlineData("inspur", "assumemaxsdrrecordcount", "INLET", "22.00")]
    [InlineData("hp-dl380", "discretereading", "TEMP 1", "24.00")]
    public async Task FreeIPMI_needs_a_flag_for_sensors(string persona, string flag, string sensor, string value)
    {
        Assert.False(await ShowsAsync("-W", "none"));
        Assert.True(await ShowsAsync("-W", flag));

        async Task<bool> ShowsAsync(params string[] arguments)
        {
            using var server = new VirtualServer(options => options with { Profile = persona });
            var shown = await server.FreeIpmiAsync("ipmi-sensors", [.. arguments, "--comma-separated-output", "--no-header-output"]);
            return shown.Output.Split('\n').Select(line => line.Split(',')).Any(cells => cells.Length > 3 && cells[1] == sensor && cells[3] == value);
        }
    }

    [InteropTheory(Needs.FreeIpmi)]
    [InlineData("dell-2850", "unexpectedauth", "ipmipower", ": on", "-D", "LAN", "--stat", "-l", "ADMIN", "--session-timeout=1500", "--retransmission-timeout=400")]
    [InlineData("hp-dl380", "assumesystemevent", "ipmi-sel", "5  | ")]
    public async Task FreeIPMI_needs_a_flag_to_show_something(string persona, string flag, string tool, string shown, params string[] arguments)
    {
        using var server = new VirtualServer(options => options with { Profile = persona });
        Assert.DoesNotContain(shown, (await server.FreeIpmiAsync(tool, [.. arguments, "-W", "none"])).Output, StringComparison.Ordinal);
        Assert.Contains(shown, (await server.FreeIpmiAsync(tool, [.. arguments, "-W", flag])).Output, StringComparison.Ordinal);
    }

    /// <summary>FreeIPMI asks logical units other than 0 by way of the IPMB, for want of which it has a flag from release 1.6.18 on; ipmitool asks them as this client does.</summary>
    [InteropFact(Needs.FreeIpmi | Needs.IpmiTool)]
    public async Task Another_logical_unit_of_the_BMC_is_read_where_it_is_asked_directly()
    {
        using var server = new VirtualServer(options => options with { Profile = "lenovo-sr650v3" });
        Assert.DoesNotContain("40.00", (await server.FreeIpmiAsync("ipmi-sensors", "--bridge-sensors")).Output, StringComparison.Ordinal);
        Assert.Contains("40 degrees", (await server.IpmiToolAsync("sdr", "list")).Output, StringComparison.Ordinal);
    }

    [InteropFact(Needs.IpmiTool)]
    public async Task Ipmitool_shows_the_same_text_of_a_kernel_panic()
    {
        using var server = new VirtualServer(options => options with { Profile = "kernel-panic" });
        string log = (await server.IpmiToolAsync("sel", "list")).Output;
        Assert.Contains("Linux kernel panic: Fatal excep", log, StringComparison.Ordinal);
        Assert.Contains("Linux kernel panic: tion", log, StringComparison.Ordinal);
    }

    [InteropFact(Needs.IpmiTool)]
    public async Task Ipmitool_needs_an_option_where_RAKP_3_is_hashed_otherwise()
    {
        using var server = new VirtualServer(options => options with { Profile = "intelplus" });
        string[] session = ["-I", "lanplus", "-C", "3", "-N", "1", "-R", "1"];
        Assert.DoesNotContain("Chassis Power is on", (await server.IpmiToolAsync(session, "simulated", ["power", "status"])).Output, StringComparison.Ordinal);
        Assert.Contains("Chassis Power is on", (await server.IpmiToolAsync([.. session, "-o", "intelplus"], "simulated", ["power", "status"])).Output, StringComparison.Ordinal);
    }

    /// <summary>Without -C, ipmitool asks for the cipher suites in a packet of RMCP+, and takes the best.</summary>
    [InteropTheory(Needs.IpmiTool)]
    [InlineData("dell-idrac9")]
    [InlineData("dell-idrac10")]
    [InlineData("openbmc-late-keys")]
    public async Task Ipmitool_finds_the_suite_by_itself(string persona)
    {
        using var server = new VirtualServer(options => options with { Profile = persona });
        Assert.Contains("Chassis Power is on", (await server.IpmiToolAsync(["-I", "lanplus", "-N", "1", "-R", "3"], "simulated", ["power", "status"])).Output, StringComparison.Ordinal);
    }

    private static async Task NeedsFlagAsync(string persona, string flag, params string[] session)
    {
        using var server = new VirtualServer(options => options with { Profile = persona });
        Assert.DoesNotContain("Device ID", (await server.FreeIpmiAsync("bmc-info", [.. session, .. Hasty], "simulated")).Output, StringComparison.Ordinal);
        Assert.Contains("Device ID", (await server.FreeIpmiAsync("bmc-info", [.. session, .. Hasty], "simulated", "-W", flag)).Output, StringComparison.Ordinal);
    }
}
