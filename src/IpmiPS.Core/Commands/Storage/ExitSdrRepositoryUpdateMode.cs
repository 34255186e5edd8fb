namespace IpmiPS.Commands.Storage;

/// <summary>Exit SDR Repository Update Mode. IPMI 2.0 section 33.20.</summary>
public sealed class ExitSdrRepositoryUpdateMode() : IpmiAction(Definition)
{
    /// <summary>The command's definition.</summary>
    public static ActionDefinition<ExitSdrRepositoryUpdateMode> Definition { get; } =
        new(NetFn.Storage, 0x2B, "Exit SDR Repository Update Mode", PrivilegeLevel.Operator, static _ => new()) { IsIdempotent = false };
}
