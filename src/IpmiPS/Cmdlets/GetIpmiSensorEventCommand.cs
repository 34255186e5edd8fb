using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Sdr;
using IpmiPS.Sensors;

namespace IpmiPS.Cmdlets;

/// <summary>Reads which events sensors send, which have occurred, and whether the BMC scans the sensors.</summary>
[Cmdlet(VerbsCommon.Get, "IpmiSensorEvent", DefaultParameterSetName = ByName)]
[OutputType(typeof(SensorEvents))]
public sealed class GetIpmiSensorEventCommand : ControllerCmdlet
{
    /// <summary>Only sensors with these names. Wildcards are permitted.</summary>
    [Parameter(Position = 1)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SensorNameCompleter))]
    public string[]? Name { get; set; }

    private protected override BmcNeeds Needs => new(IpmiPS.PrivilegeLevel.User);

    private protected override async Task RunAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken)
    {
        SdrRepository repository = await SdrCache.GetAsync(bmc, refresh: false, cancellationToken).ConfigureAwait(false);
        var sensors = Name is null ? repository.Sensors : new SensorSelection { Names = NamePatterns.Of(Name) }.Find(repository);
        foreach (SensorEvents sensor in await SensorEventReader.ReadAllAsync(bmc, repository, sensors, cancellationToken).ConfigureAwait(false))
            output.Write(sensor);
        if (repository.Problem is { } problem)
            output.Warning($"Some sensors may be missing: {problem}");
    }
}
