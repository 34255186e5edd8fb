using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Sel;

namespace IpmiPS.Cmdlets;

/// <summary>Sets where BMCs send their events. The BMC then re-arms its events: those whose states hold are sent again.</summary>
[Cmdlet(VerbsCommon.Set, "IpmiEventReceiver", DefaultParameterSetName = ByName, SupportsShouldProcess = true)]
[OutputType(typeof(EventReceiverUpdate))]
public sealed class SetIpmiEventReceiverCommand : BmcCmdlet
{
    private const int NotGiven = -1;

    /// <summary>Slave address of the receiver, 0 to 255: 20h is the BMC itself, FFh turns events off.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("ReceiverAddress")]
    [NumberCell("SlaveAddress", 0, 0xFF, NotGiven)]
    public int SlaveAddress
    {
        get;
        set => field = TakeCell(value);
    } = NotGiven;

    /// <summary>Logical unit of the receiver, 0 to 3.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [NumberCell("Lun", 0, 3, NotGiven)]
    public int Lun
    {
        get;
        set => field = TakeCell(value);
    } = NotGiven;

    private protected override BmcNeeds Needs => new(IpmiPS.PrivilegeLevel.Administrator) { OncePerBmc = true, Settings = (Address: SlaveAddress, Lun) };

    private protected override async Task RunAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken)
    {
        var (address, lun) = ((int, int))target.Needs.Settings!;
        if (address == NotGiven && lun == NotGiven)
            throw new IpmiException(IpmiErrorKind.InvalidParameter, "There is nothing to set.", "Give -SlaveAddress or -Lun, on the command line or as columns of the input.");
        EventReceiverChange change = await EventReceiverChange.PrepareAsync(bmc, address == NotGiven ? null : (byte)address, lun == NotGiven ? null : (byte)lun, cancellationToken).ConfigureAwait(false);
        await ApplyAsync(target, bmc, "Set the event receiver", change, output, cancellationToken).ConfigureAwait(false);
    }
}
