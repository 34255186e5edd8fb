using System.Collections.Generic;
using System.Globalization;
using IpmiPS.Wire;

namespace IpmiPS.Sdr;

/// <summary>
/// How several sensors share one compact or event-only record: consecutive sensor numbers, and names that end with a number or
/// letters after the id string. IPMI 2.0 sections 43.2 (bytes 24 and 25) and 43.3 (bytes 13 and 14).
/// </summary>
public readonly record struct RecordSharing
{
    /// <summary>Direction: 0 unspecified, 1 input, 2 output of the entity.</summary>
    public byte Direction { get; init; }

    /// <summary>Whether names end with letters (A, …, Z, AA, …) instead of numbers.</summary>
    public bool UsesLetters { get; init; }

    /// <summary>Number of sensors that share the record, 0 to 15; 0 and 1 mean a single sensor.</summary>
    public byte Count { get; init; }

    /// <summary>Whether the entity instance increments with each sensor; otherwise all belong to the same one.</summary>
    public bool EntityInstanceIncrements { get; init; }

    /// <summary>Number or letter of the first sensor: letters count from A = 0.</summary>
    public byte ModifierOffset { get; init; }

    /// <summary>Reads [7:6] direction, [5:4] modifier type, [3:0] count; [7] entity instance increments, [6:0] modifier offset.</summary>
    public static RecordSharing Read(ByteReader reader)
    {
        byte sharing = reader.ReadByte();
        byte modifier = reader.ReadByte();
        return new RecordSharing
        {
            Direction = (byte)(sharing >> 6),
            UsesLetters = (sharing >> 4 & 0x03) == 1,
            Count = (byte)(sharing & 0x0F),
            EntityInstanceIncrements = (modifier & 0x80) != 0,
            ModifierOffset = (byte)(modifier & 0x7F),
        };
    }

    /// <summary>Writes the two bytes.</summary>
    public void Write(ByteWriter writer)
    {
        writer.WriteByte((byte)(Direction << 6 | (UsesLetters ? 0x10 : 0) | Count));
        writer.WriteByte((byte)((EntityInstanceIncrements ? 0x80 : 0) | ModifierOffset));
    }

    /// <summary>Creates the sensors of a shared record, each with its number, entity instance and name.</summary>
    internal IEnumerable<SensorRecord> Expand(SensorRecord record)
    {
        if (Count <= 1)
        {
            yield return record;
            yield break;
        }

        for (int i = 0; i < Count && record.SensorNumber + i < 0xFF; i++)
        {
            yield return record with
            {
                SensorNumber = (byte)(record.SensorNumber + i),
                EntityInstance = (byte)(EntityInstanceIncrements ? record.EntityInstance + i & 0x7F : record.EntityInstance),
                IdString = NameOf(record.IdString, i),
            };
        }
    }

    /// <summary>
    /// "Temp " with offset 5 makes "Temp 5"; names padded with spaces keep one of them. Some vendors put the first number into
    /// the id string and leave the offset 0; the numbers then continue from "Drive 15".
    /// </summary>
    private string NameOf(string id, int index)
    {
        string stem = id.TrimEnd(' ');
        bool endsInDigit = stem.Length > 0 && IsDigit(stem[stem.Length - 1]);
        if (endsInDigit && stem.Length == id.Length && !UsesLetters && ModifierOffset == 0)
        {
            int digits = stem.Length;
            while (digits > 0 && IsDigit(stem[digits - 1]) && stem.Length - digits < 5)
                digits--;
            return stem.Substring(0, digits) + Number(int.Parse(stem.Substring(digits), CultureInfo.InvariantCulture) + index);
        }

        string separator = stem.Length < id.Length || endsInDigit ? " " : "";
        return stem + separator + (UsesLetters ? Letters(ModifierOffset + index) : Number(ModifierOffset + index));
    }

    private static bool IsDigit(char c) => c is >= '0' and <= '9';

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Letters(int index) =>
        (index >= 26 ? Letters(index / 26 - 1) : "") + (char)('A' + index % 26);
}
