using IpmiPS.Wire;

namespace IpmiPS.Commands.SensorEvent;

/// <summary>What Alert Immediate does. IPMI 2.0 table 30-9.</summary>
public enum AlertOperation : byte
{
    /// <summary>Send an alert.</summary>
    Send = 0,

    /// <summary>Get the status of the last alert.</summary>
    GetStatus = 1,

    /// <summary>Clear the status.</summary>
    ClearStatus = 2,
}

/// <summary>Status of the last alert. IPMI 2.0 table 30-9.</summary>
public enum AlertStatus : byte
{
    /// <summary>There was no alert since the status was cleared.</summary>
    None = 0,

    /// <summary>The alert was sent; an acknowledged one was acknowledged.</summary>
    Sent = 1,

    /// <summary>Dialing failed after all retries.</summary>
    DialFailed = 2,

    /// <summary>There was no acknowledgement after all retries.</summary>
    NotAcknowledged = 3,

    /// <summary>The alert is being sent.</summary>
    InProgress = 0xFF,
}

/// <summary>Alert Immediate: sends an alert to a destination without an event, or gets its status. IPMI 2.0 section 30.7.</summary>
/// <param name="channel">Channel, 0 to 15.</param>
/// <param name="operation">What to do.</param>
/// <param name="destination">Destination selector, 0 to 15; 0 is the volatile one.</param>
/// <param name="stringSelector">Alert string to send, 0 to 127; null for none.</param>
public sealed class AlertImmediate(byte channel, AlertOperation operation, byte destination, byte? stringSelector = null) : IpmiCommand<AlertStatus?>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<AlertImmediate, AlertStatus?> Definition { get; } =
        new(NetFn.SensorEvent, 0x16, "Alert Immediate", PrivilegeLevel.Administrator, ReadRequest, static (writer, status) => Write(writer, status)) { IsIdempotent = false };

    /// <summary>Completion code: an alert is already in progress.</summary>
    public const byte AlertInProgress = 0x81;

    /// <summary>Completion code: there is a session on the channel.</summary>
    public const byte SessionActive = 0x82;

    /// <summary>Completion code: the BMC does not send an event with the alert.</summary>
    public const byte EventNotSupported = 0x83;

    /// <summary>Bytes of an event.</summary>
    public const int EventDataLength = 8;

    private const byte SendStringBit = 0x80;

    /// <summary>Channel.</summary>
    public byte Channel => channel;

    /// <summary>What to do.</summary>
    public AlertOperation Operation => operation;

    /// <summary>Destination selector.</summary>
    public byte Destination => destination;

    /// <summary>Alert string to send; null for none.</summary>
    public byte? StringSelector => stringSelector;

    /// <summary>The event to send with the alert, 8 bytes as IPMI 2.0 has them: generator, revision, sensor type, sensor number, [7] deassertion and [6:0] event type, event data 1 to 3; empty for none.</summary>
    public byte[] EventData { get; init; } = [];

    /// <inheritdoc/>
    public override bool IsIdempotent => operation != AlertOperation.Send;

    /// <inheritdoc/>
    public override string? DescribeCompletionCode(byte code) => code switch
    {
        AlertInProgress => "an alert is already in progress",
        SessionActive => "an IPMI messaging session is active on the channel",
        EventNotSupported => "the parameters of the event are not supported",
        _ => null,
    };

    /// <inheritdoc/>
    public override void WriteRequest(ByteWriter writer)
    {
        // 1 [3:0] channel, 2 [7:6] operation, [3:0] destination, 3 [7] send a string, [6:0] string selector, 4:11 event.
        writer.WriteByte((byte)(channel & 0x0F));
        writer.WriteByte((byte)((byte)operation << 6 | destination & 0x0F));
        writer.WriteByte(stringSelector is { } selector ? (byte)(SendStringBit | selector & 0x7F) : (byte)0);
        writer.WriteBytes(EventData);
    }

    /// <summary>Reads the request, as a BMC does.</summary>
    public static AlertImmediate ReadRequest(ByteReader reader)
    {
        byte channel = reader.ReadByte(), second = reader.ReadByte(), third = reader.ReadByte();
        return new((byte)(channel & 0x0F), (AlertOperation)(second >> 6), (byte)(second & 0x0F), (third & SendStringBit) != 0 ? (byte)(third & 0x7F) : null) { EventData = reader.ReadRest() };
    }

    /// <summary>The status, if it was asked for.</summary>
    public override AlertStatus? ReadResponse(ByteReader reader) => reader.IsAtEnd ? null : (AlertStatus)reader.ReadByte();

    private static void Write(ByteWriter writer, AlertStatus? status)
    {
        if (status is { } known)
            writer.WriteByte((byte)known);
    }
}
