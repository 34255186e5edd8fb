using IpmiPS.Wire;

namespace IpmiPS.Commands.Chassis;

/// <summary>Set Front Panel Button Enables: which buttons on the machine do nothing. IPMI 2.0 section 28.6.</summary>
public sealed class SetFrontPanelButtonEnables(FrontPanelButtons disabled) : IpmiAction(Definition)
{
    /// <summary>The command's definition.</summary>
    public static ActionDefinition<SetFrontPanelButtonEnables> Definition { get; } =
        new(NetFn.Chassis, 0x0A, "Set Front Panel Button Enables", PrivilegeLevel.Administrator, ReadRequest) { IsIdempotent = true };

    /// <summary>The buttons to disable; all others are enabled.</summary>
    public FrontPanelButtons Disabled { get; } = disabled;

    /// <inheritdoc/>
    // Byte 1: [7:4] reserved, 1b = disable: [3] standby, [2] diagnostic interrupt, [1] reset, [0] power off.
    public override void WriteRequest(ByteWriter writer) => writer.WriteByte((byte)((byte)Disabled & 0x0F));

    /// <summary>Reads the request, as a BMC does.</summary>
    public static SetFrontPanelButtonEnables ReadRequest(ByteReader reader) => new((FrontPanelButtons)(reader.ReadByte() & 0x0F));
}
