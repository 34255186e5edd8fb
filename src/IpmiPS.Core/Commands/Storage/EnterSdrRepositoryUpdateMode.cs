namespace IpmiPS.Commands.Storage;

/// <summary>
/// Enter SDR Repository Update Mode, for a BMC whose repository can only be changed in this mode. In it, the BMC may not respond to other commands.
/// IPMI 2.0 section 33.19.
/// </summary>
public sealed class EnterSdrRepositoryUpdateMode() : IpmiAction(Definition)
{
    /// <summary>The command's definition.</summary>
    public static ActionDefinition<EnterSdrRepositoryUpdateMode> Definition { get; } =
        new(NetFn.Storage, 0x2A, "Enter SDR Repository Update Mode", PrivilegeLevel.Operator, static _ => new()) { IsIdempotent = false };
}
