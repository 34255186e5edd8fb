using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;

namespace IpmiPS.Cmdlets;

/// <summary>
/// Opens sessions with BMCs for other cmdlets, which then need no log-in. A session is kept
/// alive until Remove-IpmiSession, Remove-Module or the end of the process.
/// </summary>
[Cmdlet(VerbsCommon.New, "IpmiSession", DefaultParameterSetName = ByName)]
[OutputType(typeof(IpmiSession))]
public sealed class NewIpmiSessionCommand : TargetCmdlet
{
    /// <summary>Unique name of the session; default IpmiSession and its number. For one BMC only.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>The use of the session is not known, so it gets the highest privilege of the user.</summary>
    private protected override BmcNeeds Needs => new(Privilege: null);

    /// <inheritdoc/>
    protected override void Begin()
    {
        if (Name is not null && Name.All(char.IsDigit))
            ThrowTerminatingError(ErrorRecords.InvalidParameter($"The name '{Name}' would be read as the number of a session.", null, "Give a name with a letter in it."));
        base.Begin();
    }

    private protected override TargetSelection CreateSelection() => new NamedSessionSelection(Name, this);

    /// <summary>Given a session, opens another of the same kind, as New-PSSession does.</summary>
    private protected override async Task WorkAsync(BmcTarget target, TargetOutput output, CancellationToken cancellationToken)
    {
        var trace = new SwitchableTrace { Listener = output };
        IpmiConnectOptions options = (target.Options?.WithOwnSecrets() ?? target.Session!.CopyOptions()) with { Trace = trace };
        bool isNamed = false, isKept = false;
        try
        {
            if (Name is not null)
                SessionRegistry.ReserveName(Name, target.ComputerName);
            isNamed = Name is not null;
            IBmcSession client = await Opener.LogInAsync(options, cancellationToken).ConfigureAwait(false);
            if (cancellationToken.IsCancellationRequested)
                PendingCloses.Add(client);
            cancellationToken.ThrowIfCancellationRequested();
            IpmiSession session = SessionRegistry.Add(Name, options, client);
            isKept = true;
            output.Write(session);
        }
        finally
        {
            trace.Remove(output);
            if (!isKept)
                options.DisposeSecrets();
            if (isNamed && !isKept)
                SessionRegistry.ReleaseName(Name!);
        }
    }

    /// <summary>Lets a session name be used for one BMC alone.</summary>
    private sealed class NamedSessionSelection(string? name, IPipelineWriter writer) : TargetSelection(static (_, _) => true, writer)
    {
        private string? _owner;

        public override void Withdraw(string computerName, BmcNeeds needs)
        {
            base.Withdraw(computerName, needs);
            _owner = null;
        }

        protected override bool Confirm(string computerName, string? user, BmcNeeds needs)
        {
            if (name is not null && _owner is not null)
            {
                Writer.WriteFailure(ErrorRecords.InvalidParameter($"The name '{name}' is for the session to {_owner}; a name stands for one session.", computerName, "Open sessions to several BMCs without -Name, or one at a time."));
                return false;
            }

            _owner = computerName;
            return true;
        }
    }
}
