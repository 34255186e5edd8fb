using System;

namespace IpmiPS.Sol;

/// <summary>How a console is opened.</summary>
public sealed record SolOptions
{
    /// <summary>Take the console over where somebody else has it.</summary>
    public bool Force { get; init; }

    /// <summary>Payload instance, 1 to 15. Hardly any BMC has more than one.</summary>
    public byte Instance { get; init; } = 1;

    /// <summary>Encrypt the console. Null: whenever the session's cipher suite can.</summary>
    public bool? Encrypt { get; init; }

    /// <summary>Authenticate the console's packets. Null: whenever the session's cipher suite can.</summary>
    public bool? Authenticate { get; init; }

    /// <summary>Time between signs of life. BMCs drop sessions after a minute of silence, and earlier under load.</summary>
    public TimeSpan HeartbeatInterval { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>When packets are sent again.</summary>
    public SolTimings Timings { get; init; } = new();

    /// <summary>Time, for tests.</summary>
    internal Clock Clock { get; init; } = Clock.System;
}
