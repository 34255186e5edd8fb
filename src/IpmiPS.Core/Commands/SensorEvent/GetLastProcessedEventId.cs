using IpmiPS.Wire;

namespace IpmiPS.Commands.SensorEvent;

/// <summary>Get Last Processed Event ID. IPMI 2.0 section 30.6.</summary>
public sealed class GetLastProcessedEventId() : IpmiCommand<LastProcessedEvents>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<GetLastProcessedEventId, LastProcessedEvents> Definition { get; } =
        new(NetFn.SensorEvent, 0x15, "Get Last Processed Event ID", PrivilegeLevel.Administrator, static _ => new(), static (writer, response) => response.Write(writer));

    /// <inheritdoc/>
    public override string? DescribeCompletionCode(byte code) => code == 0x81 ? "cannot execute the command, SEL erase in progress" : null;

    /// <inheritdoc/>
    public override LastProcessedEvents ReadResponse(ByteReader reader) => LastProcessedEvents.Read(reader);
}

/// <summary>How far PEF and software have processed the event log. IPMI 2.0 section 30.6, table 30-8.</summary>
/// <param name="LastAdd">IPMI time of the last addition to the log.</param>
/// <param name="LastRecordId">ID of the last record in the log; FFFFh if it is empty.</param>
/// <param name="LastSoftwareId">ID of the last record that software has processed.</param>
/// <param name="LastBmcId">ID of the last record that the BMC has processed; 0 if it could not log the event.</param>
public readonly record struct LastProcessedEvents(uint LastAdd, ushort LastRecordId, ushort LastSoftwareId, ushort LastBmcId)
{
    /// <summary>Reads the response: time, last record, last of software, last of the BMC.</summary>
    public static LastProcessedEvents Read(ByteReader reader) => new(reader.ReadUInt32(), reader.ReadUInt16(), reader.ReadUInt16(), reader.ReadUInt16());

    /// <summary>Writes the response, as a BMC does.</summary>
    public void Write(ByteWriter writer)
    {
        writer.WriteUInt32(LastAdd);
        writer.WriteUInt16(LastRecordId);
        writer.WriteUInt16(LastSoftwareId);
        writer.WriteUInt16(LastBmcId);
    }
}
