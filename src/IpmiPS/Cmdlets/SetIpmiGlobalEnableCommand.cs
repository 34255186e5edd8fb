using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Device;

namespace IpmiPS.Cmdlets;

/// <summary>Enables and disables functions of message reception and event logging of BMCs. What is not given stays as it is.</summary>
[Cmdlet(VerbsCommon.Set, "IpmiGlobalEnable", DefaultParameterSetName = ByName, SupportsShouldProcess = true)]
[OutputType(typeof(GlobalEnablesUpdate))]
public sealed class SetIpmiGlobalEnableCommand : BmcCmdlet
{
    /// <summary>Whether events are recorded in the system event log.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BooleanCell("SystemEventLogging")]
    public bool? SystemEventLogging
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Whether events are kept in the event message buffer for the system software.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BooleanCell("EventMessageBuffer")]
    public bool? EventMessageBuffer
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Whether there is an interrupt when that buffer is full.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BooleanCell("EventMessageBufferFullInterrupt")]
    public bool? EventMessageBufferFullInterrupt
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Whether there is an interrupt when a message is received for the system software.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BooleanCell("ReceiveMessageQueueInterrupt")]
    public bool? ReceiveMessageQueueInterrupt
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>A function that the vendor defines.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BooleanCell("Oem0")]
    public bool? Oem0
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>A function that the vendor defines.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BooleanCell("Oem1")]
    public bool? Oem1
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>A function that the vendor defines.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BooleanCell("Oem2")]
    public bool? Oem2
    {
        get;
        set => field = TakeCell(value);
    }

    private protected override BmcNeeds Needs => new(IpmiPS.PrivilegeLevel.Administrator) { OncePerBmc = true, Settings = (Flags(true), Flags(false)) };

    private protected override async Task RunAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken)
    {
        var (enable, disable) = ((BmcGlobalEnables, BmcGlobalEnables))target.Needs.Settings!;
        if ((enable | disable) == BmcGlobalEnables.None)
            throw new IpmiException(IpmiErrorKind.InvalidParameter, "There is nothing to set.", "Give -SystemEventLogging or another function, on the command line or as columns of the input.");
        GlobalEnablesControl change = await GlobalEnablesControl.PrepareAsync(bmc, enable, disable, cancellationToken).ConfigureAwait(false);
        await ApplyAsync(target, bmc, "Set the global enables", change, output, cancellationToken).ConfigureAwait(false);
    }

    private BmcGlobalEnables Flags(bool value) =>
        (SystemEventLogging == value ? BmcGlobalEnables.SystemEventLogging : 0)
        | (EventMessageBuffer == value ? BmcGlobalEnables.EventMessageBuffer : 0)
        | (EventMessageBufferFullInterrupt == value ? BmcGlobalEnables.EventMessageBufferFullInterrupt : 0)
        | (ReceiveMessageQueueInterrupt == value ? BmcGlobalEnables.ReceiveMessageQueueInterrupt : 0)
        | (Oem0 == value ? BmcGlobalEnables.Oem0 : 0)
        | (Oem1 == value ? BmcGlobalEnables.Oem1 : 0)
        | (Oem2 == value ? BmcGlobalEnables.Oem2 : 0);
}
