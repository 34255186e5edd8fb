using System;
using IpmiPS.Parameters;

namespace IpmiPS.Security;

/// <summary>LAN parameter 26. IPMI 2.0 table 23-4.</summary>
/// <param name="Threshold">Bad passwords in a row after which the user is disabled; 0 for never.</param>
/// <param name="Reset">Time after which the count of bad passwords is reset; zero for never.</param>
/// <param name="Duration">Time after which the user is enabled again; zero for never.</param>
internal readonly record struct LockOut(byte Threshold, TimeSpan Reset, TimeSpan Duration)
{
    public bool IsOff => Threshold == 0;

    /// <summary>The settings of the BMC; null if they could not be read.</summary>
    public static LockOut? Of(SecurityFacts facts) => facts.TryGetLan(LanParameters.BadPasswordThreshold, out var value) ? new LockOut(value.Threshold, value.ResetInterval, value.LockOutInterval) : null;

    public override string ToString() =>
        $"Users are disabled after {Threshold} bad passwords, {(Duration == TimeSpan.Zero ? "until an administrator enables them" : $"for {Duration.TotalSeconds} s")}; "
        + (Reset == TimeSpan.Zero ? "the count is not reset." : $"the count is reset after {Reset.TotalSeconds} s.");
}
