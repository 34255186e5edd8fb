using System;

namespace IpmiPS;

/// <summary>The properties that Format-List shows of a result, in order; all of them if a type has no such attribute.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class DisplayPropertiesAttribute(params string[] names) : Attribute
{
    /// <summary>Names of properties.</summary>
    public string[] Names { get; } = names;
}
