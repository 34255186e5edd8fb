using System.Threading.Tasks;
using IpmiPS.Interop.Comparing;
using IpmiPS.Interop.Support;
using Xunit;

namespace IpmiPS.Interop.Sel;

/// <summary>The event logs of the captured servers as they are.</summary>
public sealed class CapturedLogTests
{
    [InteropFact(Needs.Captures | Needs.IpmiTool)]
    public async Task Every_entry_is_as_ipmitool_tells_it()
    {
        var comparison = new Comparison("Event logs: ipmitool");
        foreach (string capture in new[] { Captures.DellR730, Captures.QuantaD51 })
        {
            await using var bmc = await CaptureBmc.StartAsync(capture);
            await SelComparison.WithIpmiToolAsync(comparison, bmc, await SelComparison.ReadAsync(bmc), entry => $"{entry.Id} {entry.SensorName}");
        }

        Assert.Equal(6 * (44 + 15), comparison.Compared);
        comparison.AssertExplained();
    }

    [InteropFact(Needs.Captures | Needs.FreeIpmi)]
    public async Task Every_entry_is_as_FreeIPMI_tells_it()
    {
        var comparison = new Comparison("Event logs: FreeIPMI");
        foreach (string capture in new[] { Captures.DellR730, Captures.QuantaD51 })
        {
            await using var bmc = await CaptureBmc.StartAsync(capture);
            await SelComparison.WithFreeIpmiAsync(comparison, bmc, await SelComparison.ReadAsync(bmc), entry => $"{entry.Id} {entry.SensorName}");
        }

        Assert.Equal(8 * (44 + 15), comparison.Compared);
        comparison.AssertExplained();
    }

    [InteropFact(Needs.Captures)]
    public async Task An_empty_log_is_empty()
    {
        await using var bmc = await CaptureBmc.StartAsync(Captures.IntelS2600);

        Assert.Empty(await SelComparison.ReadAsync(bmc));
    }
}
