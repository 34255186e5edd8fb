using System;
using System.Management.Automation;

namespace IpmiPS.Cmdlets;

/// <summary>
/// Takes an open session where a computer's name is wanted. The binder tries the default parameter set first, and would make
/// of a piped session the mere text of its name; so a session is replaced by a text that leads back to it.
/// </summary>
internal sealed class SessionAsNameAttribute : ArgumentTransformationAttribute
{
    private const string Prefix = "ipmi-session:";

    /// <summary>The session that a name leads to; null where the name is a name.</summary>
    /// <exception cref="IpmiException">The session is closed (kind InvalidParameter).</exception>
    public static IpmiSession? Find(string name) =>
        name.StartsWith(Prefix, StringComparison.Ordinal) && Guid.TryParse(name.Substring(Prefix.Length), out Guid id)
            ? SessionRegistry.Find(id) ?? throw SessionLink.IsClosed()
            : null;

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is IpmiSession session
            ? Prefix + session.InstanceId.ToString("D")
            : inputData;
}
