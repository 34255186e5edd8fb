using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Sdr;

namespace IpmiPS.Cmdlets;

/// <summary>Reads the sensor data records of BMCs, of all types and in their order.</summary>
[Cmdlet(VerbsCommon.Get, "IpmiSdr", DefaultParameterSetName = ByName)]
[OutputType(typeof(SdrEntry))]
public sealed class GetIpmiSdrCommand : ControllerCmdlet
{
    /// <summary>Only records of these types, such as FullSensor or FruDeviceLocator.</summary>
    [Parameter(Position = 1)]
    public SdrRecordType[]? Type { get; set; }

    /// <summary>Only records of sensors or devices with these names. Wildcards are permitted.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SensorNameCompleter))]
    public string[]? Name { get; set; }

    private protected override BmcNeeds Needs => new(IpmiPS.PrivilegeLevel.User);

    private protected override async Task RunAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken)
    {
        SdrImage image = await SdrImage.ReadAsync(bmc, cancellationToken).ConfigureAwait(false);
        var isWanted = Wildcards.AnyOf(Name);
        SdrEntry[] entries = [.. image.Records.Select(record => SdrEntry.Of(target.ComputerName, record))];
        foreach (SdrEntry entry in entries.Where(entry => Type?.Contains(entry.RecordType) != false && (isWanted is null || entry.Name is { } name && isWanted(name))))
            output.Write(entry);
        if (image.Problem is { } problem)
            output.Warning($"Some records may be missing: {problem}");
        string[] names = [.. entries.Select(static entry => entry.Name).OfType<string>()];
        if (Wildcards.Missing(Name, names) is { Length: > 0 } missing)
            throw NearestNames.NotPresent("record with the name", missing, names, "Give a name that the BMC has, or a wildcard; all are listed without -Name.");
    }
}
