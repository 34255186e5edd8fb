using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Serial;

namespace IpmiPS.Cmdlets;

/// <summary>
/// Sets up the serial port of a BMC for IPMI: connection, flow control, bit rate, sharing with the system, terminal mode; switches the port between system and BMC;
/// and sets obsolete parameters as bytes. What is set is read back.
/// </summary>
[Cmdlet(VerbsCommon.Set, "IpmiSerialConfiguration", DefaultParameterSetName = ByName, SupportsShouldProcess = true)]
[OutputType(typeof(SerialConfigurationUpdate))]
public sealed class SetIpmiSerialConfigurationCommand : BmcCmdlet
{
    private const int NotGiven = -1;

    /// <summary>Channel of the port; default the first one that is serial.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [NumberCell("Channel", 0, 15, NotGiven)]
    public int Channel
    {
        get;
        set => field = TakeCell(value);
    } = NotGiven;

    /// <summary>How the port is connected: Modem or Direct.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [EnumCell("Connection", typeof(SerialConnection), IsNullable = true)]
    public SerialConnection? Connection
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>The kinds of sessions that are enabled: Basic, Ppp, Terminal, or None. Many BMCs take one only.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [EnumCell("ConnectionModes", typeof(SerialConnectionModes), IsNullable = true)]
    public SerialConnectionModes? ConnectionModes
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Seconds without traffic after which a session ends, 0 (never) to 450, in steps of 30.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [NumberCell("InactivityTimeout", 0, 450, NotGiven)]
    public int InactivityTimeout
    {
        get;
        set => field = TakeCell(value);
    } = NotGiven;

    /// <summary>What ends a session: DcdLoss, Inactivity, both, or None.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [EnumCell("SessionTermination", typeof(SerialSessionTermination), IsNullable = true)]
    public SerialSessionTermination? SessionTermination
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Flow control: None, RtsCts or XonXoff.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [EnumCell("FlowControl", typeof(SerialFlowControl), IsNullable = true)]
    public SerialFlowControl? FlowControl
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Whether the BMC hangs up by DTR.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BooleanCell("DtrHangUp")]
    public bool? DtrHangUp
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Bit rate: 9600, 19200, 38400, 57600 or 115200.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BitRateCell("BitRate")]
    [ArgumentCompleter(typeof(BitRateCompleter))]
    public SolBitRate? BitRate
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Whether system and BMC share the port.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BooleanCell("PortSharing")]
    public bool? PortSharing
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>What switches the port between system and BMC; everything that is not named is turned off.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [EnumCell("MuxControls", typeof(SerialMuxControls), IsNullable = true)]
    public SerialMuxControls? MuxControls
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>How long a modem rings at least, 0 to 31500 ms, in steps of 500.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [NumberCell("RingDuration", 0, 31500, NotGiven)]
    public int RingDuration
    {
        get;
        set => field = TakeCell(value);
    } = NotGiven;

    /// <summary>Time between calls, 0 to 7500 ms, in steps of 500.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [NumberCell("RingDeadTime", 0, 7500, NotGiven)]
    public int RingDeadTime
    {
        get;
        set => field = TakeCell(value);
    } = NotGiven;

    /// <summary>Minutes between alerts, 0 to 255.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [NumberCell("PageBlackoutInterval", 0, 255, NotGiven)]
    public int PageBlackoutInterval
    {
        get;
        set => field = TakeCell(value);
    } = NotGiven;

    /// <summary>Seconds between calls of an alert, 0 to 255.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [NumberCell("CallRetryInterval", 0, 255, NotGiven)]
    public int CallRetryInterval
    {
        get;
        set => field = TakeCell(value);
    } = NotGiven;

    /// <summary>Whether a line of terminal mode can be edited.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BooleanCell("TerminalLineEditing")]
    public bool? TerminalLineEditing
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>What the BMC sends when a character is deleted: Delete or Backspace.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [EnumCell("TerminalDelete", typeof(SerialDeleteSequence), IsNullable = true)]
    public SerialDeleteSequence? TerminalDelete
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Whether the BMC echoes in terminal mode.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BooleanCell("TerminalEcho")]
    public bool? TerminalEcho
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Whether the BMC says when it is ready for the next line.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BooleanCell("TerminalHandshake")]
    public bool? TerminalHandshake
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>What the BMC sends at the end of a line: None, CrLf, Nul, Cr, LfCr or Lf.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [EnumCell("TerminalOutputNewline", typeof(SerialNewline), IsNullable = true)]
    public SerialNewline? TerminalOutputNewline
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>What the BMC takes for the end of a line: Cr or Nul.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [EnumCell("TerminalInputNewline", typeof(SerialNewline), IsNullable = true)]
    public SerialNewline? TerminalInputNewline
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Switch the port between system and BMC, or block such requests.</summary>
    [Parameter]
    public SerialMuxRequest Mux { get; set; }

    /// <summary>Number of a standard parameter that is set as bytes (-Data), 0 to 48: those of pagers (TAP) and PPP.</summary>
    [Parameter]
    [ValidateRange(0, 48)]
    [ArgumentCompleter(typeof(SerialParameterCompleter))]
    public int Parameter { get; set; } = NotGiven;

    /// <summary>The bytes of -Parameter, selectors included: hexadecimal text or numbers.</summary>
    [Parameter]
    [HexBytes]
    [ValidateNotNullOrEmpty]
    public byte[]? Data { get; set; }

    private protected override BmcNeeds Needs => new(IpmiPS.PrivilegeLevel.Administrator)
    {
        Settings = (Given(Channel), new SerialSettings
        {
            Connection = Connection,
            ConnectionModes = ConnectionModes,
            InactivityTimeout = Given(InactivityTimeout),
            SessionTermination = SessionTermination,
            FlowControl = FlowControl,
            DtrHangUp = DtrHangUp,
            BitRate = BitRate,
            PortSharing = PortSharing,
            MuxControls = MuxControls,
            RingDuration = Given(RingDuration),
            RingDeadTime = Given(RingDeadTime),
            PageBlackoutInterval = Given(PageBlackoutInterval),
            CallRetryInterval = Given(CallRetryInterval),
            TerminalLineEditing = TerminalLineEditing,
            TerminalDelete = TerminalDelete,
            TerminalEcho = TerminalEcho,
            TerminalHandshake = TerminalHandshake,
            TerminalOutputNewline = TerminalOutputNewline,
            TerminalInputNewline = TerminalInputNewline,
            Mux = Mux == SerialMuxRequest.Get ? null : Mux,
            Parameter = (byte?)Given(Parameter),
            Data = Data ?? [],
        }),
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
        var (channel, settings) = ((int?, SerialSettings))target.Needs.Settings!;
        if (settings.IsEmpty)
            throw new IpmiException(IpmiErrorKind.InvalidParameter, "There is nothing to set.", "Give a setting, such as -BitRate 115200, on the command line or as a column of the input.");
        SerialConfigurationChange change = await SerialConfigurationChange.PrepareAsync(bmc, (byte?)channel, settings, cancellationToken).ConfigureAwait(false);
        await ApplyAsync(target, bmc, "Set the serial configuration", change, output, cancellationToken).ConfigureAwait(false);
    }

    private static int? Given(int value) => value == NotGiven ? null : value;
}
