using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Device;

namespace IpmiPS.Cmdlets;

/// <summary>
/// Sets the watchdog timers of BMCs, without starting or stopping them. An action that resets the server or turns it off is asked about as a change of high impact.
/// </summary>
[Cmdlet(VerbsCommon.Set, "IpmiWatchdog", DefaultParameterSetName = ByName, SupportsShouldProcess = true)]
[OutputType(typeof(WatchdogUpdate))]
public sealed class SetIpmiWatchdogCommand : BmcCmdlet
{
    private const int NoPreTimeout = -1;

    /// <summary>Who uses the timer: BiosFrb2, BiosPost, OSLoad, SmsOS or Oem.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [EnumCell("Use", typeof(WatchdogUse), IsNullable = true)]
    public WatchdogUse? Use
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>What the BMC does when the timer expires: None, HardReset, PowerDown or PowerCycle.</summary>
    [Parameter(Position = 2, ValueFromPipelineByPropertyName = true)]
    [EnumCell("Action", typeof(WatchdogAction), IsNullable = true)]
    public WatchdogAction? Action
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Seconds from the start of the timer to its expiration, 0 to 6553.5; tenths count.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [DecimalCell("InitialCountdown", 0, 6553.5)]
    public double? InitialCountdown
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>The interrupt before the expiration: None, Smi, Nmi or Messaging.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [EnumCell("PreTimeoutInterrupt", typeof(WatchdogInterrupt), IsNullable = true)]
    public WatchdogInterrupt? PreTimeoutInterrupt
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Seconds between that interrupt and the expiration, 0 to 255.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [NumberCell("PreTimeout", 0, 255, NoPreTimeout)]
    public int PreTimeout
    {
        get;
        set => field = TakeCell(value);
    } = NoPreTimeout;

    /// <summary>Whether the expiration is not recorded in the event log.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BooleanCell("DontLog")]
    public bool? DontLog
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Flags of expirations to clear: BiosFrb2, BiosPost, OSLoad, SmsOS, Oem, or All.</summary>
    [Parameter]
    public WatchdogExpirations ClearExpired { get; set; }

    /// <summary>Do not ask.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override BmcNeeds Needs => new(IpmiPS.PrivilegeLevel.Operator)
    {
        OncePerBmc = true,
        Force = Force,
        Settings = new WatchdogSettings
        {
            Use = Use == WatchdogUse.Unknown ? null : Use,
            Action = Action == WatchdogAction.Unknown ? null : Action,
            InitialCountdown = InitialCountdown,
            PreTimeoutInterrupt = PreTimeoutInterrupt == WatchdogInterrupt.Unknown ? null : PreTimeoutInterrupt,
            PreTimeout = PreTimeout == NoPreTimeout ? null : (byte)PreTimeout,
            DontLog = DontLog,
            ClearExpired = ClearExpired,
        },
    };

    private protected override async Task RunAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken)
    {
        var settings = (WatchdogSettings)target.Needs.Settings!;
        if (settings.IsEmpty)
            throw new IpmiException(IpmiErrorKind.InvalidParameter, "There is nothing to set.", "Give -Use, -Action, -InitialCountdown or another setting, on the command line or as columns of the input.");
        WatchdogChange change = await WatchdogChange.PrepareAsync(bmc, settings, cancellationToken).ConfigureAwait(false);
        await ApplyAsync(target, bmc, "Set the watchdog timer", change, output, cancellationToken, change.Action == WatchdogAction.None ? null : WatchdogControl.DescribeDanger(change.Action)).ConfigureAwait(false);
    }
}
