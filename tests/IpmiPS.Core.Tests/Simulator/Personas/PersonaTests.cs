using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using IpmiPS.Simulator;
using IpmiPS.Tests.Support;
using Xunit;

namespace IpmiPS.Tests.Simulator;

/// <summary>
/// With default options the client does the same with every persona as with a BMC that keeps the rules. The results are compared line by line with
/// those of the plain persona. Every quirk has to take effect in that, or in a test of its own.
/// </summary>
public sealed class PersonaTests
{
    /// <summary>Personas that have to refuse the log-in: see <see cref="PersonaLogInTests"/>.</summary>
    private static readonly string[] Refused = ["emc-vnxe", "gigabyte-md90"];

    /// <summary>Personas with only IPMI 1.5, which needs permission: see <see cref="PersonaLogInTests"/>.</summary>
    private static readonly string[] Insecure = ["dell-2850", "ibm-e325", "strict-15", "sun-ilom-1", "supermicro-ipmi15", "tyan-s2882"];

    /// <summary>Personas whose results depend on timing: see <see cref="PersonaDetailTests"/>.</summary>
    private static readonly string[] Growing = ["growing-sel"];

    /// <summary>Quirks without effect by default; each has a test of its own in the other files of this folder.</summary>
    private static readonly Dictionary<string, string[]> Elsewhere = new()
    {
        ["inventec-5441"] = ["hash-open-privilege"],
        ["cisco-ucs"] = ["suite-list-upsets"],
        ["instant-cycle"] = ["instant-cycle"],
        ["intel-m50cyp"] = ["suite-refusal"],
        ["lenovo-sr650v3"] = ["refuse 06/34"],
        ["msi-91d2"] = ["needs-privilege 06/48"],
        ["dell-c6220"] = ["user-enable-last"],
        ["deferred-alerts"] = ["alert-no-event"],
        ["dcmi-bare-limit"] = ["power-limit-bare"],
        ["name-keeper"] = ["user-name-kept"],
        ["openbmc-late-lan"] = ["lan-late"],
        ["quanta-s99q"] = ["lan-slow-commit"],
        ["short-passwords"] = ["password-16"],
        ["supermicro-x10ddw"] = ["lan-whole"],
        ["supermicro-x8dtl"] = ["refuse 06/59"],
        ["sun-x4140"] = ["user-enable-with-password", "user-no-name"],
        ["supermicro-x9drt"] = ["new-password-code"],
        ["dell-idrac10"] = ["suite-list-rmcp-plus"],
        ["dell-idrac9"] = ["suite-list-rmcp-plus"],
        ["openbmc"] = ["open-session-strict"],
        ["openbmc-late-keys"] = ["open-session-strict"],
        ["device-id-limit"] = ["device-id-flood"],
        ["quiet-takeover"] = ["sol-quiet-takeover"],
        ["sun-x4100"] = ["hash-open-privilege", "suite-tags", "refuse 06/4e"],
        ["supermicro-ipmi15"] = ["ping-upsets"],
        ["unseen-cycle"] = ["instant-cycle", "refuse 00/07"],
        ["openbmc-no-power"] = ["power-zeros"],
        ["supermicro-zero-power"] = ["cut 2c/02"],
        ["windmill"] = ["no-pong", "wrong-code", "sol-needs-deferral", "refuse 06/4e"],
        ["xyratex-hb-f8"] = ["exact-privilege"],
        ["intel-se7520af2"] = ["exact-privilege"],
    };

    private static readonly string[] SelOfPlain =
    [
        "-sel 02h Clock Information 20h Initiated by power up Asserted ", "-sel 02h Clock Warning 01h Upper Non-critical - going high Asserted ",
        "-sel 02h Clock Information 01h Upper Non-critical - going high Deasserted ", "-sel 02h Clock Critical 11h Power Supply input lost (AC/DC) Asserted ",
        "-sel 02h Clock Critical 12h General Chassis Intrusion Asserted ", "-sel 02h Clock Information 12h General Chassis Intrusion Deasserted ",
    ];

    private static readonly string[] OpenBmc =
    [
        "-device Unknown (32473) 1.05 GUID", "-sensor P12V: 12.096 V, Ok", "-sensor EMPTY SLOT: none, Unknown",
        "-sensor PSU 2: -, Critical, Presence detected, Power Supply input lost (AC/DC)", "-sensor LID: -, Ok", "-sensor BOOT: none, Unknown", .. SelOfPlain,
        "-fru 0: PL00001, PlainNode Mainboard 2024-05-06, PlainNode SN00001", "-fru 1: ,  , EP-350 PA00001",
        "+device Unknown (32473) 2.14 GUID", "+fru 0: , PlainNode Mainboard 2024-05-06,  ",
    ];

