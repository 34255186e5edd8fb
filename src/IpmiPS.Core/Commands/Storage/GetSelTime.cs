using IpmiPS.Wire;

namespace IpmiPS.Commands.Storage;

/// <summary>Get SEL Time: the clock that stamps the log's entries, as IPMI time. IPMI 2.0 section 31.10.</summary>
public sealed class GetSelTime() : IpmiCommand<uint>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<GetSelTime, uint> Definition { get; } =
        new(NetFn.Storage, 0x48, "Get SEL Time", PrivilegeLevel.User, static _ => new(), static (writer, time) => writer.WriteUInt32(time));

    /// <inheritdoc/>
    public override uint ReadResponse(ByteReader reader) => reader.ReadUInt32();
}
