namespace IpmiPS.Commands.App;

/// <summary>Warm Reset: restarts the controller's firmware, keeping its settings; sessions are lost. Optional. IPMI 2.0 section 20.3.</summary>
public sealed class WarmReset() : IpmiAction(Definition)
{
    /// <summary>The command's definition.</summary>
    public static ActionDefinition<WarmReset> Definition { get; } =
        new(NetFn.App, 0x03, "Warm Reset", PrivilegeLevel.Administrator, static _ => new()) { IsIdempotent = false };
}
