using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace IpmiPS.Cmdlets;

/// <summary>
/// A cmdlet that takes several rows for one BMC, such as one for each channel. All rows are read first and checked together, so that a mistake in the last row
/// is found before anything is sent. Then each BMC is logged in to once.
/// </summary>
public abstract class RowsCmdlet : BmcCmdlet
{
    private readonly List<BmcTarget> _rows = [];
    private bool _isReading;

    /// <summary>Do not ask for confirmation, not even where the change may end the connection.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Checks the rows together.</summary>
    /// <exception cref="IpmiException">They contradict each other. Nothing is sent then.</exception>
    private protected virtual void CheckRows(IReadOnlyList<(string ComputerName, object Settings)> rows)
    {
    }

    /// <summary>The needs of one row: rows of the same BMC are not skipped but done together, in one log-in.</summary>
    private protected BmcNeeds NeedsFor(object settings) => new(IpmiPS.PrivilegeLevel.Administrator) { OncePerBmc = !_isReading, OncePerGuid = true, Settings = settings, Force = Force };

    /// <summary>The settings of all rows of a BMC.</summary>
    private protected static IReadOnlyList<T> RowsOf<T>(BmcTarget target) => [.. ((object[])target.Needs.Settings!).Cast<T>()];

    /// <inheritdoc/>
    protected sealed override void Read()
    {
        _isReading = true;
        _rows.AddRange(ReadTargets());
    }

    /// <inheritdoc/>
    protected sealed override void End()
    {
        try
        {
            CheckRows([.. _rows.Select(static row => (row.ComputerName, row.Needs.Settings!))]);
        }
        catch (IpmiException error)
        {
            ThrowTerminatingError(ErrorRecords.From(error, error.Target));
        }

        foreach (var rows in _rows.GroupBy(static row => row.ComputerName, StringComparer.OrdinalIgnoreCase))
            StartOn(rows.First().With(rows.Select(static row => row.Needs.Settings!).ToArray()));
    }
}
