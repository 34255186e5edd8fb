using System.Management.Automation;
using System.Security;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Users;

namespace IpmiPS.Cmdlets;

/// <summary>Creates a user in a free entry of BMCs: name, password, rights and enabled state. If a step fails, the entry is free again.</summary>
[Cmdlet(VerbsCommon.New, "IpmiUser", DefaultParameterSetName = ByName, SupportsShouldProcess = true)]
[OutputType(typeof(UserUpdate))]
public sealed class NewIpmiUserCommand : AccessCmdlet
{
    private const int NoNumber = -1;

    private bool _isNameGiven;

    /// <summary>Name of the new user, at most 16 bytes of UTF-8.</summary>
    [Parameter(Position = 1, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    public string? Name { get; set; }

    /// <summary>Password of the new user, at most 20 bytes of UTF-8. Up to 16 bytes are also valid for IPMI 1.5.</summary>
    [Parameter(Position = 2, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [SecureCell("NewPassword")]
    public SecureString? NewPassword
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>The highest privilege on the channel; default User.</summary>
    [Parameter(Position = 3, ValueFromPipelineByPropertyName = true)]
    [EnumCell("Privilege", typeof(UserPrivilege), IsNullable = true)]
    public UserPrivilege? Privilege
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Channel of the rights, 1 to 14; default that of the connection.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [NumberCell("Channel", 1, 14, NoNumber)]
    public int Channel
    {
        get;
        set => field = TakeCell(value);
    } = NoNumber;

    /// <summary>Payloads that the user may activate, such as Sol; default what the BMC has for the entry.</summary>
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

    /// <summary>Create the user disabled.</summary>
    [Parameter]
    public SwitchParameter Disabled { get; set; }

    /// <summary>Send the password also over a session that is not authenticated and encrypted with cipher suite 17 or 3.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [SwitchCell("AllowUnprotectedPassword")]
    public SwitchParameter AllowUnprotectedPassword
    {
        get;
        set => field = TakeCell(value);
    }

    /// <inheritdoc/>
    protected override void Begin()
    {
        _isNameGiven = MyInvocation.BoundParameters.ContainsKey(nameof(Name));
        base.Begin();
    }

    private protected override BmcNeeds Needs => new(IpmiPS.PrivilegeLevel.Administrator)
    {
        StopTimeout = System.TimeSpan.FromSeconds(10),
        OncePerBmc = true,
        Force = Force,
        Settings = new UserSettings
        {
            // The name of a session is not that of a user.
            Name = IsSession && !_isNameGiven ? "" : Name ?? "",
            Password = NewPassword,
            AllowUnprotectedPassword = AllowUnprotectedPassword,
            Privilege = Privilege == UserPrivilege.Unknown ? null : Privilege,
            Channel = Channel == NoNumber ? null : (byte)Channel,
            Payloads = Payloads,
            SessionLimit = SessionLimit == NoNumber ? null : (byte)SessionLimit,
            Enabled = !Disabled,
        },
    };

    private protected override async Task ChangeAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken)
    {
        var settings = (UserSettings)target.Needs.Settings!;
        if (!settings.AllowUnprotectedPassword && !bmc.IsSecure)
            throw new UnprotectedSecretException("The password of the new user");
        UserChange change = await UserChange.PrepareNewAsync(bmc, settings, cancellationToken).ConfigureAwait(false);
        if (!await ConfirmAsync(target, bmc, $"Create user {change.Id}: {change.Description}", output, cancellationToken).ConfigureAwait(false))
            return;
        using (UnfinishedWork.Begin())
            output.Write(await change.RunAsync().ConfigureAwait(false));
    }
}
