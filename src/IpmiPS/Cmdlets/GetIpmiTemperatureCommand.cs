using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Energy;

namespace IpmiPS.Cmdlets;

/// <summary>Reads the temperatures of inlet, processors and baseboard of servers: by DCMI, or else from sensors.</summary>
[Cmdlet(VerbsCommon.Get, "IpmiTemperature", DefaultParameterSetName = ByName)]
[OutputType(typeof(TemperatureReading))]
public sealed class GetIpmiTemperatureCommand : BmcCmdlet
{
    /// <summary>Only these: Inlet, Processor, Baseboard.</summary>
    [Parameter(Position = 1)]
    public TemperatureLocation[]? Location { get; set; }

    private protected override BmcNeeds Needs => new(IpmiPS.PrivilegeLevel.User);

    private protected override async Task RunAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken)
    {
        var readings = await TemperatureReader.ReadAsync(bmc, cancellationToken).ConfigureAwait(false);
        foreach (var reading in readings.Where(reading => Location?.Contains(reading.Location) != false))
            output.Write(reading);
        if (readings.Count == 0)
            output.Warning("The BMC reports no temperature of inlet, processors or baseboard.");
    }
}
