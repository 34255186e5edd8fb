using IpmiPS.Wire;

namespace IpmiPS.Commands.Storage;

/// <summary>
/// Get SEL Time UTC Offset: minutes from UTC to the clock that stamps the log's entries, -1440 to 1440;
/// <see cref="Unspecified"/> if it was never set. IPMI 2.0 section 31.11a.
/// </summary>
public sealed class GetSelTimeUtcOffset() : IpmiCommand<short>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<GetSelTimeUtcOffset, short> Definition { get; } =
        new(NetFn.Storage, 0x5C, "Get SEL Time UTC Offset", PrivilegeLevel.User, static _ => new(), static (writer, minutes) => writer.WriteUInt16(minutes));

    /// <summary>The offset is not known.</summary>
    public const short Unspecified = 0x07FF;

    /// <inheritdoc/>
    public override short ReadResponse(ByteReader reader) => (short)reader.ReadUInt16();
}
