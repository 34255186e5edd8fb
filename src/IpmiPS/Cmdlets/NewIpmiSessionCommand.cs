using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;

namespace IpmiPS.Cmdlets;

/// <summary>
/// Logs in to BMCs and keeps the sessions for the cmdlets that follow, which then save themselves the log-in. A session is kept
/// alive until Remove-IpmiSession, Remove-Module or the end of the process.
/// </summary>
[Cmdlet(VerbsCommon.New, "IpmiSession", DefaultParameterSetName = ByName)]
[OutputType(typeof(IpmiSession))]
public sealed class NewIpmiSessionCommand : BmcCmdlet
{
    /// <summary>Name of the session; IpmiSession and its number where none is given.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>What the session will be used for is not known, so it gets the highest privilege that the user has.</summary>
    private protected override PrivilegeLevel? NeededPrivilege => null;

    /// <summary>Given a session, opens another of the same kind, as New-PSSession does.</summary>
    private protected override async Task ConnectAndRunAsync(BmcTarget target, TargetOutput output, CancellationToken cancellationToken)
    {
        var trace = new SwitchableTrace { Listener = output };
        IpmiConnectOptions options = (target.Options?.WithOwnSecrets() ?? target.Session!.CopyOptions()) with { Trace = trace };
        bool isKept = false;
        try
        {
            IpmiClient client = await LogInAsync(options, cancellationToken).ConfigureAwait(false);
            if (cancellationToken.IsCancellationRequested)
                Farewells.Say(client);
            cancellationToken.ThrowIfCancellationRequested();
            IpmiSession session = SessionRegistry.Add(Name, options, client);
            isKept = true;
            output.Write(session);
        }
        finally
        {
            trace.Forget(output);
            if (!isKept)
                options.DisposeSecrets();
        }
    }

    private protected override Task RunAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken) => Task.CompletedTask;
}
