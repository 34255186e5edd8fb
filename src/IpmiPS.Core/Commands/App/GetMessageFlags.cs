using System;
using IpmiPS.Wire;

namespace IpmiPS.Commands.App;

/// <summary>Get Message Flags: what waits for the system software. Over LAN most BMCs refuse it. IPMI 2.0 section 22.4.</summary>
public sealed class GetMessageFlags() : IpmiCommand<PendingMessages>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<GetMessageFlags, PendingMessages> Definition { get; } =
        new(NetFn.App, 0x31, "Get Message Flags", PrivilegeLevel.Administrator, static _ => new(), static (writer, response) => writer.WriteByte((byte)response));

    /// <summary>Reads the response: one byte of flags.</summary>
    public override PendingMessages ReadResponse(ByteReader reader) => (PendingMessages)reader.ReadByte();
}

/// <summary>What waits for the system software. IPMI 2.0 section 22.3, table 22-4.</summary>
[Flags]
public enum PendingMessages : byte
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>A message in the receive message queue.</summary>
    ReceiveMessageQueue = 0x01,

    /// <summary>An event in the event message buffer.</summary>
    EventMessageBuffer = 0x02,

    /// <summary>The pre-timeout interrupt of the watchdog timer.</summary>
    WatchdogPreTimeout = 0x08,

    /// <summary>Defined by the vendor.</summary>
    Oem0 = 0x20,

    /// <summary>Defined by the vendor.</summary>
    Oem1 = 0x40,

    /// <summary>Defined by the vendor.</summary>
    Oem2 = 0x80,
}
