namespace IpmiPS;

/// <summary>A reason why a server is not known to be healthy.</summary>
public sealed class HealthReason
{
    /// <summary>The part that has the reason.</summary>
    public HealthPart Part { get; init; }

    /// <summary>How serious it is; Unknown for what could not be read.</summary>
    public SensorHealth Severity { get; init; }

    /// <summary>What it is, in words.</summary>
    public string Text { get; init; } = "";

    /// <inheritdoc/>
    public override string ToString() => $"{Severity}: {Text}";

    /// <summary>The order of verdicts: what is not known is worse than Ok, but better than a known problem.</summary>
    internal static int Weigh(SensorHealth health) => health switch
    {
        SensorHealth.Ok => -1,
        _ => (int)health,
    };
}
