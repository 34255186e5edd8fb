using System;

namespace IpmiPS.Sol;

/// <summary>Options for opening a console.</summary>
public sealed record SolOptions
{
    /// <summary>Take the console over from another user.</summary>
    public bool Force { get; init; }

    /// <summary>Payload instance, 1 to 15. Hardly any BMC has more than one.</summary>
    public byte Instance { get; init; } = 1;

    /// <summary>Encrypt the console. Null: if the session's cipher suite supports it.</summary>
    public bool? Encrypt { get; init; }

    /// <summary>Authenticate the console's packets. Null: if the session's cipher suite supports it.</summary>
    public bool? Authenticate { get; init; }

    /// <summary>Time between keep-alives. BMCs drop sessions that are idle for a minute, or sooner under load.</summary>
    public TimeSpan KeepAliveInterval { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>When packets are retransmitted.</summary>
    public SolTimings Timings { get; init; } = new();

    /// <summary>Time, for tests.</summary>
    internal Clock Clock { get; init; } = Clock.System;
}
