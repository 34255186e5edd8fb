using System.Text;

namespace IpmiPS.Sol;

/// <summary>
/// Decodes console output. Valid UTF-8 is decoded as such, also across chunks. Any other byte becomes its Latin-1 character, so nothing is lost:
/// firmware often uses 8-bit character sets, operating systems use UTF-8.
/// </summary>
public sealed class SolTextDecoder
{
    private readonly byte[] _pending = new byte[4];
    private int _count;
    private int _needed;

    /// <summary>Decodes a chunk. An incomplete character at its end is kept for the next one.</summary>
    public string Decode(byte[] bytes)
    {
        var text = new StringBuilder(bytes.Length);
        foreach (byte value in bytes)
            Take(value, text);
        return text.ToString();
    }

    /// <summary>Returns an incomplete character that was kept, because no more output is expected.</summary>
    public string Flush()
    {
        var text = new StringBuilder();
        FlushPending(text);
        return text.ToString();
    }

    private void Take(byte value, StringBuilder text)
    {
        if (_count > 0 && !IsContinuation(value))
            FlushPending(text);
        if (_count == 0)
        {
            // Lead bytes C0, C1 and from F5 up do not occur in valid sequences.
            _needed = value switch { >= 0xC2 and <= 0xDF => 2, >= 0xE0 and <= 0xEF => 3, >= 0xF0 and <= 0xF4 => 4, _ => 0 };
            if (_needed == 0)
            {
                text.Append((char)value);
                return;
            }
        }

        _pending[_count++] = value;
        if (_count < _needed)
            return;
        text.Append(Encoding.UTF8.GetString(_pending, 0, _count));
        _count = 0;
    }

    /// <summary>Whether a byte may follow the pending ones. The second byte of some sequences has a narrower range. Unicode, table 3-7.</summary>
    private bool IsContinuation(byte value) => (_count, _pending[0]) switch
    {
        (1, 0xE0) => value is >= 0xA0 and <= 0xBF,
        (1, 0xED) => value is >= 0x80 and <= 0x9F,
        (1, 0xF0) => value is >= 0x90 and <= 0xBF,
        (1, 0xF4) => value is >= 0x80 and <= 0x8F,
        _ => value is >= 0x80 and <= 0xBF,
    };

    private void FlushPending(StringBuilder text)
    {
        for (int i = 0; i < _count; i++)
            text.Append((char)_pending[i]);
        _count = 0;
    }
}
