using System;
using System.Collections;
using System.Linq;
using System.Management.Automation;

namespace IpmiPS.Cmdlets;

/// <summary>
/// Takes what is not a name where a computer's name is wanted. The binder tries the default parameter set first, and would make of a piped
/// session the mere text of its name, and of a row without a name the text of all its cells, passwords too. So a text stands in for a
/// session that leads back to it, and for a row one that says what is missing.
/// </summary>
internal sealed class InputAsNameAttribute : YieldsToPipelineAttribute
{
    private const string SessionPrefix = "ipmi-session:";
    private const string RowPrefix = "ipmi-row:";

    /// <summary>Whether a text stands for something else than a name.</summary>
    public static bool IsStandIn(string? text) => text is not null && (StartsWith(text, SessionPrefix) || StartsWith(text, RowPrefix));

    /// <summary>The open session that a text stands for.</summary>
    /// <exception cref="IpmiException">The session is closed, or the text stands for a row without a name (kind InvalidParameter).</exception>
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

    private static object? StandInOf(object? value) => Unwrap(value) switch
    {
        IpmiSession session => $"{SessionPrefix}{session.InstanceId:D} {session.ComputerName}",
        PSCustomObject or IDictionary => new Row(RowPrefix + InputColumns.Describe(value!)),
        _ => value,
    };

    private static bool StartsWith(string text, string prefix) => text.StartsWith(prefix, StringComparison.Ordinal);

    /// <summary>No text yet: a text would be bound at once, before the binder has looked for a property with the name.</summary>
    private sealed class Row(string text)
    {
        public override string ToString() => text;
    }
}
