using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Sol;

namespace IpmiPS.Cmdlets;

/// <summary>Sets up serial over LAN: enables the console, says who may open it, forces encryption, sets bit rates and timing. What is set is read back.</summary>
[Cmdlet(VerbsCommon.Set, "IpmiSolConfiguration", DefaultParameterSetName = ByName, SupportsShouldProcess = true)]
[OutputType(typeof(SolConfigurationUpdate))]
public sealed class SetIpmiSolConfigurationCommand : BmcCmdlet
{
    private const int NotGiven = -1;
    private const int PresentChannel = 0x0E;

    /// <summary>Channel, 0 to 15; default 14, which is the channel of the session.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [NumberCell("Channel", 0, 15, PresentChannel)]
    public int Channel
    {
        get;
        set => field = TakeCell(value);
    } = PresentChannel;

    /// <summary>Whether the console can be opened.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BooleanCell("Enabled")]
    public bool? Enabled
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Whether the console is always encrypted.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BooleanCell("ForceEncryption")]
    public bool? ForceEncryption
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Whether the console is always authenticated.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BooleanCell("ForceAuthentication")]
    public bool? ForceAuthentication
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>The lowest privilege that may open the console: User, Operator, Administrator or Oem.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [EnumCell("Privilege", typeof(PrivilegeLevel), IsNullable = true)]
    public PrivilegeLevel? Privilege
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>How long the BMC gathers characters before it sends them, 5 to 1275 ms, rounded to 5 ms.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [NumberCell("AccumulateInterval", 5, 1275, NotGiven)]
    public int AccumulateInterval
    {
        get;
        set => field = TakeCell(value);
    } = NotGiven;

    /// <summary>Number of characters that are sent at once, 0 to 255.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [NumberCell("SendThreshold", 0, 255, NotGiven)]
    public int SendThreshold
    {
        get;
        set => field = TakeCell(value);
    } = NotGiven;

    /// <summary>How often the BMC repeats a packet, 0 to 7.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [NumberCell("PacketRetryCount", 0, 7, NotGiven)]
    public int PacketRetryCount
    {
        get;
        set => field = TakeCell(value);
    } = NotGiven;

    /// <summary>Time between repetitions, 0 to 2550 ms, rounded to 10 ms.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [NumberCell("PacketRetryInterval", 0, 2550, NotGiven)]
    public int PacketRetryInterval
    {
        get;
        set => field = TakeCell(value);
    } = NotGiven;

    /// <summary>The bit rate that is stored: 9600, 19200, 38400, 57600, 115200, or SerialChannel for that of the serial port.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BitRateCell("BitRate")]
    [ArgumentCompleter(typeof(BitRateCompleter))]
    public SolBitRate? BitRate
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>The bit rate until the BMC restarts, as for -BitRate. It is in force from the next time the console is opened.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BitRateCell("VolatileBitRate")]
    [ArgumentCompleter(typeof(BitRateCompleter))]
    public SolBitRate? VolatileBitRate
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>UDP port, 1 to 65535; many BMCs do not let it be changed.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [NumberCell("PayloadPort", 1, 65535, NotGiven)]
    public int PayloadPort
    {
        get;
        set => field = TakeCell(value);
    } = NotGiven;

    private protected override BmcNeeds Needs => new(IpmiPS.PrivilegeLevel.Administrator)
    {
        Settings = ((byte)Channel, new SolSettings
        {
            Enabled = Enabled,
            ForceEncryption = ForceEncryption,
            ForceAuthentication = ForceAuthentication,
            Privilege = Privilege == 0 ? null : Privilege,
            AccumulateInterval = Given(AccumulateInterval),
            SendThreshold = Given(SendThreshold),
            PacketRetryCount = Given(PacketRetryCount),
            PacketRetryInterval = Given(PacketRetryInterval),
            BitRate = BitRate,
            VolatileBitRate = VolatileBitRate,
            PayloadPort = Given(PayloadPort),
        }),
    };

    private protected override async Task RunAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken)
    {
        var (channel, settings) = ((byte, SolSettings))target.Needs.Settings!;
        if (settings.IsEmpty)
            throw new IpmiException(IpmiErrorKind.InvalidParameter, "There is nothing to set.", "Give a setting, such as -Enabled $true, on the command line or as a column of the input.");
        if (settings.Privilege is { } privilege && privilege < IpmiPS.PrivilegeLevel.User)
            throw new IpmiException(IpmiErrorKind.InvalidParameter, "Privilege is User, Operator, Administrator or Oem. Nothing was sent.");
        SolConfigurationChange change = await SolConfigurationChange.PrepareAsync(bmc, channel, settings, cancellationToken).ConfigureAwait(false);
        await ApplyAsync(target, bmc, "Set the SOL configuration", change, output, cancellationToken).ConfigureAwait(false);
    }

    private static int? Given(int value) => value == NotGiven ? null : value;
}