    /// <summary>Expected differences: lines that a persona lacks (-) or has in addition (+) to the plain one.</summary>
    private static readonly Dictionary<string, string[]> Differences = new()
    {
        ["absent-parts"] =
        [
            "+sensor PART CB: none, Unknown", "+sensor PART CD: none, Unknown", "+sensor PART C9: none, Unknown", "+sensor PART CE: none, Unknown",
            "+sensor PART D5: none, Unknown", "+sensor PART FF: none, Unknown", "+sensor PART D3: none, Unknown",
        ],
        ["dell-2850"] = ["-sol echoes"],
        ["dell-2950"] =
        [
            "-sensor INLET: 22 °C, Ok", "-sensor CPU: 51 °C, Ok", "-sensor P12V: 12.096 V, Ok", "-sensor FAN 1: 7200 RPM, Ok", "-sensor FAN 2: 7260 RPM, Ok",
            "-sensor PSU 1: -, Ok, Presence detected", "-sensor PSU 2: -, Critical, Presence detected, Power Supply input lost (AC/DC)", "-sensor LID: -, Ok",
            "+sensor INLET: 22 °C perhaps, Ok", "+sensor CPU: 51 °C perhaps, Ok", "+sensor P12V: 12.096 V perhaps, Ok", "+sensor FAN 1: 7200 RPM perhaps, Ok", "+sensor FAN 2: none, Unknown",
            "+sensor PSU 1: none, Ok, Presence detected", "+sensor PSU 2: none, Critical, Presence detected, Power Supply input lost (AC/DC)", "+sensor LID: none, Unknown",
        ],
        ["dell-c410x"] =
        [
            "+sel 02h Clock Warning 02h Upper Non-critical - going high Asserted ",
            "+sel 02h Clock Warning 02h Upper Non-critical - going high Asserted The reading is below the threshold: it may have gone low",
        ],
        ["dell-r720"] = ["-device Unknown (32473) 1.05 GUID", "+device Dell Inc. 1.05 GUID"],
        ["intel-node-manager"] = ["-device Unknown (32473) 1.05 GUID", "+device Intel Corporation 1.05 GUID"],
        ["openbmc-no-power"] = ["+sensor PS1 Input Power: 96 W, Ok", "+sensor PS2 Input Power: 88 W, Ok", "+sensor PS1 Output Power: 90 W, Ok"],
        ["supermicro-x12"] = ["-device Unknown (32473) 1.05 GUID", "+device Super Micro Computer Inc. 1.05 GUID"],
        ["supermicro-x14"] = ["-device Unknown (32473) 1.05 GUID", "+device Super Micro Computer Inc. 1.05 GUID"],
        ["supermicro-zero-power"] = ["+sensor PW Consumption: 164 W, Ok"],
        ["dell-r610"] =
        [
            "-fru 0: PL00001, PlainNode Mainboard 2024-05-06, PlainNode SN00001", "-fru 1: ,  , EP-350 PA00001",
            "+fru 0: PL00001, PlainNode Mainboard 2024-05-06, PlainNode SN00001, checksums wrong: header, chassis, board, product",
            "+fru 1: ,  , EP-350 PA00001, checksums wrong: product", "+fru 2: , Riser ,  , checksums wrong: board",
        ],
        ["forgetful-sel"] = ["+sel 02h PreInit Information 20h Initiated by power up Asserted "],
        ["fujitsu-rx"] = ["+sensor DIMM: 40 °C, Ok", "+sensor FAN 3: 6000 RPM, Ok"],
        ["hp-dl140g3"] = ["+sensor TEMP 1: 40 °C, Ok"],
        ["hp-dl160"] = ["-sensor FAN 2: 7260 RPM, Ok", "+sensor FAN 2: none, Unknown"],
        ["hp-dl380"] = ["+sensor FAN BLOCK 1: 39 %, Ok", "+sensor TEMP 1: 24 °C, Ok", "+sel 03h Clock Critical 11h Power Supply input lost (AC/DC) Asserted "],
        ["hp-dl585"] = [.. SelOfPlain, "+sel error CommandNotSupported"],
        ["ibm-e325"] = ["-sol echoes"],
        ["intel-sr2500"] = ["-sensor FAN 1: 7200 RPM, Ok", "+sensor FAN 1: 7200 RPM, Warning, Lower Non-Critical", "+sensor FAN 3: 0 RPM, Critical, Lower Critical (from reading)"],
        ["kernel-panic"] =
        [
            "+sel 02h Clock Critical 46h Run-time Critical Stop Asserted OEM data 2: 61h; OEM data 3: 74h",
            "+sel F0h Unspecified Unknown h OEM record F0h  Data: 20 00 46 61 74 61 6C 20 65 78 63 65 70; Linux kernel panic, part 1: Fatal excep",
            "+sel F0h Unspecified Unknown h OEM record F0h  Data: 20 01 74 69 6F 6E 00 00 00 00 00 00 00; Linux kernel panic, part 2: tion",
        ],
        ["lenovo-sr650v3"] = ["+sensor DIMM 1: 40 °C, Ok"],
        ["openbmc"] = OpenBmc,
        ["openbmc-late-keys"] = OpenBmc,
        ["rebooted"] = ["-device Unknown (32473) 1.05 GUID", "+device Unknown (32473) 1.05 updating GUID"],
        ["strict-15"] = ["-sol echoes"],
        ["sun-ilom-1"] = ["-sol echoes"],
        ["supermicro-h8qme"] =
        [
            "-sel 02h Clock Warning 01h Upper Non-critical - going high Asserted ", "-sel 02h Clock Information 01h Upper Non-critical - going high Deasserted ",
            "+sel 02h Clock Warning 01h Upper Non-critical - going high Asserted Raw reading 27h; Raw threshold 26h",
            "+sel 02h Clock Information 01h Upper Non-critical - going high Deasserted Raw reading 25h; Raw threshold 26h",
        ],
        ["supermicro-ipmi15"] = ["-sol echoes"],
        ["supermicro-x10"] = ["-device Unknown (32473) 1.05 GUID", "+device Super Micro Computer Inc. 1.05"],
        ["supermicro-x11"] = ["-boot Disk True True True", "+boot error CommandFailed"],
        ["tyan-s2882"] = ["-sol echoes"],
    };

