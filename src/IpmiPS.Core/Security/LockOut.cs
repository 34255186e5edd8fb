using System;
using IpmiPS.Parameters;

namespace IpmiPS.Security;

/// <summary>LAN parameter 26. IPMI 2.0 table 23-4.</summary>
/// <param name="Threshold">Bad passwords in a row after which the user is disabled; 0 for never.</param>
/// <param name="Reset">After how long bad passwords are forgotten; zero for never.</param>
/// <param name="Duration">After how long the user is enabled again; zero for never.</param>
internal readonly record struct LockOut(byte Threshold, TimeSpan Reset, TimeSpan Duration)
{
    /// <summary>No event; 5 bad passwords; forgotten, and the user enabled again, after 5 minutes.</summary>
    public static BadPasswordThreshold Recommended => new(RaisesEvent: false, 5, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(5));

    public bool IsOff => Threshold == 0;

    /// <summary>What the BMC said; null where it said nothing.</summary>
    public static LockOut? Of(SecurityFacts facts) => facts.TryGetLan(LanParameters.BadPasswordThreshold, out var value) ? new LockOut(value.Threshold, value.ResetInterval, value.LockOutInterval) : null;

    public override string ToString() =>
        $"Users are disabled after {Threshold} bad passwords, {(Duration == TimeSpan.Zero ? "until an administrator enables them" : $"for {Duration.TotalSeconds} s")}; "
        + (Reset == TimeSpan.Zero ? "bad passwords are not forgotten." : $"bad passwords are forgotten after {Reset.TotalSeconds} s.");
}
