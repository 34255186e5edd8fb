using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Lan;

namespace IpmiPS.Cmdlets;

/// <summary>Changes who may use the channels of BMCs: access mode, alerting, authentication, and the highest privilege.</summary>
[Cmdlet(VerbsCommon.Set, "IpmiChannel", DefaultParameterSetName = ByName, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(ChannelUpdate))]
public sealed class SetIpmiChannelCommand : GroupingCmdlet
{
    /// <summary>The channel, 1 to 11; default the one that you are connected through.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [OptionalNumberCell("Channel", 0, 15)]
    public int? Channel
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>When the channel can be used: Disabled, PreBootOnly, AlwaysAvailable or Shared.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("StoredAccessMode")]
    [EnumCell("AccessMode", typeof(ChannelAccessMode), IsNullable = true)]
    public ChannelAccessMode? AccessMode
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Whether alerts are sent on the channel.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("StoredAlerting")]
    [BooleanCell("Alerting")]
    public bool? Alerting
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Whether each message of an IPMI 1.5 session is authenticated.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("StoredPerMessageAuthentication")]
    [BooleanCell("PerMessageAuthentication")]
    public bool? PerMessageAuthentication
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Whether commands of the level User are authenticated.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("StoredUserLevelAuthentication")]
    [BooleanCell("UserLevelAuthentication")]
    public bool? UserLevelAuthentication
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>The highest privilege on the channel.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("StoredPrivilegeLimit")]
    [EnumCell("PrivilegeLimit", typeof(PrivilegeLevel), IsNullable = true)]
    public PrivilegeLevel? PrivilegeLimit
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Which settings are changed: Both (default), Active until the BMC restarts, or Stored from then on.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [EnumCell("Store", typeof(ChannelStore))]
    public ChannelStore Store
    {
        get;
        set => field = TakeCell(value);
    }

    private protected override BmcNeeds Needs => new(IpmiPS.PrivilegeLevel.Administrator) { OncePerBmc = true, Force = Force, Settings = new ChannelChangeSettings
    {
        Channel = Channel,
        AccessMode = AccessMode,
        Alerting = Alerting,
        PerMessageAuthentication = PerMessageAuthentication,
        UserLevelAuthentication = UserLevelAuthentication,
        PrivilegeLimit = PrivilegeLimit,
        Store = Store,
    } };

    /// <summary>Rows of channels without sessions, as Get-IpmiChannel has them, have nothing to set. The channel of the session comes last.</summary>
    private protected override async Task RunAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken)
    {
        var rows = SettingsOf<ChannelChangeSettings>(target).Where(static row => !row.IsEmpty).Distinct().ToList();
        if (rows.Count == 0)
            throw new IpmiException(IpmiErrorKind.InvalidParameter, "There is nothing to set.", "Give -AccessMode, -Alerting, -PerMessageAuthentication, -UserLevelAuthentication or -PrivilegeLimit, on the command line or as columns of the input.");
        var changes = await Task.WhenAll(rows.Select(row => ChannelChange.PrepareAsync(bmc, row, cancellationToken))).ConfigureAwait(false);
        foreach (var change in changes.OrderBy(static change => change.IsOwn))
            await ApplyAsync(target, bmc, "Set the access", change, output, cancellationToken).ConfigureAwait(false);
    }
}
