using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Inventory;
using IpmiPS.Sdr;

namespace IpmiPS.Cmdlets;

/// <summary>
/// Reads the hardware inventory of BMCs: every FRU device that the SDR names, with its chassis, board, product and MultiRecord
/// areas. A wrong checksum is reported, and the data are returned all the same.
/// </summary>
[Cmdlet(VerbsCommon.Get, "IpmiFru", DefaultParameterSetName = ByName)]
[OutputType(typeof(Fru))]
public sealed class GetIpmiFruCommand : ControllerCmdlet
{
    private const string ByPath = "Path";

    /// <summary>Only devices with these FRU device IDs, including ones that the SDR does not name.</summary>
    [Parameter(Position = 1, ParameterSetName = ByName)]
    [Parameter(Position = 1, ParameterSetName = BySession)]
    [ArgumentCompleter(typeof(FruIdCompleter))]
    public byte[]? Id { get; set; }

    /// <summary>Files with the contents of FRU devices, or of the SPD of memory modules, instead of BMCs. Wildcards are allowed.</summary>
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

    private void ReadFiles(string pattern)
    {
        try
        {
            foreach (string file in GetResolvedProviderPathFromPSPath(pattern, out _))
                WriteObject(FruReader.Decode(FruFile.Read(file), System.IO.Path.GetFileName(file)));
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

    private protected override async Task RunAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken)
    {
        SdrRepository? sdr = await Descriptions.TryReadAsync(bmc, output, cancellationToken).ConfigureAwait(false);
        await FruReader.ReadAsync(bmc, sdr, Id, output.Write, cancellationToken).ConfigureAwait(false);
    }
}
