using IpmiPS.Wire;

namespace IpmiPS.Commands.SensorEvent;

/// <summary>Set Last Processed Event ID. IPMI 2.0 section 30.5.</summary>
/// <param name="isBmc">Whether the BMC has processed the event, and not software.</param>
/// <param name="recordId">Record ID of the event.</param>
public sealed class SetLastProcessedEventId(bool isBmc, ushort recordId) : IpmiAction(Definition)
{
    /// <summary>The command's definition.</summary>
    public static ActionDefinition<SetLastProcessedEventId> Definition { get; } =
        new(NetFn.SensorEvent, 0x14, "Set Last Processed Event ID", PrivilegeLevel.Administrator, ReadRequest) { IsIdempotent = true };

    /// <summary>Whether the BMC has processed the event.</summary>
    public bool IsBmc => isBmc;

    /// <summary>Record ID of the event.</summary>
    public ushort RecordId => recordId;

    /// <inheritdoc/>
    public override string? DescribeCompletionCode(byte code) => code == 0x81 ? "cannot execute the command, SEL erase in progress" : null;

    /// <summary>Writes the request: [0] 1 for the BMC, record ID.</summary>
    public override void WriteRequest(ByteWriter writer)
    {
        writer.WriteByte(isBmc ? (byte)1 : (byte)0);
        writer.WriteUInt16(recordId);
    }

    /// <summary>Reads the request, as a BMC does.</summary>
    public static SetLastProcessedEventId ReadRequest(ByteReader reader) => new((reader.ReadByte() & 1) != 0, reader.ReadUInt16());
}
