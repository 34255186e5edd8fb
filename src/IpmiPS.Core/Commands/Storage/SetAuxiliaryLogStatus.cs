using IpmiPS.Wire;

namespace IpmiPS.Commands.Storage;

/// <summary>Set Auxiliary Log Status: tells the BMC the state of a log that software keeps. IPMI 2.0 section 31.13.</summary>
/// <param name="log">The log.</param>
/// <param name="timestamp">IPMI time of the last change.</param>
/// <param name="data">For the machine check log the number of entries, 4 bytes, least significant first; for OEM logs the vendor's data.</param>
public sealed class SetAuxiliaryLogStatus(AuxiliaryLog log, uint timestamp, byte[] data) : IpmiAction(Definition)
{
    /// <summary>The command's definition. Not idempotent: the time of the last change would be an older one after a change in between.</summary>
    public static ActionDefinition<SetAuxiliaryLogStatus> Definition { get; } =
        new(NetFn.Storage, 0x5B, "Set Auxiliary Log Status", PrivilegeLevel.Administrator, ReadRequest) { IsIdempotent = false };

    /// <summary>The log.</summary>
    public AuxiliaryLog Log => log;

    /// <summary>The state.</summary>
    public AuxiliaryLogStatus Status => new(timestamp, data);

    /// <summary>Writes the request: [3:0] log type, time, data.</summary>
    public override void WriteRequest(ByteWriter writer)
    {
        writer.WriteByte((byte)((byte)log & 0x0F));
        Status.Write(writer);
    }

    /// <summary>Reads the request, as a BMC does.</summary>
    public static SetAuxiliaryLogStatus ReadRequest(ByteReader reader) => new((AuxiliaryLog)(reader.ReadByte() & 0x0F), reader.ReadUInt32(), reader.ReadRest());
}
