using IpmiPS.Wire;

namespace IpmiPS.Sdr;

/// <summary>A sensor data record. The properties have the stored values; conversion to units is done elsewhere. IPMI 2.0 section 43.</summary>
public abstract record SdrRecord
{
    /// <summary>Length of the header: ID, version, type, length.</summary>
    public const int HeaderLength = 5;

    /// <summary>ID of the record in its repository. It may change, and is not the sensor number.</summary>
    public ushort RecordId { get; init; }

    /// <summary>Version of the record's format, BCD with the digits swapped: 51h is 1.5 (and 2.0).</summary>
    public byte Version { get; init; } = 0x51;

    /// <summary>The record type.</summary>
    public abstract SdrRecordType RecordType { get; }

    /// <summary>
    /// Reads a record of any type, header included. If the length in the header is greater than the data, the data end
    /// the record, because some BMCs overstate the length. Bytes beyond the length are ignored.
    /// </summary>
    /// <exception cref="MalformedDataException">The record ends before the fixed fields of its type do.</exception>
    public static SdrRecord Read(byte[] bytes)
    {
        // 1:2 record id, 3 SDR version, 4 record type, 5 length of the rest
        var reader = new ByteReader(bytes);
        ushort recordId = reader.ReadUInt16();
        byte version = reader.ReadByte();
        var type = (SdrRecordType)reader.ReadByte();
        int length = reader.ReadByte();
        ByteReader body = reader.Slice(length < reader.Remaining ? length : reader.Remaining);
        return ReadBody(type, body) with { RecordId = recordId, Version = version };
    }

    /// <summary>Reads a record; returns an <see cref="UnknownRecord"/> if it is malformed. For walks, which one bad record must not end.</summary>
    public static SdrRecord ReadOrUnknown(byte[] bytes)
    {
        try
        {
            return Read(bytes);
        }
        catch (MalformedDataException error)
        {
            var reader = new ByteReader(bytes);
            return new UnknownRecord((SdrRecordType)(bytes.Length > 3 ? bytes[3] : 0), bytes.Length > HeaderLength ? new ByteReader(bytes, HeaderLength, bytes.Length - HeaderLength).ReadRest() : [], error.Message)
            {
                RecordId = bytes.Length >= 2 ? reader.ReadUInt16() : (ushort)0,
                Version = bytes.Length > 2 ? bytes[2] : (byte)0,
            };
        }
    }

    /// <summary>The bytes of the record, with the header.</summary>
    public byte[] ToBytes()
    {
        var writer = new ByteWriter();
        writer.WriteUInt16(RecordId);
        writer.WriteByte(Version);
        writer.WriteByte((byte)RecordType);
        writer.WriteByte(0);
        WriteBody(writer);
        writer[HeaderLength - 1] = (byte)(writer.Length - HeaderLength);
        return writer.ToArray();
    }

    private protected abstract void WriteBody(ByteWriter writer);

    private static SdrRecord ReadBody(SdrRecordType type, ByteReader body) => type switch
    {
        SdrRecordType.FullSensor => FullSensorRecord.ReadBody(body),
        SdrRecordType.CompactSensor => CompactSensorRecord.ReadBody(body),
        SdrRecordType.EventOnly => EventOnlyRecord.ReadBody(body),
        SdrRecordType.EntityAssociation => EntityAssociationRecord.ReadBody(body),
        SdrRecordType.DeviceRelativeEntityAssociation => DeviceRelativeEntityAssociationRecord.ReadBody(body),
        SdrRecordType.GenericDeviceLocator => GenericDeviceLocatorRecord.ReadBody(body),
        SdrRecordType.FruDeviceLocator => FruDeviceLocatorRecord.ReadBody(body),
        SdrRecordType.McDeviceLocator => McDeviceLocatorRecord.ReadBody(body),
        SdrRecordType.McConfirmation => McConfirmationRecord.ReadBody(body),
        SdrRecordType.BmcMessageChannelInfo => BmcMessageChannelInfoRecord.ReadBody(body),
        SdrRecordType.Oem => OemRecord.ReadBody(body),
        _ => new UnknownRecord(type, body.ReadRest(), null),
    };
}
