using System.Collections.Generic;
using System.Linq;

namespace IpmiPS.Health;

/// <summary>The exit codes of monitoring plugins.</summary>
internal static class HealthExitCode
{
    /// <summary>0 for Ok, 1 for Warning, 2 for Critical and NonRecoverable, 3 for Unknown.</summary>
    public static int Of(SensorHealth health) => health switch
    {
        SensorHealth.Ok => 0,
        SensorHealth.Warning => 1,
        SensorHealth.Critical or SensorHealth.NonRecoverable => 2,
        _ => 3,
    };

    /// <summary>The worst of several verdicts; Unknown if there are none.</summary>
    public static SensorHealth Worst(IEnumerable<HealthVerdict> verdicts) =>
        verdicts.Select(static verdict => verdict.Health).OrderByDescending(HealthReason.Weigh).FirstOrDefault();
}
