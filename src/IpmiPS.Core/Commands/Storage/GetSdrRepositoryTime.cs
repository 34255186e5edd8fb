using IpmiPS.Wire;

namespace IpmiPS.Commands.Storage;

/// <summary>Get SDR Repository Time: the clock that stamps changes of the repository, as IPMI time. IPMI 2.0 section 33.17.</summary>
public sealed class GetSdrRepositoryTime() : IpmiCommand<uint>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<GetSdrRepositoryTime, uint> Definition { get; } =
        new(NetFn.Storage, 0x28, "Get SDR Repository Time", PrivilegeLevel.User, static _ => new(), static (writer, time) => writer.WriteUInt32(time));

    /// <inheritdoc/>
    public override uint ReadResponse(ByteReader reader) => reader.ReadUInt32();
}
