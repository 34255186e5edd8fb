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
    /// <summary>Only devices with these FRU device IDs, including ones that the SDR does not name.</summary>
    [Parameter(Position = 1)]
    [ArgumentCompleter(typeof(FruIdCompleter))]
    public byte[]? Id { get; set; }

    private protected override BmcNeeds Needs => new(IpmiPS.PrivilegeLevel.User);

    private protected override async Task RunAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken)
    {
        SdrRepository? sdr = await Descriptions.TryReadAsync(bmc, output, cancellationToken).ConfigureAwait(false);
        await FruReader.ReadAsync(bmc, sdr, Id, output.Write, cancellationToken).ConfigureAwait(false);
    }
}
