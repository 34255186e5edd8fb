using System.Text;

namespace IpmiPS.Sol;

/// <summary>
/// A console's bytes as text, piece by piece. What is valid UTF-8 is read as that, across pieces too; a byte that is not is
/// shown as its Latin-1 character, so nothing is lost: firmware speaks 8-bit sets where an operating system speaks UTF-8.
/// </summary>
public sealed class SolTextDecoder
{
    private readonly byte[] _pending = new byte[4];
    private int _count;
    private int _needed;

    /// <summary>Decodes a piece. A character whose end is still to come is kept for the next piece.</summary>
    public string Decode(byte[] bytes)
    {
        var text = new StringBuilder(bytes.Length);
        foreach (byte value in bytes)
            Take(value, text);
        return text.ToString();
    }

    /// <summary>Gives out what is kept, when no more will come or nothing has for a while.</summary>
    public string Flush()
    {
        var text = new StringBuilder();
        GiveUp(text);
        return text.ToString();
    }

    private void Take(byte value, StringBuilder text)
    {
        if (_count > 0 && !IsContinuation(value))
            GiveUp(text);
        if (_count == 0)
        {
            // Lead bytes C0, C1 and from F5 up occur in no valid sequence.
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

    /// <summary>Whether a byte may follow those kept; the second byte of some sequences has a narrower range. Unicode, table 3-7.</summary>
    private bool IsContinuation(byte value) => (_count, _pending[0]) switch
    {
        (1, 0xE0) => value is >= 0xA0 and <= 0xBF,
        (1, 0xED) => value is >= 0x80 and <= 0x9F,
        (1, 0xF0) => value is >= 0x90 and <= 0xBF,
        (1, 0xF4) => value is >= 0x80 and <= 0x8F,
        _ => value is >= 0x80 and <= 0xBF,
    };

    private void GiveUp(StringBuilder text)
    {
        for (int i = 0; i < _count; i++)
            text.Append((char)_pending[i]);
        _count = 0;
    }
}
