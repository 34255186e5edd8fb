using IpmiPS.Wire;

namespace IpmiPS.Commands.SensorEvent;

/// <summary>Arm PEF Postpone Timer: leaves events to software for a time. The response is the present countdown. IPMI 2.0 section 30.2.</summary>
/// <param name="seconds">Seconds, 1 to 253; or one of the constants.</param>
public sealed class ArmPefPostponeTimer(byte seconds) : IpmiCommand<byte>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<ArmPefPostponeTimer, byte> Definition { get; } =
        new(NetFn.SensorEvent, 0x11, "Arm PEF Postpone Timer", PrivilegeLevel.Administrator, static reader => new(reader.ReadByte()), static (writer, seconds) => writer.WriteByte(seconds)) { IsIdempotent = true };

    /// <summary>Stops the timer.</summary>
    public const byte Off = 0x00;

    /// <summary>Disables PEF until the next power-up or reset of the system.</summary>
    public const byte DisabledUntilRestart = 0xFE;

    /// <summary>Only reads the countdown.</summary>
    public const byte ReadOnly = 0xFF;

    /// <summary>Seconds, or one of the constants.</summary>
    public byte Seconds => seconds;

    /// <summary>Writes the request: the time.</summary>
    public override void WriteRequest(ByteWriter writer) => writer.WriteByte(seconds);

    /// <inheritdoc/>
    public override byte ReadResponse(ByteReader reader) => reader.ReadByte();
}
