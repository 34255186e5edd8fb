using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using IpmiPS.Hosts;

namespace IpmiPS.Cmdlets;

/// <summary>Which BMCs an input object means: sessions, names, or rows of a table.</summary>
public abstract partial class BmcCmdlet
{
    private const string CellAdvice =
        "Correct these cells of the row, or leave them empty. Rows are counted from 1, without the header line. Where several are wrong, the columns may have shifted: a cell that holds a comma needs quotation marks.";

    private readonly TargetDefaults _defaults = new();
    private int _row;

    /// <summary>
    /// The BMCs that the parameters name for this input object, and that are to be worked on. What cannot be used is an error
    /// record, and the rest goes on.
    /// </summary>
    private protected IEnumerable<BmcTarget> ReadTargets()
    {
        _row++;
        if (Session is { } sessions && ParameterSetName == BySession)
            return sessions.SelectMany(TargetOf);

        string[] words = [.. (ComputerName ?? []).Select(static word => word ?? "")];
        if (_cells.Text is { } faults && !words.Any(InputAsNameAttribute.IsStandIn))
            WriteFailure(ErrorRecords.InvalidParameter(InRow(faults), string.Join(",", words), CellAdvice));
        else if (words.Length == 0)
            WriteFailure(ErrorRecords.InvalidParameter(InRow("The input names no computer."), null));
        else
            return HostRange.Rejoin(words).SelectMany(word => InputAsNameAttribute.IsStandIn(word) ? ReadStandIn(word) : ReadTargets(word));
        return [];
    }

    /// <summary>Input may come from now on, and only from one side: whoever names a BMC beside a pipeline means one of the two, and the other would be worked on as well or instead.</summary>
    private void BeginInput()
    {
        _defaults.BeginInput();
        string? given = new[] { nameof(ComputerName), nameof(Session) }.FirstOrDefault(MyInvocation.BoundParameters.ContainsKey);
        if (given is not null && MyInvocation.ExpectingInput)
            ThrowTerminatingError(ErrorRecords.InvalidParameter(
                $"The BMCs are given twice: by -{given}, and by the pipeline.",
                null,
                $"Leave one of them out. A script block for {given} in $PSDefaultParameterValues counts as -{given}."));
    }

    private IEnumerable<BmcTarget> ReadStandIn(string standIn)
    {
        try
        {
            return TargetOf(InputAsNameAttribute.SessionOf(standIn));
        }
        catch (IpmiException error)
        {
            WriteFailure(error.Target is { } computerName
                ? ErrorRecords.From(error, computerName)
                : ErrorRecords.InvalidParameter(InRow(error.Message), null, error.RecommendedAction));
            return [];
        }
    }

    private IEnumerable<BmcTarget> TargetOf(IpmiSession session)
    {
        if (session.State == IpmiSessionState.Closed)
            WriteFailure(ErrorRecords.From(SessionLink.IsClosed(session.ComputerName), session.ComputerName));
        else if (GoesOn(session.ComputerName, session.UserName))
            return [BmcTarget.For(session, TimeLimit)];
        return [];
    }

    private string InRow(string text) => MyInvocation.ExpectingInput ? $"Row {_row} of the input: {text}" : text;
}
