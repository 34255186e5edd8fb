using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Parameters;
using IpmiPS.Pef;

namespace IpmiPS.Cmdlets;

/// <summary>Changes alert policy entries of BMCs: to which destination the alerts of a policy go.</summary>
[Cmdlet(VerbsCommon.Set, "IpmiAlertPolicy", DefaultParameterSetName = ByName, SupportsShouldProcess = true)]
[OutputType(typeof(AlertUpdate))]
public sealed class SetIpmiAlertPolicyCommand : AlertTableCmdlet
{
    /// <summary>Number of the entry, 1 to 127.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [NumberCell("Number", 1, 127, NotGiven)]
    public int Number
    {
        get;
        set => field = TakeCell(value);
    } = NotGiven;

    /// <summary>Whether the entry is on.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BooleanCell("Enabled")]
    public bool? Enabled
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Policy that the entry belongs to, 1 to 15; 0 for an unused entry.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [OptionalNumberCell("PolicyNumber", 0, 15)]
    public int? PolicyNumber
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>When the entry applies: Always, or depending on the success of the alert before it.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [EnumCell("Rule", typeof(PefPolicyRule), IsNullable = true, Maximum = 7)]
    public PefPolicyRule? Rule
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Channel, 0 to 15.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [OptionalNumberCell("Channel", 0, 15)]
    public int? Channel
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Number of the destination on the channel, 0 to 15.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [OptionalNumberCell("Destination", 0, 15)]
    public int? Destination
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Alert string: 0 for none; 1 to 127 a string; from 128 on, a set of strings.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [OptionalNumberCell("StringKey", 0, 255)]
    public int? StringKey
    {
        get;
        set => field = TakeCell(value);
    }

    private protected override int Entry => Number;

    private protected override string Verb => "Set alert policy entries";

    private protected override object? CopyRow()
    {
        var settings = new AlertPolicySettings
        {
            Number = Number,
            Enabled = Enabled,
            PolicyNumber = PolicyNumber,
            Rule = Rule,
            Channel = Channel,
            Destination = Destination,
            StringKey = StringKey,
        };
        return settings.IsEmpty ? null : settings;
    }

    private protected override Task<AlertChange> PrepareAsync(IPayloadConnection bmc, object[] rows, CancellationToken cancellationToken) =>
        AlertRowChange.PrepareAsync(bmc, [.. rows.Cast<AlertPolicySettings>().Distinct()], cancellationToken);
}
