using System;
using IpmiPS.Commands.Transport;

namespace IpmiPS.Security;

/// <summary>LAN parameter 26. IPMI 2.0 table 23-4.</summary>
/// <param name="Threshold">Bad passwords in a row after which the user is disabled; 0 for never.</param>
/// <param name="Reset">Time after which the count of bad passwords is reset; zero for never.</param>
/// <param name="Duration">Time after which the user is enabled again; zero for never.</param>
internal readonly record struct LockOut(byte Threshold, TimeSpan Reset, TimeSpan Duration)
{
    private const int Length = 6, SecondsPerUnit = 10;

    /// <summary>No event; 5 bad passwords; reset and enabled again after 5 minutes.</summary>
    public static byte[] Recommended => [0, 5, 30, 0, 30, 0];

    public bool IsOff => Threshold == 0;

    /// <summary>The settings of the BMC; null if they could not be read.</summary>
    public static LockOut? Of(SecurityFacts facts) => facts.LanData(LanParameter.BadPasswordThreshold, Length) is { } data
        ? new LockOut(data[1], TimeSpan.FromSeconds((data[2] | data[3] << 8) * SecondsPerUnit), TimeSpan.FromSeconds((data[4] | data[5] << 8) * SecondsPerUnit))
        : null;

    public override string ToString() =>
        $"Users are disabled after {Threshold} bad passwords, {(Duration == TimeSpan.Zero ? "until an administrator enables them" : $"for {Duration.TotalSeconds} s")}; "
        + (Reset == TimeSpan.Zero ? "the count is not reset." : $"the count is reset after {Reset.TotalSeconds} s.");
}
