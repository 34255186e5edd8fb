using IpmiPS.Packets;
using IpmiPS.Wire;

namespace IpmiPS.Commands.App;

/// <summary>
/// Get Channel OEM Payload Info: which payload of which vendor a payload type is, or whether the BMC has the payload of a vendor. IPMI 2.0 section 24.10.
/// </summary>
/// <param name="channel">Channel, 0 to 15.</param>
/// <param name="payload">20h to 27h for an OEM payload by its handle, or <see cref="PayloadType.OemExplicit"/> for the one that the next two name.</param>
/// <param name="iana">IANA enterprise number of the vendor; 0 for a handle.</param>
/// <param name="payloadId">The vendor's number of the payload; 0 for a handle.</param>
public sealed class GetChannelOemPayloadInfo(byte channel, PayloadType payload, int iana = 0, ushort payloadId = 0) : IpmiCommand<OemPayloadInfo>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<GetChannelOemPayloadInfo, OemPayloadInfo> Definition { get; } =
        new(NetFn.App, 0x50, "Get Channel OEM Payload Info", PrivilegeLevel.User, ReadRequest, static (writer, response) => response.Write(writer));

    /// <summary>Completion code: the BMC does not have the payload.</summary>
    public const byte NotSupported = 0x80;

    /// <summary>Channel.</summary>
    public byte Channel => channel;

    /// <summary>Payload type.</summary>
    public PayloadType Payload => payload;

    /// <summary>IANA enterprise number of the vendor.</summary>
    public int Iana => iana;

    /// <summary>The vendor's number of the payload.</summary>
    public ushort PayloadId => payloadId;

    /// <inheritdoc/>
    public override string? DescribeCompletionCode(byte code) => code == NotSupported ? "OEM payload not supported" : null;

    /// <inheritdoc/>
    public override void WriteRequest(ByteWriter writer)
    {
        // 1 [3:0] channel, 2 payload type, 3:5 IANA number, 6:7 payload id.
        writer.WriteByte((byte)(channel & 0x0F));
        writer.WriteByte((byte)payload);
        writer.WriteUInt24(iana);
        writer.WriteUInt16(payloadId);
    }

    /// <summary>Reads the request, as a BMC does.</summary>
    public static GetChannelOemPayloadInfo ReadRequest(ByteReader reader) =>
        new((byte)(reader.ReadByte() & 0x0F), (PayloadType)reader.ReadByte(), reader.ReadUInt24(), reader.ReadUInt16());

    /// <inheritdoc/>
    public override OemPayloadInfo ReadResponse(ByteReader reader) => OemPayloadInfo.Read(reader);
}

/// <summary>A payload of a vendor. IPMI 2.0 section 24.10.</summary>
/// <param name="Payload">Payload type: its handle, 20h to 27h, or 02h.</param>
/// <param name="Iana">IANA enterprise number of the vendor.</param>
/// <param name="PayloadId">The vendor's number of the payload.</param>
/// <param name="Version">Version of its format.</param>
public readonly record struct OemPayloadInfo(PayloadType Payload, int Iana, ushort PayloadId, PayloadVersion Version)
{
    /// <summary>Reads the response: payload type, IANA number, payload id, version.</summary>
    public static OemPayloadInfo Read(ByteReader reader) => new((PayloadType)reader.ReadByte(), reader.ReadUInt24(), reader.ReadUInt16(), PayloadVersion.Read(reader));

    /// <summary>Writes the response, as a BMC does.</summary>
    public void Write(ByteWriter writer)
    {
        writer.WriteByte((byte)Payload);
        writer.WriteUInt24(Iana);
        writer.WriteUInt16(PayloadId);
        Version.Write(writer);
    }
}
