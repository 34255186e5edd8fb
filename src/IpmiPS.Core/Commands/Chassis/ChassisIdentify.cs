using IpmiPS.Wire;

namespace IpmiPS.Commands.Chassis;

/// <summary>Chassis Identify: the light or sound that shows which machine it is. IPMI 2.0 section 28.5.</summary>
public sealed class ChassisIdentify() : IpmiAction(Definition)
{
    /// <summary>The command's definition.</summary>
    public static ActionDefinition<ChassisIdentify> Definition { get; } =
        new(NetFn.Chassis, 0x04, "Chassis Identify", PrivilegeLevel.Operator, ReadRequest) { IsIdempotent = true };

    /// <summary>Seconds to identify for, 0 to 255; 0 turns it off. Null for the BMC's default, 15 seconds by the specification.</summary>
    public byte? Interval { get; init; }

    /// <summary>On until it is turned off; the interval is then ignored. BMCs of IPMI 1.5 and before do not know it, so the byte is only sent when set.</summary>
    public bool Force { get; init; }

    /// <inheritdoc/>
    public override void WriteRequest(ByteWriter writer)
    {
        // (1) Identify interval in seconds, (2) [7:1] reserved, [0] 1b = force identify on.
        if (Interval is null && !Force)
            return;
        writer.WriteByte(Interval ?? 0);
        if (Force)
            writer.WriteByte(0x01);
    }

    /// <summary>Reads the request, as a BMC does.</summary>
    public static ChassisIdentify ReadRequest(ByteReader reader) => new()
    {
        Interval = reader.IsAtEnd ? null : reader.ReadByte(),
        Force = (reader.ReadByteOr(0) & 0x01) != 0,
    };
}
