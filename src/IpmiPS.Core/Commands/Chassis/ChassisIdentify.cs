using IpmiPS.Wire;

namespace IpmiPS.Commands.Chassis;

/// <summary>Chassis Identify: the light or sound that shows which machine it is. IPMI 2.0 section 28.5.</summary>
public sealed class ChassisIdentify : IpmiAction
{
    /// <summary>The command number.</summary>
    public const byte CommandCode = 0x04;

    /// <summary>Seconds to identify for, 0 to 255; 0 turns it off. Null: the BMC's own time, 15 seconds where it follows the specification.</summary>
    public byte? Interval { get; init; }

    /// <summary>On until it is turned off; the interval is then ignored. BMCs of IPMI 1.5 and before do not know it, so the byte is only sent when set.</summary>
    public bool Force { get; init; }

    /// <inheritdoc/>
    public override NetFn NetFn => NetFn.Chassis;

    /// <inheritdoc/>
    public override byte Code => CommandCode;

    /// <summary>A light that blinks goes on blinking.</summary>
    public override bool IsIdempotent => true;

    /// <inheritdoc/>
    public override PrivilegeLevel Privilege => PrivilegeLevel.Operator;

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
