using System.Linq;
using System.Management.Automation;
using System.Security;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Pef;

namespace IpmiPS.Cmdlets;

/// <summary>Changes alert destinations of BMCs: the receivers that alert policies name.</summary>
[Cmdlet(VerbsCommon.Set, "IpmiAlertDestination", DefaultParameterSetName = ByName, SupportsShouldProcess = true)]
[OutputType(typeof(AlertUpdate))]
public sealed class SetIpmiAlertDestinationCommand : AlertTableCmdlet
{
    /// <summary>Number of the destination, 0 to 15; 0 is volatile.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [NumberCell("Number", 0, 15, NotGiven)]
    public int Number
    {
        get;
        set => field = TakeCell(value);
    } = NotGiven;

    /// <summary>LAN channel, 1 to 11; default the one that you are connected through.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [OptionalNumberCell("Channel", 1, 11)]
    public int? Channel
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>IPv4 or IPv6 address; None for none.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [ReceiverCell("Receiver")]
    public string? Receiver
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Whether the BMC waits for an acknowledgement.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BooleanCell("Acknowledged")]
    public bool? Acknowledged
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>What is sent: Pet, Oem1 or Oem2.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [EnumCell("Type", typeof(AlertDestinationKind), IsNullable = true, Maximum = 7)]
    public AlertDestinationKind? Type
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

    /// <summary>Whether alerts go by the backup gateway.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BooleanCell("UseBackupGateway")]
    public bool? UseBackupGateway
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>MAC address; None lets the BMC find it.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [ReceiverMacCell("MacAddress")]
    public string? MacAddress
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>VLAN that alerts are sent in, 1 to 4094; 0 for none.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [OptionalNumberCell("VlanId", 0, 4094)]
    public int? VlanId
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Priority in the VLAN tag, 0 to 7.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [OptionalNumberCell("VlanPriority", 0, 7)]
    public int? VlanPriority
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>SNMP community of the channel, at most 18 characters. Not read from the pipeline.</summary>
    [Parameter]
    [SecureCell("Community")]
    public SecureString? Community
    {
        get;
        set => field = TakeCell(value);
    }

    private protected override int Entry => Number;

    private protected override string Verb => "Set alert destinations";

    private protected override object? CopyRow()
    {
        var settings = new AlertDestinationSettings
        {
            Number = Number,
            Channel = Channel,
            Receiver = Given(Receiver) is { } address ? AlertRowText.ReadAddress(address) : null,
            Acknowledged = Acknowledged,
            Type = Type,
            AlertTimeout = AlertTimeout,
            Retries = Retries,
            UseBackupGateway = UseBackupGateway,
            MacAddress = Given(MacAddress) is { } mac ? AlertRowText.ReadMac(mac) : null,
            VlanId = VlanId,
            VlanPriority = VlanPriority,
            Community = Community is null ? null : Secrets.Reveal(Community),
        };
        return settings.IsEmpty ? null : settings;
    }

    private protected override Task<AlertChange> PrepareAsync(IPayloadConnection bmc, object[] rows, CancellationToken cancellationToken) =>
        AlertRowChange.PrepareAsync(bmc, [.. rows.Cast<AlertDestinationSettings>().Distinct()], cancellationToken);
}
