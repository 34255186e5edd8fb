using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace IpmiPS.Cmdlets;

/// <summary>
/// A cmdlet whose input has several rows for one BMC, such as entries of its event log, its users or its channels. All rows are read and checked first, so that a
/// mistake in the last one is found before anything is sent. Then each BMC is logged in to once.
/// </summary>
public abstract class GroupingCmdlet : BmcCmdlet
{
    private readonly RowGroups _groups = new();

    /// <summary>Do not ask for confirmation, not even where the change may end the connection.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Checks the rows together.</summary>
    /// <exception cref="IpmiException">They contradict each other. Nothing is sent then.</exception>
    private protected virtual void CheckRows(IReadOnlyList<BmcTarget> rows)
    {
    }

    /// <summary>The rows of a BMC, in their order.</summary>
    private protected IReadOnlyList<BmcTarget> RowsOf(BmcTarget target) => _groups.RowsOf(target);

    /// <summary>What the rows of a BMC say.</summary>
    private protected IReadOnlyList<T> SettingsOf<T>(BmcTarget target) => _groups.SettingsOf<T>(target);

    /// <inheritdoc/>
    private protected sealed override TargetSelection CreateSelection() => new(ShouldProcess, this) { TakesRepeated = true };

    /// <inheritdoc/>
    protected sealed override void Read()
    {
        foreach (BmcTarget row in ReadTargets())
            _groups.Add(row);
    }

    /// <inheritdoc/>
    protected sealed override void End()
    {
        try
        {
            CheckRows([.. _groups.Rows]);
        }
        catch (IpmiException error)
        {
            ThrowTerminatingError(ErrorRecords.From(error, error.Target));
        }

        foreach (BmcTarget target in _groups.Targets)
            StartOn(target);
    }
}
