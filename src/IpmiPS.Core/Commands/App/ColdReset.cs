namespace IpmiPS.Commands.App;

/// <summary>Cold Reset: restarts the controller itself, not the machine; sessions are lost and some settings return to their defaults. IPMI 2.0 section 20.2.</summary>
public sealed class ColdReset : IpmiAction
{
    /// <summary>The command number.</summary>
    public const byte CommandCode = 0x02;

    /// <inheritdoc/>
    public override NetFn NetFn => NetFn.App;

    /// <inheritdoc/>
    public override byte Code => CommandCode;

    /// <inheritdoc/>
    public override PrivilegeLevel Privilege => PrivilegeLevel.Administrator;

    /// <inheritdoc/>
    public override bool IsIdempotent => false;
}
