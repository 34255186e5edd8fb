using IpmiPS.Wire;

namespace IpmiPS.Commands.SensorEvent;

/// <summary>Set Event Receiver: tells a controller where to send its events. IPMI 2.0 section 29.1.</summary>
/// <param name="receiver">The receiver.</param>
public sealed class SetEventReceiver(EventReceiver receiver) : IpmiAction(Definition)
{
    /// <summary>The command's definition. Not idempotent: the controller re-arms its events each time.</summary>
    public static ActionDefinition<SetEventReceiver> Definition { get; } =
        new(NetFn.SensorEvent, 0x00, "Set Event Receiver", PrivilegeLevel.Administrator, ReadRequest) { IsIdempotent = false };

    /// <summary>The receiver.</summary>
    public EventReceiver Receiver => receiver;

    /// <summary>Writes the request: address, [1:0] LUN.</summary>
    public override void WriteRequest(ByteWriter writer) => receiver.Write(writer);

    /// <summary>Reads the request, as a BMC does.</summary>
    public static SetEventReceiver ReadRequest(ByteReader reader) => new(EventReceiver.Read(reader));
}
