using IpmiPS.Wire;

namespace IpmiPS.Commands.Storage;

/// <summary>Set SDR Repository Time: the clock that stamps changes of the repository. IPMI 2.0 section 33.18.</summary>
/// <param name="time">IPMI time: seconds since 1970-01-01 00:00 by the clock to be set.</param>
public sealed class SetSdrRepositoryTime(uint time) : IpmiAction(Definition)
{
    /// <summary>The command's definition. Not idempotent: a repeated request would set the clock back by the time it took.</summary>
    public static ActionDefinition<SetSdrRepositoryTime> Definition { get; } =
        new(NetFn.Storage, 0x29, "Set SDR Repository Time", PrivilegeLevel.Operator, ReadRequest) { IsIdempotent = false };

    /// <summary>IPMI time to set.</summary>
    public uint Time => time;

    /// <summary>Writes the request: the time.</summary>
    public override void WriteRequest(ByteWriter writer) => writer.WriteUInt32(time);

    /// <summary>Reads the request, as a BMC does.</summary>
    public static SetSdrRepositoryTime ReadRequest(ByteReader reader) => new(reader.ReadUInt32());
}
