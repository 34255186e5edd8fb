using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace IpmiPS.Simulator;

/// <summary>
/// One line of a profile: a keyword, then words and key=value pairs, separated by spaces. Quotation marks enclose spaces; # starts a comment.
/// </summary>
internal sealed class ProfileLine
{
    private readonly List<string> _words = [];
    private readonly Dictionary<string, string> _values = [];
    private readonly int _number;

    private ProfileLine(int number) => _number = number;

    public string Keyword => _words[0];

    /// <summary>Words after the keyword.</summary>
    public int Count => _words.Count - 1;

    /// <summary>Parses a line. Returns null if it is empty or a comment.</summary>
    public static ProfileLine? Parse(string text, int number)
    {
        var line = new ProfileLine(number);
        var token = new StringBuilder();
        string? key = null;
        bool quoted = false, any = false;
        foreach (char c in text)
        {
            if (c == '"')
            {
                quoted = !quoted;
                any = true;
            }
            else if (!quoted && c == '#')
            {
                break;
            }
            else if (!quoted && char.IsWhiteSpace(c))
            {
                End();
            }
            else if (!quoted && c == '=' && key is null && !any)
            {
                key = token.ToString();
                token.Clear();
            }
            else
            {
                token.Append(c);
            }
        }

        if (quoted)
            throw new FormatException($"Line {number}: a quotation mark is missing.");
        End();
        return line._words.Count == 0 ? null : line;

        void End()
        {
            if (key is not null && line._values.ContainsKey(key))
                throw new FormatException($"Line {number}: {key} is given twice.");
            if (key is not null)
                line._values.Add(key, token.ToString());
            else if (token.Length > 0 || any)
                line._words.Add(token.ToString());
            token.Clear();
            key = null;
            any = false;
        }
    }

    public bool Has(string key) => _values.ContainsKey(key);

    public string Word(int position) => position < Count ? _words[position + 1] : throw Error($"'{Keyword}' needs more values");

    public string Text(string key, string absent = "") => _values.TryGetValue(key, out string? value) ? value : absent;

    public int Number(int position) => ToNumber(Word(position));

    public int Number(string key, int absent) => _values.TryGetValue(key, out string? value) ? ToNumber(value) : absent;

    public double Real(string key, double absent) => _values.TryGetValue(key, out string? value) ? ToReal(value) : absent;

    /// <summary>A list of numbers, in which a dash is a missing one.</summary>
    public double?[] Reals(string key) => _values.TryGetValue(key, out string? value) ? [.. value.Split(',').Select(item => item == "-" ? (double?)null : ToReal(item))] : [];

    public int[] Numbers(string key) => _values.TryGetValue(key, out string? value) && value.Length > 0 ? [.. value.Split(',').Select(ToNumber)] : [];

    /// <summary>An entity by id and instance, such as 7.1; 0.0 if the key is missing.</summary>
    public (byte Id, byte Instance) Entity(string key) => Has(key) ? ToEntity(Text(key)) : ((byte)0, (byte)0);

    public (byte Id, byte Instance) Entity(int position) => ToEntity(Word(position));

    public bool IsYes(int position) => Word(position) == "yes";

    public FormatException Error(string what) => new($"Line {_number}: {what}.");

    private int ToNumber(string text)
    {
        bool hex = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        return int.TryParse(hex ? text.Substring(2) : text, hex ? NumberStyles.AllowHexSpecifier : NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number)
            ? number
            : throw Error($"'{text}' is not a number");
    }

    private (byte Id, byte Instance) ToEntity(string text)
    {
        string[] parts = text.Split('.');
        if (parts.Length == 2 && byte.TryParse(parts[0], out byte id) && byte.TryParse(parts[1], out byte instance))
            return (id, instance);
        throw Error($"'{text}' is not an entity; write id and instance, such as 7.1");
    }

    private double ToReal(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : throw Error($"'{text}' is not a number");
}
