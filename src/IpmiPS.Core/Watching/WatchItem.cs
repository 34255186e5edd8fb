using System;

namespace IpmiPS.Watching;

/// <summary>Something that a poll has to report.</summary>
/// <param name="Output">The object for the user; null if there is none, because a rule ignores it.</param>
/// <param name="Taken">Called after the user has taken the object, such as to save the place in the log; null for nothing.</param>
internal sealed record WatchItem(object? Output, Action? Taken = null);
