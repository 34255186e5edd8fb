namespace IpmiPS.Commands.App;

/// <summary>Cold Reset: restarts the controller itself, not the machine; sessions are lost and some settings return to their defaults. IPMI 2.0 section 20.2.</summary>
public sealed class ColdReset() : IpmiAction(Definition)
{
    /// <summary>The command's definition.</summary>
    public static ActionDefinition<ColdReset> Definition { get; } =
        new(NetFn.App, 0x02, "Cold Reset", PrivilegeLevel.Administrator, static _ => new()) { IsIdempotent = false };
}
