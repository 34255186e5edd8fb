using IpmiPS.Wire;

namespace IpmiPS.Commands.Dcmi;

/// <summary>Get Power Limit. DCMI 1.5 section 6.6.2.</summary>
public sealed class GetPowerLimit() : IpmiCommand<DcmiPowerLimit>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<GetPowerLimit, DcmiPowerLimit> Definition { get; } =
        new(NetFn.GroupExtension, 0x03, "Get Power Limit", PrivilegeLevel.User, ReadRequest, static (writer, response) => response.Write(writer)) { Group = DcmiGroup.Number };

    /// <summary>Completion code: no limit is active.</summary>
    public const byte NoActiveLimit = 0x80;

    /// <inheritdoc/>
    public override string? DescribeCompletionCode(byte code) => code == NoActiveLimit ? "no active power limit" : null;

    /// <summary>Writes the request: group, two reserved bytes.</summary>
    public override void WriteRequest(ByteWriter writer)
    {
        DcmiGroup.Write(writer);
        writer.WriteUInt16(0);
    }

    /// <summary>Reads the request, as a BMC does.</summary>
    public static GetPowerLimit ReadRequest(ByteReader reader)
    {
        DcmiGroup.Read(reader);
        reader.Skip(2);
        return new();
    }

    /// <inheritdoc/>
    public override DcmiPowerLimit ReadResponse(ByteReader reader) => DcmiPowerLimit.Read(reader);

    /// <inheritdoc/>
    public override bool IsInformation(byte code) => code == NoActiveLimit;

    /// <summary>Reads the limit that is stored but not active.</summary>
    public override DcmiPowerLimit ReadInformation(byte code, ByteReader reader) => DcmiPowerLimit.Read(reader) with { IsActive = false };
}

/// <summary>The power limit. DCMI 1.5 section 6.6.2, table 6-17.</summary>
public sealed record DcmiPowerLimit
{
    /// <summary>Whether the limit is in force. Not part of the data: completion code 80h says that it is not.</summary>
    public bool IsActive { get; init; } = true;

    /// <summary>Action if the limit is exceeded: 0 none, 1 power off and log, 2 to 10h OEM, 11h log.</summary>
    public byte ExceptionAction { get; init; }

    /// <summary>The limit in watts.</summary>
    public ushort Watts { get; init; }

    /// <summary>Maximum time for the correction, in milliseconds.</summary>
    public uint CorrectionTime { get; init; }

    /// <summary>Sampling period in seconds.</summary>
    public ushort SamplingPeriod { get; init; }

    /// <summary>Reads the response: group, two reserved bytes, values.</summary>
    public static DcmiPowerLimit Read(ByteReader reader)
    {
        DcmiGroup.Read(reader);
        reader.Skip(2);
        return ReadValues(reader);
    }

    /// <summary>Writes the response, as a BMC does.</summary>
    public void Write(ByteWriter writer)
    {
        DcmiGroup.Write(writer);
        writer.WriteUInt16(0);
        WriteValues(writer);
    }

    /// <summary>Reads action, limit, correction time, two reserved bytes, sampling period.</summary>
    internal static DcmiPowerLimit ReadValues(ByteReader reader)
    {
        byte action = reader.ReadByte();
        ushort watts = reader.ReadUInt16();
        uint correction = reader.ReadUInt32();
        reader.Skip(2);
        return new() { ExceptionAction = action, Watts = watts, CorrectionTime = correction, SamplingPeriod = reader.ReadUInt16() };
    }

    /// <summary>Writes the values that Get and Set Power Limit have in common.</summary>
    internal void WriteValues(ByteWriter writer)
    {
        writer.WriteByte(ExceptionAction);
        writer.WriteUInt16(Watts);
        writer.WriteUInt32(CorrectionTime);
        writer.WriteUInt16(0);
        writer.WriteUInt16(SamplingPeriod);
    }
}
