using IpmiPS.Wire;

namespace IpmiPS.Commands.Chassis;

/// <summary>Set Power Cycle Interval: for how long a power cycle keeps the machine off. IPMI 2.0 section 28.9.</summary>
/// <param name="seconds">Seconds, 0 to 255; 0 is no delay.</param>
public sealed class SetPowerCycleInterval(byte seconds) : IpmiAction(Definition)
{
    /// <summary>The command's definition.</summary>
    public static ActionDefinition<SetPowerCycleInterval> Definition { get; } =
        new(NetFn.Chassis, 0x0B, "Set Power Cycle Interval", PrivilegeLevel.Administrator, ReadRequest) { IsIdempotent = true };

    /// <summary>Seconds, 0 to 255; 0 is no delay.</summary>
    public byte Seconds => seconds;

    /// <summary>Writes the request: seconds.</summary>
    public override void WriteRequest(ByteWriter writer) => writer.WriteByte(seconds);

    /// <summary>Reads the request, as a BMC does.</summary>
    public static SetPowerCycleInterval ReadRequest(ByteReader reader) => new(reader.ReadByte());
}
