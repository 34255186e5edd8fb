using IpmiPS.Wire;

namespace IpmiPS.Commands.SensorEvent;

/// <summary>Get Event Receiver: where a controller sends its events. IPMI 2.0 section 29.2.</summary>
public sealed class GetEventReceiver() : IpmiCommand<EventReceiver>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<GetEventReceiver, EventReceiver> Definition { get; } =
        new(NetFn.SensorEvent, 0x01, "Get Event Receiver", PrivilegeLevel.User, static _ => new(), static (writer, response) => response.Write(writer));

    /// <inheritdoc/>
    public override EventReceiver ReadResponse(ByteReader reader) => EventReceiver.Read(reader);
}

/// <summary>Where a controller sends its events. IPMI 2.0 section 29.2, table 29-3.</summary>
/// <param name="Address">Slave address (8-bit form); FFh disables event messages.</param>
/// <param name="Lun">Logical unit, 0 to 3.</param>
public readonly record struct EventReceiver(byte Address, byte Lun)
{
    /// <summary>Reads the response: address, [1:0] LUN.</summary>
    public static EventReceiver Read(ByteReader reader) => new(reader.ReadByte(), (byte)(reader.ReadByte() & 0x03));

    /// <summary>Writes the response, as a BMC does.</summary>
    public void Write(ByteWriter writer)
    {
        writer.WriteByte(Address);
        writer.WriteByte((byte)(Lun & 0x03));
    }
}
