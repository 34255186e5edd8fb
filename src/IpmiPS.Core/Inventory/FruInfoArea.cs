using System;
using System.Collections.Generic;
using System.Linq;
using IpmiPS.Wire;

namespace IpmiPS.Inventory;

/// <summary>
/// A Chassis, Board or Product Info area that can be changed. What is not changed keeps its bytes: without a change, the area is written as it was.
/// FRU 1.0 sections 10 to 13.
/// </summary>
internal sealed class FruInfoArea
{
    /// <summary>The longest area in bytes: its length is one byte in units of 8.</summary>
    public const int MaximumLength = 255 * FruHeader.Unit;

    private const byte English = 25;

    private static readonly TypeLengthField Empty = new(TextEncoding.Latin1, []);

    private readonly byte[] _original;
    private readonly byte[] _fixed;
    private readonly byte[] _tail;
    private readonly List<TypeLengthField> _fields = [];
    private bool _isChanged;

    /// <summary>Creates an empty area in English.</summary>
    public FruInfoArea(FruAreaKind kind)
    {
        (Kind, _original, _tail, _isChanged) = (kind, [1, 0], [], true);
        _fixed = kind switch
        {
            FruAreaKind.Chassis => [2], // unknown
            FruAreaKind.Board => [English, 0, 0, 0],
            _ => [English],
        };
        HasEndMark = true;
    }

    /// <summary>Reads an area.</summary>
    /// <exception cref="MalformedDataException">The area is too short for its fixed bytes.</exception>
    public FruInfoArea(FruAreaKind kind, byte[] image, int offset)
    {
        Kind = kind;
        int length = Math.Min(FruArea.LengthAt(image, offset), image.Length - offset);
        var reader = new ByteReader(image, offset, length);
        _original = reader.ReadRest();
        reader = new ByteReader(image, offset, Math.Max(0, length - 1));
        reader.Skip(FruArea.PrefixLength);
        _fixed = reader.ReadBytes(kind switch
        {
            FruAreaKind.Chassis => 1,
            FruAreaKind.Board => 4,
            _ => 1,
        });
        while (!reader.IsAtEnd)
        {
            if (reader.PeekByte() == TypeLengthText.EndOfFields)
            {
                HasEndMark = true;
                reader.Skip(1);
                break;
            }

            if ((reader.PeekByte() & MaximumField) > reader.Remaining - 1)
                break;
            _fields.Add(TypeLengthText.ReadFru(reader)!.Value);
        }

        _tail = HasEndMark ? reader.ReadRest() : [];
    }

    private const int MaximumField = FruFieldText.MaximumLength;

    /// <summary>Which area it is.</summary>
    public FruAreaKind Kind { get; }

    /// <summary>Whether the fields end with C1h.</summary>
    public bool HasEndMark { get; }

    /// <summary>Chassis type with its bit 7, which says that the chassis has a lock.</summary>
    public byte ChassisType
    {
        get => _fixed[0];
        set => SetFixed(0, [value]);
    }

    /// <summary>Minutes since 1996.</summary>
    public int BoardMinutes
    {
        get => _fixed[1] | _fixed[2] << 8 | _fixed[3] << 16;
        set => SetFixed(1, [(byte)value, (byte)(value >> 8), (byte)(value >> 16)]);
    }

    private bool IsEnglish => Kind == FruAreaKind.Chassis || _fixed[0] is 0 or English;

    private int CustomStart => FruField.CountIn(Kind);

    /// <summary>The custom fields that are not empty.</summary>
    public string[] Custom => [.. _fields.Skip(CustomStart).Select(custom => FruFieldText.Read(custom, IsEnglish)).OfType<string>()];

    /// <summary>The text of a field; null if it is empty.</summary>
    public string? TextOf(FruField field) => field.Index < _fields.Count ? FruFieldText.Read(_fields[field.Index], field.IsAlwaysEnglish || IsEnglish) : null;

    /// <summary>Changes a field.</summary>
    /// <exception cref="IpmiException">InvalidParameter: the text cannot be written.</exception>
    public void SetText(FruField field, string text) => Set(field.Name, field.Index, text, field.IsAlwaysEnglish);

    /// <summary>Replaces the custom fields. Those with the same text keep their bytes; empty ones between them stay.</summary>
    /// <exception cref="IpmiException">InvalidParameter: a text cannot be written.</exception>
    public void SetCustom(IReadOnlyList<string> texts)
    {
        string name = $"{Kind}Custom";
        int next = 0;
        for (int i = CustomStart; i < _fields.Count; i++)
        {
            string? present = FruFieldText.Read(_fields[i], IsEnglish);
            if (present is null)
                continue;
            if (next == texts.Count)
            {
                _fields.RemoveAt(i--);
                _isChanged = true;
            }
            else if (texts[next++] != present)
            {
                Set(name, i, texts[next - 1], isAlwaysEnglish: false);
            }
        }

        for (; next < texts.Count; next++)
            Set(name, Math.Max(_fields.Count, CustomStart), texts[next], isAlwaysEnglish: false);
    }

    /// <summary>The area's bytes. It grows into its own padding first and never becomes shorter.</summary>
    /// <exception cref="IpmiException">InvalidParameter: the area is too long.</exception>
    public byte[] ToBytes()
    {
        if (!_isChanged)
            return _original;
        bool isPadding = _tail.All(value => value == _tail[0]) && (_tail.Length == 0 || _tail[0] is 0 or 0xFF);
        var writer = new ByteWriter(_original.Length);
        writer.WriteBytes(_original, 0, FruArea.PrefixLength);
        writer.WriteBytes(_fixed);
        foreach (var field in _fields)
            TypeLengthText.WriteFru(writer, field);
        writer.WriteByte(TypeLengthText.EndOfFields);

        // Some vendors have data of their own after the end mark.
        if (!isPadding)
            writer.WriteBytes(_tail);
        int length = Math.Max(_original.Length, (writer.Length + FruHeader.Unit) / FruHeader.Unit * FruHeader.Unit);
        length = (length + FruHeader.Unit - 1) / FruHeader.Unit * FruHeader.Unit;
        if (length > MaximumLength)
            throw new IpmiException(IpmiErrorKind.InvalidParameter, $"The {FruField.NameOf(Kind)} area would have {length} bytes; an area has at most {MaximumLength}. Nothing was sent.");
        writer.WriteRepeated(isPadding && _tail.Length > 0 ? _tail[0] : (byte)0, length - 1 - writer.Length);
        writer[1] = (byte)(length / FruHeader.Unit);
        writer.WriteByte(Checksum.Of(writer.ToArray(), 0, writer.Length));
        return writer.ToArray();
    }

    private void SetFixed(int offset, byte[] value)
    {
        for (int i = 0; i < value.Length; i++)
        {
            _isChanged |= _fixed[offset + i] != value[i];
            _fixed[offset + i] = value[i];
        }
    }

    private void Set(string name, int index, string text, bool isAlwaysEnglish)
    {
        var present = index < _fields.Count ? _fields[index] : Empty;
        var field = FruFieldText.Encode(name, text, present, isAlwaysEnglish || IsEnglish, _fields);
        while (_fields.Count <= index)
            _fields.Add(Empty);
        _fields[index] = field;
        _isChanged = true;
    }
}
