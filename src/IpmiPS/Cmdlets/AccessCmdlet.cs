using System.Threading;
using System.Threading.Tasks;

namespace IpmiPS.Cmdlets;

/// <summary>
/// A cmdlet that changes who has access to BMCs. The rows of one BMC are processed one after the other, because each has to see what the one before changed. If one
/// fails, the others go on.
/// </summary>
public abstract class AccessCmdlet : GroupingCmdlet
{
    /// <summary>Makes the change of one row.</summary>
    private protected abstract Task ChangeAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken);

    private protected sealed override async Task RunAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken)
    {
        foreach (BmcTarget row in RowsOf(target))
        {
            try
            {
                await ChangeAsync(row, bmc, output, cancellationToken).ConfigureAwait(false);
            }
            catch (IpmiException error)
            {
                output.Fail(ErrorRecords.From(error, target.ComputerName));
            }
        }
    }

    /// <summary>Who has logged in.</summary>
    private protected static string OwnName(BmcTarget target) => target.Session?.UserName ?? target.Options!.UserName;
}
