using System.Linq;
using System.Management.Automation;
using System.Net;
using System.Security;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.SensorEvent;
using IpmiPS.Pef;

namespace IpmiPS.Cmdlets;

/// <summary>Sets which alerts BMCs send to whom, without knowledge of their tables.</summary>
[Cmdlet(VerbsCommon.Set, "IpmiAlert", DefaultParameterSetName = ByName, SupportsShouldProcess = true)]
[OutputType(typeof(AlertUpdate))]
public sealed class SetIpmiAlertCommand : GroupingCmdlet
{
    /// <summary>Addresses that get the alerts, besides those that get them already.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ReceiverListCell("Receiver")]
    public string[]? Receiver
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>All groups of events for which alerts are sent; None for none.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [EnumCell("On", typeof(AlertEvents), IsNullable = true)]
    public AlertEvents? On
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Addresses that get no alerts any more.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ReceiverListCell("RemoveReceiver")]
    public string[]? RemoveReceiver
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>SNMP community of the traps, at most 18 characters.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [SecureCell("Community")]
    public SecureString? Community
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Whether the BMC waits for acknowledgements: of the receivers that are named, or of all.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BooleanCell("Acknowledged")]
    public bool? Acknowledged
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Time to wait for an acknowledgement, or between retries, 0 to 255, where 0 is one second.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [OptionalNumberCell("AlertTimeout", 0, 255)]
    public int? AlertTimeout
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>How often an alert is repeated, 0 to 7.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [OptionalNumberCell("Retries", 0, 7)]
    public int? Retries
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>LAN channel of new receivers, 1 to 11; default the one that you are connected through.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [OptionalNumberCell("Channel", 1, 11)]
    public int? Channel
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Whether platform event filtering is on; -Receiver and -On switch it on.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BooleanCell("Enabled")]
    public bool? Enabled
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Whether actions are logged as events.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BooleanCell("EventMessages")]
    public bool? EventMessages
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>The actions that are enabled for all filters together.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [EnumCell("EnabledActions", typeof(PefActions), IsNullable = true)]
    public PefActions? EnabledActions
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Seconds that PEF waits after power-up and reset, 0 to 255; 0 for no delay.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [OptionalNumberCell("StartupDelay", 0, 255)]
    public int? StartupDelay
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Seconds that alerts wait after power-up and reset, 0 to 255; 0 for no delay.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [OptionalNumberCell("AlertStartupDelay", 0, 255)]
    public int? AlertStartupDelay
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>The GUID that traps have, 16 bytes as hexadecimal text; None for that of the system.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [GuidBytesCell("SystemGuid")]
    public string? SystemGuid
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Seconds for which events are left to software, 1 to 253; 0 ends that, 254 is until the system restarts. Not read from the pipeline.</summary>
    [Parameter]
    [ValidateRange(0, 254)]
    public int? PostponeSeconds { get; set; }

    /// <summary>ID of the last record that software has processed, 0 to 65535. Not read from the pipeline.</summary>
    [Parameter]
    [ValidateRange(0, 65535)]
    public int? LastSoftwareEvent { get; set; }

    /// <summary>ID of the last record that PEF has processed, 0 to 65535. Not read from the pipeline.</summary>
    [Parameter]
    [ValidateRange(0, 65535)]
    public int? LastBmcEvent { get; set; }

    /// <summary>Number of a text that alerts can have, 1 to 127, for -Text, -TextFilter and -TextSet.</summary>
    [Parameter]
    [ValidateRange(1, 127)]
    public int? TextNumber { get; set; }

    /// <summary>The text, Latin-1.</summary>
    [Parameter]
    [AllowEmptyString]
    public string? Text { get; set; }

    /// <summary>Event filter that the text belongs to, 1 to 127; 0 for none.</summary>
    [Parameter]
    [ValidateRange(0, 127)]
    public int? TextFilter { get; set; }

    /// <summary>String set that the text belongs to, 1 to 127; 0 for none.</summary>
    [Parameter]
    [ValidateRange(0, 127)]
    public int? TextSet { get; set; }

    private protected override BmcNeeds Needs => new(IpmiPS.PrivilegeLevel.Administrator) { OncePerBmc = true, Force = Force, Settings = new AlertSettings
    {
        Receivers = Addresses(Receiver),
        RemoveReceivers = Addresses(RemoveReceiver),
        On = On,
        Channel = Channel,
        Community = Community is null ? null : Secrets.Reveal(Community),
        Acknowledged = Acknowledged,
        AlertTimeout = AlertTimeout,
        Retries = Retries,
        Enabled = Enabled,
        EventMessages = EventMessages,
        EnabledActions = EnabledActions,
        StartupDelay = StartupDelay,
        AlertStartupDelay = AlertStartupDelay,
        SystemGuid = string.IsNullOrEmpty(SystemGuid) ? null : GuidBytesCellAttribute.ReadGuid(SystemGuid!),
        PostponeSeconds = PostponeSeconds,
        LastSoftwareEvent = LastSoftwareEvent,
        LastBmcEvent = LastBmcEvent,
        TextNumber = TextNumber,
        Text = Text,
        TextFilter = TextFilter,
        TextSet = TextSet,
    } };

    /// <summary>A row may take entries that the next one sees, so each is prepared after the one before it was made.</summary>
    private protected override async Task RunAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken)
    {
        var rows = SettingsOf<AlertSettings>(target);
        if (rows.Any(static row => row.IsEmpty))
            throw new IpmiException(IpmiErrorKind.InvalidParameter, "There is nothing to set.", "Give settings, such as -Receiver and -On, on the command line or as columns of the input.");
        foreach (AlertSettings settings in rows)
        {
            AlertChange change = await AlertChange.PrepareAsync(bmc, settings, cancellationToken).ConfigureAwait(false);
            await ApplyAsync(target, bmc, "Set the alerts", change, output, cancellationToken, change.Danger).ConfigureAwait(false);
        }
    }

    /// <summary>The addresses; null if none is given. They were checked when they were bound.</summary>
    private static IPAddress[]? Addresses(string[]? words) => words is { Length: > 0 } ? [.. words.Select(static word => AlertRowText.ReadAddress(word)!)] : null;
}
