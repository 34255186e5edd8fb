using System;
using System.Collections;
using System.Linq;
using System.Management.Automation;

namespace IpmiPS.Cmdlets;

/// <summary>
/// Accepts input objects that are not computer names. The binder tries the default parameter set first, and would convert a piped session to
/// the text of its name, and a row without a name to the text of all its cells, including passwords. So a session is replaced by a stand-in
/// text that identifies it, and a row by one that says what is missing.
/// </summary>
internal sealed class InputAsNameAttribute : YieldsToPipelineAttribute
{
    private const string SessionPrefix = "ipmi-session:";
    private const string RowPrefix = "ipmi-row:";

    /// <summary>True if a text is a stand-in.</summary>
    public static bool IsStandIn(string? text) => text is not null && (StartsWith(text, SessionPrefix) || StartsWith(text, RowPrefix));

    /// <summary>Returns the open session of a stand-in.</summary>
    /// <exception cref="IpmiException">The session is closed, or the stand-in is that of a row without a name (kind InvalidParameter).</exception>
    public static IpmiSession SessionOf(string standIn)
    {
        if (StartsWith(standIn, RowPrefix))
            throw InputColumns.ToError(standIn.Substring(RowPrefix.Length));
        string[] parts = standIn.Substring(SessionPrefix.Length).Split([' '], 2);
        IpmiSession? session = Guid.TryParse(parts[0], out Guid id) ? SessionRegistry.Find(id) : null;
        return session ?? throw SessionLink.IsClosed(parts.ElementAtOrDefault(1));
    }

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        base.Transform(engineIntrinsics, inputData);
        return Unwrap(inputData) is IList several and not string[] ? several.Cast<object?>().Select(StandInOf).ToArray() : StandInOf(inputData);
    }

    /// <summary>Returns the stand-in of a session or a row; any other value as it is.</summary>
    internal static object? StandInOf(object? value) => Unwrap(value) switch
    {
        IpmiSession session => $"{SessionPrefix}{session.InstanceId:D} {session.ComputerName}",
        PSCustomObject or IDictionary => new Row(RowPrefix + InputColumns.Describe(value!)),
        _ => value,
    };

    private static bool StartsWith(string text, string prefix) => text.StartsWith(prefix, StringComparison.Ordinal);

    /// <summary>Not a string: the binder would bind it before it looks for a property with the name.</summary>
    private sealed class Row(string text)
    {
        public override string ToString() => text;
    }
}
