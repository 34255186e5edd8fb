using IpmiPS.Wire;

namespace IpmiPS.Commands.App;

/// <summary>Read Event Message Buffer: takes an event out of the buffer, so it is never sent twice. IPMI 2.0 section 22.8.</summary>
public sealed class ReadEventMessageBuffer() : IpmiCommand<EventMessage>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<ReadEventMessageBuffer, EventMessage> Definition { get; } =
        new(NetFn.App, 0x35, "Read Event Message Buffer", PrivilegeLevel.Administrator, static _ => new(), static (writer, response) => response.Write(writer)) { IsIdempotent = false };

    /// <summary>Completion code: the buffer is empty.</summary>
    public const byte BufferEmpty = 0x80;

    /// <inheritdoc/>
    public override string? DescribeCompletionCode(byte code) => code == BufferEmpty ? "the event message buffer is empty" : null;

    /// <inheritdoc/>
    public override EventMessage ReadResponse(ByteReader reader) => EventMessage.Read(reader);
}

/// <summary>An event of the event message buffer, in the format of an SEL record. IPMI 2.0 section 22.8.</summary>
/// <param name="Record">16 bytes.</param>
public sealed record EventMessage(byte[] Record)
{
    private const int RecordLength = 16;

    /// <summary>Reads the response.</summary>
    public static EventMessage Read(ByteReader reader) => new(reader.ReadBytes(RecordLength));

    /// <summary>Writes the response, as a BMC does.</summary>
    public void Write(ByteWriter writer) => writer.WriteBytes(Record);
}
