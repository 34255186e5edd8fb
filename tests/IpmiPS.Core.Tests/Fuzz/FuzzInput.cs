using System;
using System.Linq;
using System.Text;

namespace IpmiPS.Tests.Fuzz;

/// <summary>An input read as decisions: nothing but zeros come after its end.</summary>
internal sealed class FuzzInput(byte[] bytes)
{
    private int _position;

    public bool IsAtEnd => _position >= bytes.Length;

    public byte Byte() => IsAtEnd ? (byte)0 : bytes[_position++];

    public int Number() => Byte() | Byte() << 8;

    /// <summary>So many bytes, or those that are left.</summary>
    public byte[] Bytes(int count)
    {
        byte[] taken = [.. bytes.Skip(_position).Take(count)];
        _position += taken.Length;
        return taken;
    }

    /// <summary>A length byte and as many bytes.</summary>
    public byte[] Chunk() => Bytes(Byte());

    public byte[] Rest() => Bytes(bytes.Length);

    /// <summary>What is left as text, each byte a character.</summary>
    public string Text()
    {
        var text = new StringBuilder();
        foreach (byte value in Rest())
            text.Append((char)value);
        return text.ToString();
    }
}
