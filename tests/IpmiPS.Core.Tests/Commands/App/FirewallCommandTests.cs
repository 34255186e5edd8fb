using System.Linq;
using IpmiPS.Commands;
using IpmiPS.Commands.App;
using IpmiPS.Tests.Support;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Tests.Commands.App;

/// <summary>The firmware firewall's commands. IPMI 2.0 section 21.</summary>
public sealed class FirewallCommandTests
{
    private const string Mask = "01 00 00 00 00 00 00 80 00 00 00 00 00 00 00 02";

    private static readonly CommandRange s_app = new(0x0E, 0x06, 0), s_upper = new(1, 0x06, 2) { IsUpperHalf = true };
    private static readonly CommandRange s_dcmi = new(0x0E, 0x2C, 0) { Group = [0xDC] }, s_oem = new(0x0E, 0x2E, 0) { Group = [0x57, 0x01, 0x00] };

    [Fact]
    public void Network_functions_are_those_of_a_real_BMC()
    {
        // AMI MegaRAC (HPE Cray XD670): LUN 0 with rules of its own.
        var support = Vectors.Response("02 6F 00 40 83 00 00 00 00 00 00 00 00 00 00 00 00", new GetNetFnSupport(0x0E), 17, (s, w) => s.Write(w));
        Assert.Equal([0x00, 0x02, 0x04, 0x06, 0x0A, 0x0C, 0x2C, 0x30, 0x32, 0x3E], Enumerable.Range(0, 32).Select(n => 2 * n).Where(n => support.Has(0, n)));
        Assert.DoesNotContain(Enumerable.Range(0, 32), n => support.Has(1, 2 * n));
        Vectors.Request("0E", new GetNetFnSupport(0x0E), GetNetFnSupport.ReadRequest);
    }

    [Fact]
    public void A_range_has_channel_function_half_unit_and_body()
    {
        Vectors.Request("0E 06 00", new GetCommandSupport(s_app), GetCommandSupport.ReadRequest);
        Vectors.Request("01 46 02", new GetConfigurableCommands(s_upper), GetConfigurableCommands.ReadRequest);
        Vectors.Request("0E 2C 00 DC", new GetCommandEnables(s_dcmi), GetCommandEnables.ReadRequest);
        Vectors.Request("0E 2E 00 57 01 00", new GetCommandEnables(s_oem), GetCommandEnables.ReadRequest);
        Vectors.Request("0E 2C 00", new GetCommandEnables(s_dcmi with { Group = null }), GetCommandEnables.ReadRequest);
        Vectors.RequestPrefixes("0E 06 00", GetCommandSupport.ReadRequest);
    }

    [Fact]
    public void A_mask_has_the_first_command_in_its_lowest_bit()
    {
        var mask = Vectors.Response(Mask, new GetCommandSupport(s_app), 16, (m, w) => m.Write(w));
        Assert.Equal([0x00, 0x3F, 0x79], Enumerable.Range(0, 128).Where(command => mask[(byte)command]));
        Assert.True(mask[0x80]);
    }

    [Fact]
    public void The_body_follows_the_mask()
    {
        Vectors.Request("0E 06 00 " + Mask, new SetCommandEnables(s_app, Hex.Parse(Mask)), SetCommandEnables.ReadRequest);
        Vectors.Request("0E 2C 00 " + Mask + " DC", new SetCommandEnables(s_dcmi, Hex.Parse(Mask)), SetCommandEnables.ReadRequest);
        Vectors.RequestPrefixes("0E 06 00 " + Mask, SetCommandEnables.ReadRequest);
        Assert.Contains("not supported", new SetCommandEnables(s_app, []).DescribeCompletionCode(0x80)!, System.StringComparison.Ordinal);
    }

    [Fact]
    public void Subfunctions_have_one_word_or_two()
    {
        Vectors.Request("0E 00 00 02", new GetCommandSubfunctionEnables(new(0x0E, 0, 0), 2), GetCommandSubfunctionEnables.ReadRequest);
        Vectors.Request("0E 2C 00 02 DC", new GetConfigurableCommandSubfunctions(s_dcmi, 2), GetConfigurableCommandSubfunctions.ReadRequest);
        Vectors.Request("0E 00 00 02 3F 00 00 00", new SetCommandSubfunctionEnables(new(0x0E, 0, 0), 2, 0x3F, null), SetCommandSubfunctionEnables.ReadRequest);
        Vectors.Request("0E 2C 00 02 DC 01 00 00 00 02 00 00 00", new SetCommandSubfunctionEnables(s_dcmi, 2, 1, 2), SetCommandSubfunctionEnables.ReadRequest);
        var mask = Vectors.Response("01 00 00 80 02 00 00 00", new GetCommandSubfunctionEnables(s_app, 1), 4, (m, w) => m.Write(w));
        Assert.Equal([0, 31, 33], Enumerable.Range(0, 64).Where(number => mask[number]));
        var support = Vectors.Response("01 02 00 C0 FF FF FF", new GetCommandSubfunctionSupport(s_app, 1), 7, (s, w) => s.Write(w));
        Assert.Equal((0x01, 0x02, 0xFFFFFFC0u), (support.Specification, support.Version, support.Mask.Low));
    }

    [Fact]
    public void Bodies_are_listed_one_by_one()
    {
        Vectors.Request("0E 2C 00", new GetOemNetFnIanaSupport(0x0E, 0x2C, 0), GetOemNetFnIanaSupport.ReadRequest);
        Assert.Equal([0xDC], Vectors.Response("80 01 DC", new GetOemNetFnIanaSupport(0x0E, 0x2C, 0), 2, (b, w) => b.Write(w)).Number);
    }
}
