using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;

namespace IpmiPS.Cmdlets;

/// <summary>
/// What is wrong with the cells that one cmdlet holds. The parameter binder would turn a malformed cell into an error of its own
/// making; so a cell's transformation never fails, notes the fault here and gives the binder a stand-in, and the cmdlet makes one
/// error of the row. A transformation does not know the cmdlet of its parameter; but the binder sets the parameter right after it, so the fault is
/// handed over by the property's setter, and goes when another value takes the place of the stand-in.
/// </summary>
internal sealed class CellFaults
{
    [ThreadStatic]
    private static string? s_fault;

    private readonly SortedDictionary<string, string> _faults = new(StringComparer.Ordinal);

    /// <summary>What is wrong with the values that are held; null where nothing is.</summary>
    public string? Text => _faults.Count == 0 ? null : string.Join(" ", _faults.Values);

    /// <summary>Notes what is wrong with the value that the binder sets next on this thread; null where nothing is.</summary>
    public static void Note(string? fault) => s_fault = fault;

    /// <summary>For a parameter's setter: takes over what is wrong with its new value, in place of what was with the old one.</summary>
    public T Take<T>(T value, [CallerMemberName] string parameter = "")
    {
        string? fault = s_fault;
        s_fault = null;
        if (fault is null)
            _faults.Remove(parameter);
        else
            _faults[parameter] = fault;
        return value;
    }
}
