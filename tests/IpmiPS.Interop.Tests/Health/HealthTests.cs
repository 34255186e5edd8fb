using System.Linq;
using System.Threading.Tasks;
using IpmiPS.Commands.Storage;
using IpmiPS.Health;
using IpmiPS.Interop.Support;
using IpmiPS.Sel;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Interop.Health;

/// <summary>The health of a captured server, and a log that another tool clears.</summary>
public sealed class HealthTests
{
    [InteropFact(Needs.Captures | Needs.IpmiTool)]
    public async Task Faults_are_found_and_events_are_new_once()
    {
        await using var bmc = await CaptureBmc.StartAsync(Captures.DellR730);
        using var client = await bmc.ConnectAsync();
        HealthVerdict verdict = await HealthTest.RunAsync(client, new HealthOptions());
        Assert.Equal((SensorHealth.Critical, PowerState.On, 2, 1), (verdict.Health, verdict.PowerState, verdict.PowerSupplyCount, verdict.WorkingPowerSupplyCount));
        Assert.Equal((674, verdict.Sensors.Count(static sensor => sensor.Health >= SensorHealth.Warning)), (verdict.ManufacturerId, verdict.UnhealthySensorCount));
        Assert.Contains(verdict.Reasons, static reason => reason is { Part: HealthPart.PowerSupplies, Severity: SensorHealth.Critical, Text: "PS Redundancy: Redundancy Lost." });

        var options = new HealthOptions { Parts = [HealthPart.EventLog], Mark = verdict.Mark };
        Assert.Equal((SensorHealth.Ok, 0), Short(await HealthTest.RunAsync(client, options)));
        await AddAsync(client);
        verdict = await HealthTest.RunAsync(client, options);
        Assert.Equal((SensorHealth.Critical, 1), Short(verdict));
        Assert.Equal(0, (await bmc.IpmiToolAsync("sel", "clear")).ExitCode);
        verdict = await HealthTest.RunAsync(client, options with { Mark = verdict.Mark });
        Assert.Equal(SensorHealth.Ok, verdict.Health);
        await AddAsync(client);
        Assert.Equal(SensorHealth.Critical, (await HealthTest.RunAsync(client, options with { Mark = verdict.Mark })).Health);
    }

    /// <summary>Adds the event that a temperature rose above its critical limit.</summary>
    private static async Task AddAsync(IIpmiConnection bmc)
    {
        var bytes = new ByteWriter();
        new SelRecord { Event = new SelEvent { GeneratorId = 0x20, Revision = 4, SensorType = 1, SensorNumber = 4, EventType = 1, Data1 = 9 } }.Write(bytes);
        await bmc.SendAsync(new AddSelEntry(bytes.ToArray()));
    }

    private static (SensorHealth Health, int? Events) Short(HealthVerdict verdict) => (verdict.Health, verdict.EventCount);
}
