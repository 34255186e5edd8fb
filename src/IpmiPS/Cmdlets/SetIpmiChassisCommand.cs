using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Power;

namespace IpmiPS.Cmdlets;

/// <summary>Sets what servers do when AC power returns, how long a power cycle keeps them off, and which front-panel buttons are disabled.</summary>
[Cmdlet(VerbsCommon.Set, "IpmiChassis", DefaultParameterSetName = ByName, SupportsShouldProcess = true)]
[OutputType(typeof(ChassisUpdate))]
public sealed class SetIpmiChassisCommand : BmcCmdlet
{
    private const int NoInterval = -1;

    /// <summary>What the server does when AC power returns: AlwaysOff, Previous (the state that it had) or AlwaysOn.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [EnumCell("RestorePolicy", typeof(PowerRestorePolicy), IsNullable = true)]
    public PowerRestorePolicy? RestorePolicy
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Seconds that a power cycle keeps the server off, 0 to 255.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [NumberCell("PowerCycleInterval", 0, 255, NoInterval)]
    public int PowerCycleInterval
    {
        get;
        set => field = TakeCell(value);
    } = NoInterval;

    /// <summary>Front-panel buttons to disable; all others are enabled. None enables all.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("DisabledButtons")]
    [EnumCell("DisabledButton", typeof(FrontPanelButtons), IsNullable = true)]
    public FrontPanelButtons? DisabledButton
    {
        get;
        set => field = TakeCell(value);
    }

    private protected override BmcNeeds Needs
    {
        get
        {
            var settings = new ChassisSettings
            {
                RestorePolicy = RestorePolicy == PowerRestorePolicy.Unknown ? null : RestorePolicy,
                PowerCycleInterval = PowerCycleInterval == NoInterval ? null : (byte)PowerCycleInterval,
                DisabledButtons = DisabledButton,
            };
            bool isOnlyPolicy = settings is { PowerCycleInterval: null, DisabledButtons: null };
            return new(isOnlyPolicy ? IpmiPS.PrivilegeLevel.Operator : IpmiPS.PrivilegeLevel.Administrator) { OncePerBmc = true, Settings = settings };
        }
    }

    private protected override async Task RunAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken)
    {
        var settings = (ChassisSettings)target.Needs.Settings!;
        if (settings.IsEmpty)
            throw new IpmiException(IpmiErrorKind.InvalidParameter, "There is nothing to set.", "Give -RestorePolicy, -PowerCycleInterval or -DisabledButton, on the command line or as columns of the input.");
        ChassisSettingsChange change = await ChassisSettingsChange.PrepareAsync(bmc, settings, cancellationToken).ConfigureAwait(false);
        await ApplyAsync(target, bmc, "Set the chassis", change, output, cancellationToken).ConfigureAwait(false);
    }
}
