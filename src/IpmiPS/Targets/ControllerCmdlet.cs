using System.Management.Automation;
using IpmiPS.Commands;

namespace IpmiPS.Cmdlets;

/// <summary>
/// A cmdlet that can also ask a controller behind the BMC, such as a satellite controller, an Intel Management Engine or a blade. IPMI 2.0 sections 6.13 and 22.7.
/// </summary>
public abstract class ControllerCmdlet : BmcCmdlet
{
    /// <summary>Slave address of the controller, 8-bit form, as in 0x2C; 0x20 is the BMC itself.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [NumberCell("TargetAddress", 0, 255, IpmbTarget.BmcAddress)]
    public int TargetAddress
    {
        get;
        set => field = TakeCell(value);
    } = IpmbTarget.BmcAddress;

    /// <summary>Channel behind the BMC on which the controller is, 0 to 15; 0 is the primary IPMB.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [NumberCell("TargetChannel", 0, 15, 0)]
    public int TargetChannel
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Slave address of a controller that passes messages on to the target, which is on one of its channels; 0 for none.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [NumberCell("TransitAddress", 0, 255, 0)]
    public int TransitAddress
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Channel of the BMC on which that controller is, 0 to 15.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [NumberCell("TransitChannel", 0, 15, 0)]
    public int TransitChannel
    {
        get;
        set => field = TakeCell(value);
    }

    private protected override IpmbTarget Controller =>
        new((byte)TargetAddress, (byte)TargetChannel) { TransitAddress = (byte)TransitAddress, TransitChannel = (byte)TransitChannel };
}
