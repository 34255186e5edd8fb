using System.Collections.ObjectModel;
using IpmiPS.Wire;

namespace IpmiPS;

/// <summary>
/// Bytes that show as hexadecimal text ("01 A0 FF"), so that they are of use in a CSV file too, where a byte array is "System.Byte[]".
/// Otherwise they are used like a byte array: by index, in loops, and wherever a byte array is taken.
/// </summary>
/// <param name="bytes">The bytes; they are not copied.</param>
public sealed class ByteString(byte[] bytes) : ReadOnlyCollection<byte>(bytes)
{
    private readonly byte[] _bytes = bytes;

    /// <summary>Number of bytes.</summary>
    public int Length => _bytes.Length;

    /// <summary>A copy of the bytes.</summary>
    public static implicit operator byte[](ByteString bytes) => (byte[])bytes._bytes.Clone();

    /// <summary>Two upper-case digits a byte, with a blank between bytes.</summary>
    public override string ToString() => Hex.Format(_bytes, " ");
}
