using IpmiPS.Wire;

namespace IpmiPS.Commands.SensorEvent;

/// <summary>
/// Events of one sensor as bits, those at assertion and those at deassertion. For discrete sensors bit n is state n; for
/// threshold-based ones bit 0 is lower non-critical going low, 1 the same going high, 2 and 3 lower critical, 4 and 5 lower
/// non-recoverable, 6 and 7 upper non-critical, 8 and 9 upper critical, 10 and 11 upper non-recoverable.
/// IPMI 2.0 sections 35.10 to 35.13.
/// </summary>
/// <param name="Assertions">Events at assertion.</param>
/// <param name="Deassertions">Events at deassertion.</param>
public readonly record struct SensorEventMask(ushort Assertions, ushort Deassertions)
{
    /// <summary>Reads up to four bytes; those that are left out count as 0, as the specification allows.</summary>
    public static SensorEventMask Read(ByteReader reader) => new(
        (ushort)(reader.ReadByteOr(0) | reader.ReadByteOr(0) << 8),
        (ushort)(reader.ReadByteOr(0) | reader.ReadByteOr(0) << 8));

    /// <summary>Writes four bytes.</summary>
    public void Write(ByteWriter writer)
    {
        writer.WriteUInt16(Assertions);
        writer.WriteUInt16(Deassertions);
    }
}
