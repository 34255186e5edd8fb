using IpmiPS.Wire;

namespace IpmiPS.Commands.Chassis;

/// <summary>Chassis Control: power and reset. Never sent twice, since a second cycle or reset is a second outage. IPMI 2.0 section 28.3.</summary>
public sealed class ChassisControl(ChassisControlAction action) : IpmiAction(Definition)
{
    /// <summary>The command's definition.</summary>
    public static ActionDefinition<ChassisControl> Definition { get; } =
        new(NetFn.Chassis, 0x02, "Chassis Control", PrivilegeLevel.Operator, ReadRequest) { IsIdempotent = false };

    /// <summary>What the machine is to do.</summary>
    public ChassisControlAction Action { get; } = action;

    /// <inheritdoc/>
    // Byte 1: [7:4] reserved, [3:0] chassis control.
    public override void WriteRequest(ByteWriter writer) => writer.WriteByte((byte)((byte)Action & 0x0F));

    /// <summary>Reads the request, as a BMC does.</summary>
    public static ChassisControl ReadRequest(ByteReader reader) => new((ChassisControlAction)(reader.ReadByte() & 0x0F));
}

/// <summary>The actions of Chassis Control. IPMI 2.0 section 28.3, table 28-4.</summary>
public enum ChassisControlAction : byte
{
    /// <summary>Power off at once, without asking the operating system.</summary>
    PowerDown = 0,

    /// <summary>Power on.</summary>
    PowerUp = 1,

    /// <summary>Off for at least a second, then on again. Optional.</summary>
    PowerCycle = 2,

    /// <summary>Pulse the system's reset.</summary>
    HardReset = 3,

    /// <summary>Pulse the diagnostic interrupt (NMI). Optional.</summary>
    DiagnosticInterrupt = 4,

    /// <summary>Ask the operating system for an orderly shut-down, as an over-temperature would. Optional.</summary>
    SoftShutdown = 5,
}
