using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace IpmiPS.Cmdlets;

/// <summary>
/// A cmdlet whose input has several rows for one BMC, such as entries of its event log: all rows are read first, and each BMC is worked on once, with its rows in
/// their order. <see cref="BmcNeeds.Settings"/> has what each row says.
/// </summary>
public abstract class GroupingCmdlet : BmcCmdlet
{
    private readonly Dictionary<string, (BmcTarget Target, List<object> Rows)> _groups = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Does the cmdlet's work on one BMC.</summary>
    /// <param name="target">The BMC, as its first row names it.</param>
    /// <param name="rows">What its rows say.</param>
    /// <param name="bmc">Its connection.</param>
    /// <param name="output">Gets the results.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    private protected abstract Task RunAsync(BmcTarget target, IReadOnlyList<object> rows, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken);

    /// <inheritdoc/>
    protected sealed override void Read()
    {
        foreach (BmcTarget target in ReadTargets())
        {
            if (!_groups.TryGetValue(target.ComputerName, out var group))
                _groups.Add(target.ComputerName, group = (target, []));
            if (target.Needs.Settings is { } row)
                group.Rows.Add(row);
        }
    }

    /// <inheritdoc/>
    protected sealed override void End()
    {
        foreach (BmcTarget target in _groups.Values.Select(static group => group.Target))
            StartOn(target);
        base.End();
    }

    private protected sealed override Task RunAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken) =>
        RunAsync(target, _groups[target.ComputerName].Rows, bmc, output, cancellationToken);
}
