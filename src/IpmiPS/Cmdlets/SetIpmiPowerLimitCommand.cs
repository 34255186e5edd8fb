using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Energy;

namespace IpmiPS.Cmdlets;

/// <summary>Sets the power limits of servers by DCMI, or by Intel Node Manager where there is no DCMI, and puts them in force or out of force.</summary>
[Cmdlet(VerbsCommon.Set, "IpmiPowerLimit", DefaultParameterSetName = ByName, SupportsShouldProcess = true)]
[OutputType(typeof(PowerLimitUpdate))]
public sealed class SetIpmiPowerLimitCommand : BmcCmdlet
{
    private const int NotGiven = -1;

    /// <summary>The limit in watts, 1 to 65535. It is put in force unless -State says otherwise.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [NumberCell("Watts", 1, 65535, NotGiven)]
    public int Watts
    {
        get;
        set => field = TakeCell(value);
    } = NotGiven;

    /// <summary>Active puts the limit in force, Inactive out of force.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [EnumCell("State", typeof(PowerLimitState), IsNullable = true)]
    public PowerLimitState? State
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>What happens if the limit cannot be held: None, LogOnly or PowerOff.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [EnumCell("ExceptionAction", typeof(PowerLimitAction), IsNullable = true)]
    public PowerLimitAction? ExceptionAction
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Milliseconds within which the BMC must bring the power below the limit.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [NumberCell("CorrectionMilliseconds", 0, int.MaxValue, NotGiven)]
    public int CorrectionMilliseconds
    {
        get;
        set => field = TakeCell(value);
    } = NotGiven;

    /// <summary>Seconds over which the power is averaged, 1 to 65535.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [NumberCell("SamplingSeconds", 1, 65535, NotGiven)]
    public int SamplingSeconds
    {
        get;
        set => field = TakeCell(value);
    } = NotGiven;

    /// <summary>Make dangerous changes without asking.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>DCMI needs Operator, Node Manager needs Administrator; which one it is, is not known beforehand.</summary>
    private protected override BmcNeeds Needs => new(Privilege: null)
    {
        OncePerBmc = true,
        Force = Force,
        Settings = new PowerLimitSettings
        {
            Watts = Watts == NotGiven ? null : Watts,
            State = State == PowerLimitState.Unknown ? null : State,
            ExceptionAction = ExceptionAction is PowerLimitAction.Unknown or PowerLimitAction.Oem ? null : ExceptionAction,
            CorrectionMilliseconds = CorrectionMilliseconds == NotGiven ? null : CorrectionMilliseconds,
            SamplingSeconds = SamplingSeconds == NotGiven ? null : SamplingSeconds,
        },
    };

    private protected override async Task RunAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken)
    {
        var settings = (PowerLimitSettings)target.Needs.Settings!;
        if (settings.IsEmpty)
            throw new IpmiException(IpmiErrorKind.InvalidParameter, "There is nothing to set.", "Give -Watts, -State or another setting, on the command line or as columns of the input.");
        var change = await PowerLimitChange.PrepareAsync(bmc, settings, cancellationToken).ConfigureAwait(false);
        string? danger = change.MayPowerOff ? "With the action PowerOff, the BMC powers the server off, without a shutdown, if it cannot hold the limit" : null;
        await ApplyAsync(target, bmc, "Set the power limit", change, output, cancellationToken, danger).ConfigureAwait(false);
    }
}
