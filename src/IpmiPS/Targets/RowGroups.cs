using System;
using System.Collections.Generic;
using System.Linq;
using IpmiPS.Commands;

namespace IpmiPS.Cmdlets;

/// <summary>
/// Rows of the input by BMC, for cmdlets that take several rows for one, such as one for each sensor: each BMC is logged in to once, and worked on with all its
/// rows in their order. Rows with different sessions or users stay apart.
/// </summary>
internal sealed class RowGroups
{
    private readonly Dictionary<(string ComputerName, IpmiSession? Session, string? UserName, IpmbTarget Controller), BmcTarget> _first = [];
    private readonly Dictionary<BmcTarget, List<BmcTarget>> _rows = [];

    /// <summary>The BMCs, each as its first row names it, in the order of these rows.</summary>
    public IEnumerable<BmcTarget> Targets => _first.Values;

    /// <summary>All rows.</summary>
    public IEnumerable<BmcTarget> Rows => _rows.Values.SelectMany(static rows => rows);

    /// <summary>Adds a row.</summary>
    public void Add(BmcTarget row)
    {
        var key = (row.ComputerName.ToUpperInvariant(), row.Session, row.Options?.UserName, row.Needs.Controller);
        if (!_first.TryGetValue(key, out BmcTarget? first))
            _rows.Add(_first[key] = first = row, []);
        _rows[first].Add(row);
    }

    /// <summary>The rows of one of <see cref="Targets"/>.</summary>
    public IReadOnlyList<BmcTarget> RowsOf(BmcTarget target) => _rows[target];

    /// <summary>What the rows of one of <see cref="Targets"/> say.</summary>
    public IReadOnlyList<T> SettingsOf<T>(BmcTarget target) => [.. _rows[target].Select(static row => (T)row.Needs.Settings!)];
}
