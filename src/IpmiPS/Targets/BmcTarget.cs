using System;

namespace IpmiPS.Cmdlets;

/// <summary>One BMC to work on, with everything that is needed to reach it; a copy of what the parameters said for it.</summary>
internal sealed class BmcTarget
{
    private IpmiConnectOptions? _options;

    private BmcTarget(string computerName, TimeSpan? timeLimit)
    {
        ComputerName = computerName;
        TimeLimit = timeLimit;
    }

    /// <summary>The BMC as the user named it, with the port where that is not the usual one.</summary>
    public string ComputerName { get; }

    /// <summary>How long the work on this BMC may take as a whole; null for no limit.</summary>
    public TimeSpan? TimeLimit { get; }

    /// <summary>How to log in, with what is known of the BMC; null where a session is open already. For the worker: what is known may be on disk.</summary>
    public IpmiConnectOptions? Options => _options = _options is { Profile: null } ? _options with { Profile = BmcProfileCache.Of(ComputerName) } : _options;

    /// <summary>The open session; null where one is opened for this work alone.</summary>
    public IpmiSession? Session { get; private init; }

    /// <summary>Whether there is something to log in with.</summary>
    public bool HasCredential { get; private init; }

    public static BmcTarget For(IpmiConnectOptions options, bool hasCredential, TimeSpan? timeLimit) =>
        new(options.ComputerName, timeLimit) { _options = options, HasCredential = hasCredential };

    public static BmcTarget For(IpmiSession session, TimeSpan? timeLimit) => new(session.ComputerName, timeLimit) { Session = session, HasCredential = true };
}
