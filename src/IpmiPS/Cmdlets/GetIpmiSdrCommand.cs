using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Sdr;

namespace IpmiPS.Cmdlets;

/// <summary>Reads the sensor data records of BMCs, or of files, of all types and in their order.</summary>
[Cmdlet(VerbsCommon.Get, "IpmiSdr", DefaultParameterSetName = ByName)]
[OutputType(typeof(SdrEntry))]
public sealed class GetIpmiSdrCommand : ControllerCmdlet
{
    private const string ByPath = "Path";

    /// <summary>Only records of these types, such as FullSensor or FruDeviceLocator.</summary>
    [Parameter(Position = 1)]
    public SdrRecordType[]? Type { get; set; }

    /// <summary>Only records of sensors or devices with these names. Wildcards are permitted.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SensorNameCompleter))]
    public string[]? Name { get; set; }

    /// <summary>Files of records, as Export-IpmiSdr and ipmitool's "sdr dump" write them, instead of BMCs. Wildcards are allowed.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByPath)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    private protected override BmcNeeds Needs => new(IpmiPS.PrivilegeLevel.User);

    /// <inheritdoc/>
    protected override void Read()
    {
        if (ParameterSetName != ByPath)
        {
            base.Read();
            return;
        }

        foreach (string pattern in Path)
            ReadFiles(pattern);
    }

    private protected override async Task RunAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken)
    {
        SdrImage image = await SdrImage.ReadAsync(bmc, cancellationToken).ConfigureAwait(false);
        SdrEntry[] entries = Describe(image, target.ComputerName);
        foreach (SdrEntry entry in Wanted(entries))
            output.Write(entry);
        if (image.Problem is { } problem)
            output.Warning($"Some records may be missing: {problem}");
        if (Missing(entries, "the BMC") is { } missing)
            throw missing;
    }

    private void ReadFiles(string pattern)
    {
        try
        {
            foreach (string file in GetResolvedProviderPathFromPSPath(pattern, out _))
            {
                SdrEntry[] entries = Describe(SdrImage.Parse(BinaryFile.Read(this, nameof(Path), file)), System.IO.Path.GetFileName(file));
                WriteObject(Wanted(entries), enumerateCollection: true);
                if (Missing(entries, "the file") is { } missing)
                    throw missing;
            }
        }
        catch (IpmiException error)
        {
            WriteError(ErrorRecords.From(error, pattern));
        }
        catch (RuntimeException error)
        {
            WriteError(ErrorRecords.InvalidParameter($"'{pattern}' cannot be read: {error.Message}", pattern));
        }
    }

    private static SdrEntry[] Describe(SdrImage image, string computerName) => [.. image.Records.Select(record => SdrEntry.Of(computerName, record))];

    private IEnumerable<SdrEntry> Wanted(SdrEntry[] entries)
    {
        var isWanted = Wildcards.AnyOf(Name);
        return entries.Where(entry => Type?.Contains(entry.RecordType) != false && (isWanted is null || entry.Name is { } name && isWanted(name)));
    }

    private IpmiException? Missing(SdrEntry[] entries, string owner)
    {
        string[] names = [.. entries.Select(static entry => entry.Name).OfType<string>()];
        return Wildcards.Missing(Name, names) is { Length: > 0 } missing
            ? NearestNames.NotPresent("record with the name", missing, names, $"Give a name that {owner} has, or a wildcard; all are listed without -Name.")
            : null;
    }
}
