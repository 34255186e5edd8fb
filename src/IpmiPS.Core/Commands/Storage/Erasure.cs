using IpmiPS.Wire;

namespace IpmiPS.Commands.Storage;

/// <summary>The bytes that Clear SEL and Clear SDR Repository share. IPMI 2.0 sections 31.9 and 33.16.</summary>
internal static class Erasure
{
    private const byte InitiateErase = 0xAA, GetStatus = 0x00, Complete = 1;
    private const string Letters = "CLR";

    /// <summary>Writes the request: reservation, "CLR", AAh to erase or 00h to read the progress.</summary>
    public static void WriteRequest(ByteWriter writer, ushort reservation, bool initiate)
    {
        writer.WriteUInt16(reservation);
        writer.WriteLatin1(Letters, Letters.Length);
        writer.WriteByte(initiate ? InitiateErase : GetStatus);
    }

    /// <summary>Reads the letters and the operation, which follow the reservation. True for an erasure.</summary>
    /// <exception cref="MalformedDataException">The three letters or the operation are wrong.</exception>
    public static bool ReadOperation(ByteReader reader)
    {
        string letters = reader.ReadLatin1(Letters.Length);
        byte operation = reader.ReadByte();
        return letters == Letters && operation is InitiateErase or GetStatus
            ? operation == InitiateErase
            : throw new MalformedDataException($"An erasure needs the letters {Letters} and AAh or 00h, not '{letters}' and {operation:X2}h.");
    }

    /// <summary>Reads the response: [3:0] 1 when the erasure is complete.</summary>
    public static bool ReadProgress(ByteReader reader) => (reader.ReadByte() & 0x0F) == Complete;

    /// <summary>Writes the response, as a BMC does.</summary>
    public static void WriteProgress(ByteWriter writer, bool isComplete) => writer.WriteByte(isComplete ? Complete : (byte)0);
}
