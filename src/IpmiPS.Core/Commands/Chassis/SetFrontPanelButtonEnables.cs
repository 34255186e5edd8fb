using IpmiPS.Wire;

namespace IpmiPS.Commands.Chassis;

/// <summary>Set Front Panel Button Enables: which buttons on the machine do nothing. IPMI 2.0 section 28.6.</summary>
public sealed class SetFrontPanelButtonEnables(FrontPanelButtons disabled) : IpmiAction
{
    /// <summary>The command number.</summary>
    public const byte CommandCode = 0x0A;

    /// <summary>The buttons to disable; all others are enabled.</summary>
    public FrontPanelButtons Disabled { get; } = disabled;

    /// <inheritdoc/>
    public override NetFn NetFn => NetFn.Chassis;

    /// <inheritdoc/>
    public override byte Code => CommandCode;

    /// <summary>Setting the same twice is harmless.</summary>
    public override bool IsIdempotent => true;

    /// <inheritdoc/>
    public override PrivilegeLevel Privilege => PrivilegeLevel.Administrator;

    /// <inheritdoc/>
    // Byte 1: [7:4] reserved, 1b = disable: [3] standby, [2] diagnostic interrupt, [1] reset, [0] power off.
    public override void WriteRequest(ByteWriter writer) => writer.WriteByte((byte)((byte)Disabled & 0x0F));

    /// <summary>Reads the request, as a BMC does.</summary>
    public static SetFrontPanelButtonEnables ReadRequest(ByteReader reader) => new((FrontPanelButtons)(reader.ReadByte() & 0x0F));
}
