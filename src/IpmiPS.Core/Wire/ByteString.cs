using System.Collections.ObjectModel;
using IpmiPS.Wire;

namespace IpmiPS;

/// <summary>
/// Bytes that are displayed as hexadecimal text ("01 A0 FF"), also in CSV files, where a byte array would be "System.Byte[]".
/// Otherwise they can be used like a byte array: by index, in loops, and as an argument.
/// </summary>
/// <param name="bytes">The bytes; they are not copied.</param>
public sealed class ByteString(byte[] bytes) : ReadOnlyCollection<byte>(bytes)
{
    private readonly byte[] _bytes = bytes;

    /// <summary>Number of bytes.</summary>
    public int Length => _bytes.Length;

    /// <summary>A copy of the bytes.</summary>
    public static implicit operator byte[](ByteString bytes) => (byte[])bytes._bytes.Clone();

    /// <summary>Two upper-case digits a byte, with a space between bytes.</summary>
    public override string ToString() => Hex.Format(_bytes, " ");
}
