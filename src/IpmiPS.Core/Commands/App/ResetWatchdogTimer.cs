namespace IpmiPS.Commands.App;

/// <summary>Reset Watchdog Timer: starts the countdown, or restarts it. A timer with a countdown of 0 expires at once. IPMI 2.0 section 27.5.</summary>
public sealed class ResetWatchdogTimer() : IpmiAction(Definition)
{
    /// <summary>The command's definition.</summary>
    public static ActionDefinition<ResetWatchdogTimer> Definition { get; } =
        new(NetFn.App, 0x22, "Reset Watchdog Timer", PrivilegeLevel.Operator, static _ => new()) { IsIdempotent = true };

    /// <summary>Completion code: the timer was never set.</summary>
    public const byte NotInitialized = 0x80;

    /// <inheritdoc/>
    public override string? DescribeCompletionCode(byte code) => code == NotInitialized ? "watchdog timer not initialised" : null;
}
