using IpmiPS.Commands.Storage;
using IpmiPS.Wire;

namespace IpmiPS.Commands.SensorEvent;

/// <summary>Get Device SDR: one record of those that a controller keeps itself, or a part of it. IPMI 2.0 section 35.3.</summary>
/// <param name="request">Which record, and which part of it.</param>
/// <param name="lun">Logical unit whose records are meant, 0 to 3.</param>
public sealed class GetDeviceSdr(SdrRequest request, byte lun = 0) : IpmiCommand<SdrPart>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<GetDeviceSdr, SdrPart> Definition { get; } =
        new(NetFn.SensorEvent, 0x21, "Get Device SDR", PrivilegeLevel.User, ReadRequest, static (writer, response) => response.Write(writer));

    /// <summary>Completion code: the record was changed since its first part was read.</summary>
    public const byte RecordChanged = 0x80;

    /// <summary>Which record, and which part of it.</summary>
    public SdrRequest Request { get; } = request;

    /// <inheritdoc/>
    public override byte Lun => lun;

    /// <summary>Reads the request's data, as a BMC does.</summary>
    public static GetDeviceSdr ReadRequest(ByteReader reader) => new(SdrRequest.Read(reader));

    /// <inheritdoc/>
    public override void WriteRequest(ByteWriter writer) => Request.Write(writer);

    /// <inheritdoc/>
    public override SdrPart ReadResponse(ByteReader reader) => SdrPart.Read(reader);

    /// <inheritdoc/>
    public override string? DescribeCompletionCode(byte code) => code == RecordChanged ? "record changed" : null;
}
