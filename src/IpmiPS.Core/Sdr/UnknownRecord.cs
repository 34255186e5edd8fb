using IpmiPS.Wire;

namespace IpmiPS.Sdr;

/// <summary>A record of a reserved type, or a malformed one, kept raw.</summary>
public sealed record UnknownRecord : SdrRecord
{
    internal UnknownRecord(SdrRecordType type, byte[] data, string? problem)
    {
        RecordType = type;
        Data = data;
        Problem = problem;
    }

    /// <inheritdoc/>
    public override SdrRecordType RecordType { get; }

    /// <summary>The record's bytes after the header.</summary>
    public byte[] Data { get; }

    /// <summary>Why the record is malformed; null for a reserved type.</summary>
    public string? Problem { get; }

    private protected override void WriteBody(ByteWriter writer) => writer.WriteBytes(Data);
}
