using IpmiPS.Commands;
using IpmiPS.Wire;

namespace IpmiPS.Parameters;

/// <summary>Values of parameter 0 of all families but DCMI. IPMI 2.0 tables 23-4, 26-5 and 28-14.</summary>
public enum SetInProgress : byte
{
    /// <summary>No change is under way.</summary>
    Complete = 0,

    /// <summary>A change is under way. An announcement only: it locks nothing.</summary>
    InProgress = 1,

    /// <summary>Save what was written. Optional, for BMCs that can roll back.</summary>
    Commit = 2,
}

/// <summary>Completion codes that the commands of all families share.</summary>
internal static class ParameterCompletionCode
{
    /// <summary>The BMC does not have the parameter.</summary>
    public const CompletionCode NotSupported = (CompletionCode)0x80;

    /// <summary>Another party has announced a change.</summary>
    public const CompletionCode SetInProgress = (CompletionCode)0x81;

    /// <summary>The parameter cannot be written.</summary>
    public const CompletionCode ReadOnly = (CompletionCode)0x82;

    /// <summary>The parameter cannot be read.</summary>
    public const CompletionCode WriteOnly = (CompletionCode)0x83;
}

/// <summary>Codecs of the values that many parameters have.</summary>
internal static class ParameterCodecs
{
    private const byte SetInProgressBits = 0x03;

    /// <summary>Parameter 0 of a family.</summary>
    public static Parameter<SetInProgress> SetInProgress(System.Func<ParameterFamily> family) => new(
        family, 0, "Set In Progress", 1, static reader => (SetInProgress)(reader.ReadByte() & SetInProgressBits), static (writer, value) => writer.WriteByte((byte)value));

    public static byte ReadByte(ByteReader reader) => reader.ReadByte();

    public static void WriteByte(ByteWriter writer, byte value) => writer.WriteByte(value);

    public static int ReadUInt16(ByteReader reader) => reader.ReadUInt16();

    public static void WriteUInt16(ByteWriter writer, int value) => writer.WriteUInt16(value);

    public static byte[] ReadRest(ByteReader reader) => reader.ReadRest();

    public static void WriteBytes(ByteWriter writer, byte[] value) => writer.WriteBytes(value);
}
