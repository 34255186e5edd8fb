using System;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Boot;

namespace IpmiPS.Cmdlets;

/// <summary>Sets boot options of servers: boot flags and when they are cleared, service partition, acknowledge, initiator, mailbox; or one as bytes. What is set is read back.</summary>
[Cmdlet(VerbsCommon.Set, "IpmiBootOption", DefaultParameterSetName = ByName, SupportsShouldProcess = true)]
[OutputType(typeof(BootOptionUpdate))]
public sealed partial class SetIpmiBootOptionCommand : BmcCmdlet
{
    private const int NotGiven = -1;

    /// <summary>What does not clear the boot flags; with KeepAfterTimeout, they last longer than 60 seconds. Everything that is not named clears them.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [EnumCell("ValidBitClearing", typeof(BootFlagValidBitClearing), IsNullable = true)]
    public BootFlagValidBitClearing? ValidBitClearing
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Who has still to handle the boot information; all others have handled it.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [EnumCell("NotAcknowledgedBy", typeof(BootInfoParties), IsNullable = true)]
    public BootInfoParties? NotAcknowledgedBy
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Which service partition to boot, 1 to 255; 0 for none in particular.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [NumberCell("ServicePartition", 0, 255, NotGiven)]
    public int ServicePartition
    {
        get;
        set => field = TakeCell(value);
    } = NotGiven;

    /// <summary>Whether the BIOS is to look for the service partition (Requested), and has found it (Discovered).</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [EnumCell("ServicePartitionScan", typeof(ServicePartitionScan), IsNullable = true)]
    public ServicePartitionScan? ServicePartitionScan
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Channel through which the boot is ordered, 0 to 15.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [NumberCell("InitiatorChannel", 0, 15, NotGiven)]
    public int InitiatorChannel
    {
        get;
        set => field = TakeCell(value);
    } = NotGiven;

    /// <summary>Number of the session that orders the boot.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [UnsignedCell("InitiatorSession")]
    public uint? InitiatorSession
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>When the boot is ordered.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [DateCell("InitiatorTime")]
    public DateTimeOffset? InitiatorTime
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>The company that defines what is in the mailbox, by its IANA number, 0 to 16777215.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [NumberCell("MailboxManufacturerId", 0, 16777215, NotGiven)]
    public int MailboxManufacturerId
    {
        get;
        set => field = TakeCell(value);
    } = NotGiven;

    /// <summary>What the mailbox starts with, after the number of the company: hexadecimal text or numbers, up to 77 bytes. The rest stays.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BytesCell("Mailbox")]
    public byte[]? Mailbox
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Number of an option that is set as bytes (-Data): 1 to 7, or 96 to 127 for those of the vendor.</summary>
    [Parameter]
    [ValidateRange(1, 127)]
    [ArgumentCompleter(typeof(BootParameterCompleter))]
    public int Parameter { get; set; } = NotGiven;

    /// <summary>The bytes of -Parameter, for the mailbox the number of the block first: hexadecimal text or numbers.</summary>
    [Parameter]
    [HexBytes]
    [ValidateNotNullOrEmpty]
    public byte[]? Data { get; set; }

    /// <summary>Clear the settings of the BIOS without asking.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override BmcNeeds Needs => new(IpmiPS.PrivilegeLevel.Operator)
    {
        OncePerBmc = true,
        Force = Force,
        Settings = new BootSettings
        {
            Device = Device,
            Instance = Given(Instance),
            Persistent = Persistent,
            Uefi = Uefi,
            ClearCmos = ClearCmos,
            LockKeyboard = LockKeyboard,
            LockPowerButton = LockPowerButton,
            LockResetButton = LockResetButton,
            LockSleepButton = LockSleepButton,
            BlankScreen = BlankScreen,
            Verbosity = Verbosity,
            ConsoleRedirection = ConsoleRedirection,
            EventTraps = EventTraps,
            BypassPassword = BypassPassword,
            MuxControl = MuxControl,
            SharedMode = SharedMode,
            Valid = Valid,
            ValidBitClearing = ValidBitClearing,
            NotAcknowledgedBy = NotAcknowledgedBy,
            ServicePartition = Given(ServicePartition),
            ServicePartitionScan = ServicePartitionScan,
            InitiatorChannel = Given(InitiatorChannel),
            InitiatorSession = InitiatorSession,
            InitiatorTime = InitiatorTime,
            MailboxManufacturerId = Given(MailboxManufacturerId),
            Mailbox = Mailbox ?? [],
            Parameter = (byte?)Given(Parameter),
            Data = Data ?? [],
        },
    };

    /// <inheritdoc/>
    protected override void Begin()
    {
        if ((Data is null) != (Parameter == NotGiven))
            ThrowTerminatingError(ErrorRecords.InvalidParameter("-Parameter and -Data belong together. Nothing was sent.", null));
        base.Begin();
    }

    private protected override async Task RunAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken)
    {
        var settings = (BootSettings)target.Needs.Settings!;
        if (settings.IsEmpty)
            throw new IpmiException(IpmiErrorKind.InvalidParameter, "There is nothing to set.", "Give an option, such as -LockKeyboard $true, on the command line or as a column of the input.");
        BootOptionChange change = await BootOptionChange.PrepareAsync(bmc, settings, cancellationToken).ConfigureAwait(false);
        string? danger = change.ClearsCmos ? "The settings of the BIOS are cleared at the next boot, and the machine may not start as before" : null;
        await ApplyAsync(target, bmc, "Set the boot options", change, output, cancellationToken, danger).ConfigureAwait(false);
    }

    private static int? Given(int value) => value == NotGiven ? null : value;
}
