using IpmiPS.Wire;

namespace IpmiPS.Commands.Storage;

/// <summary>Set Auxiliary Log Status: tells the BMC the state of a log that software keeps. IPMI 2.0 section 31.13.</summary>
/// <param name="log">The log.</param>
/// <param name="status">The state.</param>
public sealed class SetAuxiliaryLogStatus(AuxiliaryLog log, AuxiliaryLogStatus status) : IpmiAction(Definition)
{
    /// <summary>The command's definition.</summary>
    public static ActionDefinition<SetAuxiliaryLogStatus> Definition { get; } =
        new(NetFn.Storage, 0x5B, "Set Auxiliary Log Status", PrivilegeLevel.Administrator, ReadRequest) { IsIdempotent = true };

    /// <summary>The log.</summary>
    public AuxiliaryLog Log => log;

    /// <summary>The state.</summary>
    public AuxiliaryLogStatus Status => status;

    /// <summary>Writes the request: [3:0] log type, time, data.</summary>
    public override void WriteRequest(ByteWriter writer)
    {
        writer.WriteByte((byte)((byte)log & 0x0F));
        status.Write(writer);
    }

    /// <summary>Reads the request, as a BMC does.</summary>
    public static SetAuxiliaryLogStatus ReadRequest(ByteReader reader) => new((AuxiliaryLog)(reader.ReadByte() & 0x0F), AuxiliaryLogStatus.Read(reader));
}
