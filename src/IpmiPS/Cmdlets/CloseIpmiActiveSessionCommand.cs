using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Users;

namespace IpmiPS.Cmdlets;

/// <summary>Closes sessions of others on BMCs, such as one that blocks the console. Never closes the session of the command itself.</summary>
[Cmdlet(VerbsCommon.Close, "IpmiActiveSession", DefaultParameterSetName = ByName, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(ActiveSession))]
public sealed class CloseIpmiActiveSessionCommand : AccessCmdlet
{
    private const int NotGiven = -1;

    /// <summary>Handle of the session, 1 to 255.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [NumberCell("Handle", 1, 255, NotGiven)]
    public int Handle
    {
        get;
        set => field = TakeCell(value);
    } = NotGiven;

    /// <summary>User ID that the session must have, 0 to 63.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [NumberCell("UserId", 0, 63, NotGiven)]
    public int UserId
    {
        get;
        set => field = TakeCell(value);
    } = NotGiven;

    /// <summary>Address that the client must have.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyString]
    public string? RemoteAddress { get; set; }

    /// <summary>UDP port that the client must have.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [NumberCell("RemotePort", 0, 65535, NotGiven)]
    public int RemotePort
    {
        get;
        set => field = TakeCell(value);
    } = NotGiven;

    /// <summary>Whether the row is the session of the command that read it. Such a row is skipped.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, DontShow = true)]
    [BooleanCell("IsOwn")]
    public bool? IsOwn
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Return the sessions that were closed.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override BmcNeeds Needs => new(IpmiPS.PrivilegeLevel.Administrator)
    {
        OncePerBmc = true,
        Force = Force,
        Settings = IsOwn == true ? null : new SessionToClose((byte)Handle, UserId == NotGiven ? null : (byte)UserId, string.IsNullOrEmpty(RemoteAddress) ? null : RemoteAddress, RemotePort == NotGiven ? null : RemotePort),
    };

    private protected override async Task ChangeAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken)
    {
        if (target.Needs.Settings is not SessionToClose wanted)
        {
            output.Note("The row is the session of the command that read it, which has ended.");
            return;
        }

        SessionClosing closing = await SessionClosing.PrepareAsync(bmc, wanted, cancellationToken).ConfigureAwait(false);
        ActiveSession session = closing.Session;
        string from = session.RemoteAddress is { } address ? $" from {address}:{session.RemotePort}" : "";
        if (!await ConfirmAsync(target, bmc, $"Send Close Session: close session {session.Handle} of '{session.User}' (user {session.UserId}){from}", output, cancellationToken).ConfigureAwait(false))
            return;
        if (!await closing.RunAsync(cancellationToken).ConfigureAwait(false))
            output.Warning($"The BMC accepted Close Session for session {session.Handle}, and does not report whether it is closed.");
        if (PassThru)
            output.Write(session);
    }
}
