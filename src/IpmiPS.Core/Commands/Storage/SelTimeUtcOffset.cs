using IpmiPS.Wire;

namespace IpmiPS.Commands.Storage;

/// <summary>
/// Get SEL Time UTC Offset: minutes from UTC to the clock that stamps the log's entries, -1440 to 1440;
/// <see cref="Unspecified"/> where the BMC was not told. IPMI 2.0 section 31.11a.
/// </summary>
public sealed class GetSelTimeUtcOffset : IpmiCommand<short>
{
    /// <summary>The command number.</summary>
    public const byte CommandCode = 0x5C;

    /// <summary>The offset is not known.</summary>
    public const short Unspecified = 0x07FF;

    /// <inheritdoc/>
    public override NetFn NetFn => NetFn.Storage;

    /// <inheritdoc/>
    public override byte Code => CommandCode;

    /// <inheritdoc/>
    public override string Name => "Get SEL Time UTC Offset";

    /// <inheritdoc/>
    public override short ReadResponse(ByteReader reader) => (short)reader.ReadUInt16();
}

/// <summary>Set SEL Time UTC Offset. IPMI 2.0 section 31.11b.</summary>
/// <param name="minutes">Minutes from UTC to the SEL's clock, -1440 to 1440, or <see cref="GetSelTimeUtcOffset.Unspecified"/>.</param>
public sealed class SetSelTimeUtcOffset(short minutes) : IpmiAction
{
    /// <summary>The command number.</summary>
    public const byte CommandCode = 0x5D;

    /// <inheritdoc/>
    public override NetFn NetFn => NetFn.Storage;

    /// <inheritdoc/>
    public override byte Code => CommandCode;

    /// <summary>Setting the same offset twice is harmless.</summary>
    public override bool IsIdempotent => true;

    /// <inheritdoc/>
    public override string Name => "Set SEL Time UTC Offset";

    /// <inheritdoc/>
    public override PrivilegeLevel Privilege => PrivilegeLevel.Operator;

    /// <summary>Minutes from UTC to the SEL's clock.</summary>
    public short Minutes => minutes;

    /// <summary>Writes the request: the offset.</summary>
    public override void WriteRequest(ByteWriter writer) => writer.WriteUInt16(minutes);

    /// <summary>Reads the request, as a BMC does.</summary>
    public static SetSelTimeUtcOffset ReadRequest(ByteReader reader) => new((short)reader.ReadUInt16());
}
