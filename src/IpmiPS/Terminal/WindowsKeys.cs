using System;
using System.Text;

namespace IpmiPS.Cmdlets;

/// <summary>
/// Turns the key records of a Windows console into the bytes that a terminal sends: UTF-8, and xterm's sequences for keys without a character. A
/// console with virtual terminal input sends such sequences by itself, as characters; then only characters come.
/// </summary>
internal sealed class WindowsKeys
{
    private const ushort KeyEvent = 1;
    private const ushort Backspace = 0x08, Alt = 0x12, Space = 0x20, Two = 0x32;
    private const uint AltDown = 0x0003, ControlDown = 0x000C;

    /// <summary>Keeps the first half of a surrogate pair until the other, a key record of its own, has come.</summary>
    private readonly Encoder _encoder = new UTF8Encoding(false).GetEncoder();

    /// <summary>The bytes of the first <paramref name="count"/> records.</summary>
    public byte[] Take(WindowsTerminal.NativeMethods.InputRecord[] records, int count)
    {
        var text = new StringBuilder();
        for (int i = 0; i < count; i++)
        {
            string typed = records[i].EventType == KeyEvent ? TextOf(records[i]) : "";
            for (int times = Math.Max(records[i].RepeatCount, (ushort)1); times > 0; times--)
                text.Append(typed);
        }

        char[] characters = text.ToString().ToCharArray();
        var keys = new byte[_encoder.GetByteCount(characters, 0, characters.Length, flush: false)];
        _encoder.GetBytes(characters, 0, characters.Length, keys, 0, flush: false);
        return keys;
    }

    private static string TextOf(WindowsTerminal.NativeMethods.InputRecord key)
    {
        // Alt and digits of the numeric pad: the character comes as Alt is released, and the digits are none. Windows pastes so what its keyboard lacks.
        if (key.KeyDown == 0)
            return key.VirtualKey == Alt && key.Character != '\0' ? key.Character.ToString() : "";
        bool isAlt = (key.ControlKeys & AltDown) != 0, isControl = (key.ControlKeys & ControlDown) != 0;
        if (isAlt && !isControl && IsNumericPad(key.VirtualKey))
            return "";
        if (key.Character != '\0')
            return key is { VirtualKey: Backspace, Character: '\b' } ? "\x7F" : key.Character.ToString();
        return isControl && !isAlt && key.VirtualKey is Space or Two ? "\0" : SequenceOf(key.VirtualKey);
    }

    /// <summary>Digits, and what these keys are without Num Lock.</summary>
    private static bool IsNumericPad(ushort virtualKey) => virtualKey is (>= 0x60 and <= 0x69) or 0x0C or (>= 0x21 and <= 0x28) or 0x2D;

    private static string SequenceOf(ushort virtualKey) => virtualKey switch
    {
        0x21 => "\x1B[5~", // Page Up
        0x22 => "\x1B[6~", // Page Down
        0x23 => "\x1B[F", // End
        0x24 => "\x1B[H", // Home
        0x25 => "\x1B[D", // Left
        0x26 => "\x1B[A", // Up
        0x27 => "\x1B[C", // Right
        0x28 => "\x1B[B", // Down
        0x2D => "\x1B[2~", // Insert
        0x2E => "\x1B[3~", // Delete
        >= 0x70 and <= 0x73 => "\x1BO" + (char)('P' + (virtualKey - 0x70)), // F1 to F4
        0x74 => "\x1B[15~",
        >= 0x75 and <= 0x79 => $"\x1B[{17 + (virtualKey - 0x75)}~", // F6 to F10
        0x7A or 0x7B => $"\x1B[{23 + (virtualKey - 0x7A)}~", // F11, F12
        _ => "",
    };
}
