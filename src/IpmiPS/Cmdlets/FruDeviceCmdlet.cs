using System.Management.Automation;
using IpmiPS.Inventory;

namespace IpmiPS.Cmdlets;

/// <summary>A cmdlet that works on one FRU device of each row.</summary>
public abstract class FruDeviceCmdlet : ControllerCmdlet
{
    private protected const int BmcAddress = 0x20;

    private bool _isIdGiven;

    /// <summary>FRU device ID, 0 to 254; default 0, the BMC's own device.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [NumberCell("Id", 0, int.MaxValue, FruCells.EmptyId)] // virtual BMCs of a pipeline have an Id of their own
    [ArgumentCompleter(typeof(FruIdCompleter))]
    public int Id
    {
        get;
        set => field = TakeCell(value);
    } = FruCells.NoId;

    /// <summary>Slave address of the controller that has the device; default 20h, the BMC.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [NumberCell("DeviceAddress", 0, 255, BmcAddress)]
    public int DeviceAddress
    {
        get;
        set => field = TakeCell(value);
    } = BmcAddress;

    /// <summary>The device of the present row.</summary>
    private protected FruCell Device => new(_isIdGiven || !IsIdOfInput ? Id : FruCells.NoId, (byte)DeviceAddress);

    /// <summary>Sessions and virtual BMCs have an ID of their own, which is not that of a device.</summary>
    private bool IsIdOfInput => IsSession || IsSimulator(Id) && !MyInvocation.BoundParameters.ContainsKey(nameof(DeviceAddress));

    /// <inheritdoc/>
    protected override void Begin()
    {
        _isIdGiven = MyInvocation.BoundParameters.ContainsKey(nameof(Id));
        base.Begin();
    }

    /// <summary>The device as text, such as "FRU device 3 of controller C0h".</summary>
    private protected static string NameOf(FruAddress device) => $"FRU device {device.Id}" + (device.Address == BmcAddress ? "" : $" of controller {device.Address:X2}h");
}

/// <summary>The cells of a row that say which device is meant.</summary>
/// <param name="Id">The ID's cell.</param>
/// <param name="Address">The controller.</param>
internal sealed record FruCell(int Id, byte Address)
{
    /// <summary>The device.</summary>
    /// <exception cref="IpmiException">NotPresent: the row is one of a memory chip.</exception>
    public FruAddress ToAddress() => new(FruCells.IdOf(Id), Address);
}
