using System;

namespace IpmiPS.Cmdlets;

/// <summary>One BMC to work on, with everything that is needed to reach it: a copy of what the parameters said for it.</summary>
internal sealed class BmcTarget
{
    private IpmiConnectOptions? _options;

    private BmcTarget(string computerName, BmcNeeds needs, TimeSpan? timeLimit)
    {
        ComputerName = computerName;
        Needs = needs;
        TimeLimit = timeLimit;
    }

    /// <summary>The BMC as the user named it, with the port if it is not 623.</summary>
    public string ComputerName { get; }

    /// <summary>What the cmdlet needs for it.</summary>
    public BmcNeeds Needs { get; }

    /// <summary>Time for the work on this BMC as a whole; null for no limit.</summary>
    public TimeSpan? TimeLimit { get; }

    /// <summary>How to log in, with the BMC's profile; null for an open session. The profile is read at the first use, on the worker's thread, because it may be on disk.</summary>
    public IpmiConnectOptions? Options => _options = _options is { Profile: null } ? _options with { Profile = BmcProfileCache.Of(ComputerName) } : _options;

    /// <summary>The open session; null if one is opened for this work alone.</summary>
    public IpmiSession? Session { get; private init; }

    /// <summary>True if there is a credential.</summary>
    public bool HasCredential { get; private init; }

    public static BmcTarget For(IpmiConnectOptions options, bool hasCredential, BmcNeeds needs, TimeSpan? timeLimit) =>
        new(options.ComputerName, needs, timeLimit) { _options = options, HasCredential = hasCredential };

    public static BmcTarget For(IpmiSession session, BmcNeeds needs, TimeSpan? timeLimit) =>
        new(session.ComputerName, needs, timeLimit) { Session = session, HasCredential = true };
}
