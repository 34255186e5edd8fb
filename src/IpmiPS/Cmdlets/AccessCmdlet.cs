using System;
using System.Collections.Concurrent;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;

namespace IpmiPS.Cmdlets;

/// <summary>
/// A cmdlet that changes who has access to BMCs. Several rows of the input may be for one BMC, such as several of its users: they are processed one after the
/// other, because each has to see what the one before changed. A change that cuts off the caller is asked about, even if the cmdlet asks about nothing else.
/// </summary>
public abstract class AccessCmdlet : BmcCmdlet
{
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _turns = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Do not ask.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Makes the change on one BMC, while no other row changes the same BMC.</summary>
    private protected abstract Task ChangeAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken);

    /// <summary>A BMC has few session slots, so a row logs in when those before are done.</summary>
    private protected override async Task WorkAsync(BmcTarget target, TargetOutput output, CancellationToken cancellationToken)
    {
        SemaphoreSlim turn = TurnOf("name " + target.ComputerName);
        using (Opener.PauseTimeLimit())
            await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await base.WorkAsync(target, output, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>A BMC may have several names.</summary>
    private protected sealed override async Task RunAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken)
    {
        SemaphoreSlim turn = TurnOf("endpoint " + bmc.Endpoint);
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await ChangeAsync(target, bmc, output, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Whether the input is a session, which has a name and an ID of its own.</summary>
    private protected bool IsSession => Session is not null || ComputerName?.Any(InputAsNameAttribute.IsStandIn) == true;

    /// <summary>Who has logged in.</summary>
    private protected static string OwnName(BmcTarget target) => target.Session?.UserName ?? target.Options!.UserName;

    private SemaphoreSlim TurnOf(string bmc) => _turns.GetOrAdd(bmc, static _ => new SemaphoreSlim(1, 1));
}
