namespace IpmiPS;

/// <summary>Health as the severity of an event.</summary>
internal static class SensorHealthExtensions
{
    /// <summary>The severity of an event that reports this health: Ok is Information.</summary>
    public static SelSeverity ToSeverity(this SensorHealth health) => health switch
    {
        SensorHealth.Ok => SelSeverity.Information,
        SensorHealth.Warning => SelSeverity.Warning,
        SensorHealth.Critical => SelSeverity.Critical,
        SensorHealth.NonRecoverable => SelSeverity.NonRecoverable,
        _ => SelSeverity.Unknown,
    };
}
