using System;
using System.Collections.Generic;

namespace IpmiPS.Cmdlets;

/// <summary>
/// What was wrong with the cells of the row that is being bound. The parameter binder would turn a malformed cell into an
/// error of its own making; so a cell's transformation never fails, notes the fault here and gives the binder a stand-in,
/// and the cmdlet, which runs on the same thread right after, makes one error of the row.
/// </summary>
internal static class CellFaults
{
    [ThreadStatic]
    private static List<string>? s_faults;

    /// <summary>Notes a fault of the row that is being bound.</summary>
    public static void Add(string fault) => (s_faults ??= []).Add(fault);

    /// <summary>Takes the faults noted since the last time; null where there are none.</summary>
    public static string? Take()
    {
        if (s_faults is not { Count: > 0 } faults)
            return null;
        string text = string.Join(" ", faults);
        faults.Clear();
        return text;
    }
}
