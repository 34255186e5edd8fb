using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Energy;

namespace IpmiPS.Cmdlets;

/// <summary>Sets DHCP and the limit of the inlet's temperature on BMCs that have DCMI.</summary>
[Cmdlet(VerbsCommon.Set, "IpmiDcmiConfiguration", DefaultParameterSetName = ByName, SupportsShouldProcess = true)]
[OutputType(typeof(DcmiConfigurationUpdate))]
public sealed class SetIpmiDcmiConfigurationCommand : BmcCmdlet
{
    private const int NotGiven = -1;

    /// <summary>What the BMC sends to a DHCP server: None, HostName, VendorClass, RandomBackOff, or several of them.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [EnumCell("DhcpDiscovery", typeof(DhcpDiscovery), IsNullable = true)]
    public DhcpDiscovery? DhcpDiscovery
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Seconds until the first retry of a DHCP request, 0 to 255.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [NumberCell("DhcpInitialTimeoutSeconds", 0, 255, NotGiven)]
    public int DhcpInitialTimeoutSeconds
    {
        get;
        set => field = TakeCell(value);
    } = NotGiven;

    /// <summary>Seconds for which the BMC tries to reach a DHCP server, 0 to 65535.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [NumberCell("DhcpContactTimeoutSeconds", 0, 65535, NotGiven)]
    public int DhcpContactTimeoutSeconds
    {
        get;
        set => field = TakeCell(value);
    } = NotGiven;

    /// <summary>Seconds until it tries again after that, 0 to 65535.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [NumberCell("DhcpRetrySeconds", 0, 65535, NotGiven)]
    public int DhcpRetrySeconds
    {
        get;
        set => field = TakeCell(value);
    } = NotGiven;

    /// <summary>Temperature of the inlet, in degrees Celsius, that must not be exceeded, 0 to 255.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [NumberCell("InletLimitCelsius", 0, 255, NotGiven)]
    public int InletLimitCelsius
    {
        get;
        set => field = TakeCell(value);
    } = NotGiven;

    /// <summary>Seconds for which it may be exceeded, 0 to 65535.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [NumberCell("InletLimitSeconds", 0, 65535, NotGiven)]
    public int InletLimitSeconds
    {
        get;
        set => field = TakeCell(value);
    } = NotGiven;

    /// <summary>What the BMC does then: None, Log, PowerOff, or both.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [EnumCell("InletLimitAction", typeof(ThermalLimitActions), IsNullable = true)]
    public ThermalLimitActions? InletLimitAction
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Start DHCP after the other settings. The BMC may get another address.</summary>
    [Parameter]
    public SwitchParameter ActivateDhcp { get; set; }

    /// <summary>Make dangerous changes without asking.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override BmcNeeds Needs
    {
        get
        {
            var settings = new DcmiSettings
            {
                DhcpDiscovery = DhcpDiscovery,
                DhcpInitialTimeoutSeconds = Given(DhcpInitialTimeoutSeconds),
                DhcpContactTimeoutSeconds = Given(DhcpContactTimeoutSeconds),
                DhcpRetrySeconds = Given(DhcpRetrySeconds),
                InletLimitCelsius = Given(InletLimitCelsius),
                InletLimitSeconds = Given(InletLimitSeconds),
                InletLimitAction = InletLimitAction,
                ActivateDhcp = ActivateDhcp,
            };
            return new(IpmiPS.PrivilegeLevel.Administrator) { OncePerBmc = true, Force = Force, Settings = settings };
        }
    }

    private protected override async Task RunAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken)
    {
        var settings = (DcmiSettings)target.Needs.Settings!;
        if (settings.IsEmpty)
            throw new IpmiException(IpmiErrorKind.InvalidParameter, "There is nothing to set.", "Give a setting, on the command line or as a column of the input.");
        var change = await DcmiConfigurationChange.PrepareAsync(bmc, settings, cancellationToken).ConfigureAwait(false);
        string? danger = settings.ActivateDhcp ? "The BMC may get another address by DHCP, and is not reached at the present one then"
            : change.MayPowerOff ? "With the action PowerOff, the BMC powers the server off, without a shutdown, when the inlet is too warm" : null;
        await ApplyAsync(target, bmc, "Set DCMI", change, output, cancellationToken, danger).ConfigureAwait(false);
    }

    private static int? Given(int value) => value == NotGiven ? null : value;
}
