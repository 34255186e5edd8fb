namespace IpmiPS.Commands.App;

/// <summary>Warm Reset: restarts the controller's firmware, keeping its settings; sessions are lost. Optional. IPMI 2.0 section 20.3.</summary>
public sealed class WarmReset : IpmiAction
{
    /// <summary>The command number.</summary>
    public const byte CommandCode = 0x03;

    /// <inheritdoc/>
    public override NetFn NetFn => NetFn.App;

    /// <inheritdoc/>
    public override byte Code => CommandCode;

    /// <inheritdoc/>
    public override PrivilegeLevel Privilege => PrivilegeLevel.Administrator;

    /// <inheritdoc/>
    public override bool IsIdempotent => false;
}
