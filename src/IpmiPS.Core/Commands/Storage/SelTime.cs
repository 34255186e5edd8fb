using IpmiPS.Wire;

namespace IpmiPS.Commands.Storage;

/// <summary>Get SEL Time: the clock that stamps the log's entries, as IPMI time. IPMI 2.0 section 31.10.</summary>
public sealed class GetSelTime : IpmiCommand<uint>
{
    /// <summary>The command number.</summary>
    public const byte CommandCode = 0x48;

    /// <inheritdoc/>
    public override NetFn NetFn => NetFn.Storage;

    /// <inheritdoc/>
    public override byte Code => CommandCode;

    /// <inheritdoc/>
    public override string Name => "Get SEL Time";

    /// <inheritdoc/>
    public override uint ReadResponse(ByteReader reader) => reader.ReadUInt32();
}

/// <summary>Set SEL Time. IPMI 2.0 section 31.11.</summary>
/// <param name="time">IPMI time: seconds since 1970-01-01 00:00 by the clock to be set.</param>
public sealed class SetSelTime(uint time) : IpmiAction
{
    /// <summary>The command number.</summary>
    public const byte CommandCode = 0x49;

    /// <inheritdoc/>
    public override NetFn NetFn => NetFn.Storage;

    /// <inheritdoc/>
    public override byte Code => CommandCode;

    /// <inheritdoc/>
    public override string Name => "Set SEL Time";

    /// <inheritdoc/>
    public override PrivilegeLevel Privilege => PrivilegeLevel.Operator;

    /// <summary>A repetition would put the clock back by the time it took.</summary>
    public override bool IsIdempotent => false;

    /// <summary>IPMI time to set.</summary>
    public uint Time => time;

    /// <summary>Writes the request: the time.</summary>
    public override void WriteRequest(ByteWriter writer) => writer.WriteUInt32(time);

    /// <summary>Reads the request, as a BMC does.</summary>
    public static SetSelTime ReadRequest(ByteReader reader) => new(reader.ReadUInt32());
}
