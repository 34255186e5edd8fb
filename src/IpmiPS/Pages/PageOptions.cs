using System;

namespace IpmiPS.Cmdlets;

/// <summary>What a page says of itself.</summary>
internal sealed record PageOptions
{
    public string Title { get; init; } = "";

    /// <summary>When it was made.</summary>
    public DateTimeOffset Created { get; init; }

    /// <summary>The events are those after this time; null if they are what was noticed since.</summary>
    public DateTimeOffset? After { get; init; }

    /// <summary>The version of the module.</summary>
    public string Version { get; init; } = "";
}