    /// <summary>The console gives no text until the bit rate is found: see SolConfigurationTests.</summary>
    private static readonly string[] Unreadable = ["wrong-bit-rate"];

    private static readonly Task<List<string>> Plain = SurveyAsync("plain", _ => { });

    public static TheoryData<string> Personas => [.. SimulatorRack.PersonaNames.Except(Refused).Except(Growing).Except(Unreadable).Where(name => name != "plain")];

    [Theory]
    [MemberData(nameof(Personas))]
    public async Task The_client_copes_without_a_flag(string persona)
    {
        var plain = await Plain;
        string[] unseen = [];
        var lines = await SurveyAsync(persona, bmc => unseen = [.. MachineProfiles.Load(persona).Quirks.Names.Where(name => !bmc.QuirkCounts.ContainsKey(name))]);
        string[] differences = [.. Without(plain, lines).Select(line => "-" + line), .. Without(lines, plain).Select(line => "+" + line)];
        AssertSame(Differences, persona, differences);
        AssertSame(Elsewhere, persona, unseen);
    }

    [Fact]
    public void Every_quirk_belongs_to_a_persona()
    {
        var used = Directory.GetFiles(Repository.PathOf("src/IpmiPS.Simulator/Profiles/Personas")).SelectMany(File.ReadAllLines).Where(line => line.StartsWith("quirk ", StringComparison.Ordinal)).Select(line => line.Split(' ')[1]);
        Assert.Empty(QuirkCatalog.Names.Except(used));
    }

    [Fact]
    public void The_documents_name_every_persona_and_every_quirk()
    {
        string text = File.ReadAllText(Repository.PathOf("docs/personas.md"));
        Assert.All(SimulatorRack.PersonaNames.Concat(QuirkCatalog.Names), name => Assert.Contains($"`{name}`", text));
    }

    /// <summary>Lines that the others do not have, or less often: a line that occurs twice is a difference too.</summary>
    private static IEnumerable<string> Without(List<string> lines, List<string> others)
    {
        List<string> left = [.. others];
        return lines.Where(line => !left.Remove(line));
    }

    private static void AssertSame(Dictionary<string, string[]> expected, string persona, string[] found) =>
        Assert.True(found.SequenceEqual(expected.TryGetValue(persona, out string[]? lines) ? lines : []), $"{persona}:\n{string.Join("\n", found)}");

    private static async Task<List<string>> SurveyAsync(string persona, Action<VirtualBmc> inspect)
    {
        using var rack = new SimulatedRack(new SimulatorOptions { Profile = persona });

        // Four retries of requests without a response would only take time here.
        using var client = await rack.ConnectAsync(options => options with { AllowInsecure = Insecure.Contains(persona), RetryCount = persona == "hp-dl160" ? 1 : options.RetryCount });
        var lines = await new Survey(client).TakeAsync();
        inspect(rack.Bmc);
        return lines;
    }
}
