using IpmiPS.Wire;

namespace IpmiPS.Commands.Chassis;

/// <summary>
/// Set Chassis Capabilities. All fields are written at once: read them first, and change what is to be changed
/// (<c>capabilities with { … }</c>). IPMI 2.0 section 28.7.
/// </summary>
public sealed class SetChassisCapabilities(ChassisCapabilities capabilities) : IpmiAction(Definition)
{
    /// <summary>The command's definition.</summary>
    public static ActionDefinition<SetChassisCapabilities> Definition { get; } =
        new(NetFn.Chassis, 0x05, "Set Chassis Capabilities", PrivilegeLevel.Administrator, ReadRequest) { IsIdempotent = true };

    /// <summary>The capabilities; of the flags only intrusion sensor and front-panel lock-out can be set.</summary>
    public ChassisCapabilities Capabilities { get; } = capabilities;

    /// <summary>Writes the request: [1] front-panel lock-out, [0] intrusion sensor; FRU, SDR, SEL, SM addresses; [bridge address].</summary>
    public override void WriteRequest(ByteWriter writer) =>
        (Capabilities with { Flags = (byte)(Capabilities.Flags & ChassisCapabilities.SettableFlags) }).Write(writer);

    /// <summary>Reads the request, as a BMC does.</summary>
    public static SetChassisCapabilities ReadRequest(ByteReader reader)
    {
        var capabilities = ChassisCapabilities.Read(reader);
        return new(capabilities with { Flags = (byte)(capabilities.Flags & ChassisCapabilities.SettableFlags) });
    }
}
