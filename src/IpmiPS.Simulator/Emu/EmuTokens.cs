using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace IpmiPS.Simulator;

/// <summary>
/// The words of one command of an .emu file, read front to back. Numbers are written as in C (0x.. hexadecimal, 0.. octal), 'c' is the
/// code of a character, "..." encloses spaces, and $name is replaced by its definition.
/// </summary>
internal sealed class EmuTokens
{
    private readonly List<string> _words = [];
    private int _next;

    /// <exception cref="FormatException">A quotation mark or a definition is missing.</exception>
    public EmuTokens(string command, IReadOnlyDictionary<string, string> definitions)
    {
        var word = new StringBuilder();
        bool any = false;
        for (int i = 0; i < command.Length; i++)
        {
            char c = command[i];
            if (char.IsWhiteSpace(c))
            {
                EndWord();
                continue;
            }

            any = true;
            if (c == '"')
            {
                int end = command.IndexOf('"', i + 1);
                if (end < 0)
                    throw new FormatException("a quotation mark is missing");
                word.Append(command, i + 1, end - i - 1);
                i = end;
            }
            else if (c == '$')
            {
                int end = i + 1;
                while (end < command.Length && (char.IsLetterOrDigit(command[end]) || command[end] == '_'))
                    end++;
                string name = command.Substring(i + 1, end - i - 1);
                word.Append(definitions.TryGetValue(name, out string? value) ? value : throw new FormatException($"${name} is not defined"));
                i = end - 1;
            }
            else
            {
                word.Append(c);
            }
        }

        EndWord();

        void EndWord()
        {
            if (any)
                _words.Add(word.ToString());
            word.Clear();
            any = false;
        }
    }

    public bool IsAtEnd => _next == _words.Count;

    public string Word(string what) => IsAtEnd ? throw new FormatException($"{what} is missing") : _words[_next++];

    /// <summary>A number. The names are words for 0, 1, 2 and so on.</summary>
    public uint Number(string what, params string[] names)
    {
        string word = Word(what);
        int named = Array.IndexOf(names, word);
        if (named >= 0)
            return (uint)named;
        if (word.Length == 2 && word[0] == '\'')
            return word[1];
        try
        {
            return Parse(word);
        }
        catch (Exception error) when (error is FormatException or OverflowException or ArgumentException)
        {
            throw new FormatException($"'{word}' is not a valid {what}");
        }
    }

    public byte Byte(string what, params string[] names) => (byte)Number(what, names);

    public bool Flag(string what, string yes, string no) => Number(what, no, yes, "false", "true") is not (0 or 2);

    /// <summary>Zeros and ones, the most significant first.</summary>
    public ushort Bits(string what, int count)
    {
        string word = Word(what);
        int bits = 0;
        foreach (char c in word)
            bits = c is '0' or '1' ? bits << 1 | c - '0' : throw new FormatException($"'{word}' is not a valid {what}");
        return word.Length == count ? (ushort)bits : throw new FormatException($"{what} has {count} digits, not {word.Length}");
    }

    /// <summary>The remaining words as bytes.</summary>
    public byte[] RestAsBytes(string what)
    {
        var bytes = new List<byte>();
        while (!IsAtEnd)
            bytes.Add(Byte(what));
        return [.. bytes];
    }

    private static uint Parse(string word)
    {
        if (word.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
            return uint.Parse(word.Substring(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        return word.Length > 1 && word[0] == '0' ? Convert.ToUInt32(word, 8) : uint.Parse(word, NumberStyles.None, CultureInfo.InvariantCulture);
    }
}
