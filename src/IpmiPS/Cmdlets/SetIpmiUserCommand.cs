using System.Management.Automation;
using System.Security;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Users;

namespace IpmiPS.Cmdlets;

/// <summary>Changes users of BMCs: name, password, enabled state, and rights on a channel. If the BMC refuses a part, the rest is undone.</summary>
[Cmdlet(VerbsCommon.Set, "IpmiUser", DefaultParameterSetName = ByName, SupportsShouldProcess = true)]
[OutputType(typeof(UserUpdate))]
public sealed class SetIpmiUserCommand : UserCmdlet
{
    private const int NoNumber = -1;

    /// <summary>New name, at most 16 bytes of UTF-8.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [AllowNull]
    public string? NewName { get; set; }

    /// <summary>New password, at most 20 bytes of UTF-8. For the user that logs in, use Update-IpmiPassword.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [SecureCell("NewPassword")]
    public SecureString? NewPassword
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Whether the user is enabled, on all channels.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BooleanCell("Enabled")]
    public bool? Enabled
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Channel of the rights below, 1 to 14; default that of the connection.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [NumberCell("Channel", 1, 14, NoNumber)]
    public int Channel
    {
        get;
        set => field = TakeCell(value);
    } = NoNumber;

    /// <summary>The highest privilege on the channel.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [EnumCell("Privilege", typeof(UserPrivilege), IsNullable = true)]
    public UserPrivilege? Privilege
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Whether the user may send IPMI messages over the channel, and so log in.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BooleanCell("Messaging")]
    public bool? Messaging
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Whether name and password are used for link authentication.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BooleanCell("LinkAuthentication")]
    public bool? LinkAuthentication
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Whether the user gets a session only when the BMC calls back.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BooleanCell("CallbackOnly")]
    public bool? CallbackOnly
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Payloads that the user may activate, such as Sol; all others are forbidden.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [EnumCell("Payloads", typeof(UserPayloads), IsNullable = true)]
    public UserPayloads? Payloads
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Sessions that the user may have at a time, 1 to 15; 0 for no limit.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [NumberCell("SessionLimit", 0, 15, NoNumber)]
    public int SessionLimit
    {
        get;
        set => field = TakeCell(value);
    } = NoNumber;

    /// <summary>Send the password also over a session that is not authenticated and encrypted with cipher suite 17 or 3.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [SwitchCell("AllowUnprotectedPassword")]
    public SwitchParameter AllowUnprotectedPassword
    {
        get;
        set => field = TakeCell(value);
    }

    private protected override UserSettings Settings => new()
    {
        Name = string.IsNullOrEmpty(NewName) ? null : NewName,
        Password = NewPassword,
        AllowUnprotectedPassword = AllowUnprotectedPassword,
        Enabled = Enabled,
        Channel = Channel == NoNumber ? null : (byte)Channel,
        Privilege = Privilege == UserPrivilege.Unknown ? null : Privilege,
        Messaging = Messaging,
        LinkAuthentication = LinkAuthentication,
        CallbackOnly = CallbackOnly,
        Payloads = Payloads,
        SessionLimit = SessionLimit == NoNumber ? null : (byte)SessionLimit,
    };

    private protected override Task<UserChange> PrepareAsync(BmcTarget target, IPayloadConnection bmc, UserRow row, CancellationToken cancellationToken) => row.Settings.IsEmpty
        ? throw new IpmiException(IpmiErrorKind.InvalidParameter, "There is nothing to set.", "Give a setting such as -Privilege or -NewName, on the command line or as a column of the input.")
        : UserChange.PrepareAsync(bmc, row.Id, row.Name, row.Settings, OwnName(target), cancellationToken);

    private protected override string Describe(UserChange change) => $"Set user {change.Id} '{change.Name}'";
}
