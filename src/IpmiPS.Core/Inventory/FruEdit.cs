using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using IpmiPS.Wire;

namespace IpmiPS.Inventory;

/// <summary>One field that differs.</summary>
/// <param name="Name">The name of the property of <see cref="Fru"/>.</param>
/// <param name="Old">The present value; null for none.</param>
/// <param name="New">The new value; null for none.</param>
internal sealed record FruFieldChange(string Name, string? Old, string? New)
{
    public override string ToString() => $"{Name} {Old ?? "(none)"} -> {New ?? "(none)"}";
}

/// <summary>A change of the content of a FRU device: the fields that differ, and the bytes that result. Only what differs is encoded anew.</summary>
internal sealed class FruEdit
{
    private static readonly DateTimeOffset FirstDate = new(1996, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private const int MaximumMinutes = 0xFFFFFE;

    private readonly byte[] _before;
    private readonly FruHeader? _header;
    private readonly List<FruFieldChange> _changes = [];
    private readonly Dictionary<FruAreaKind, FruInfoArea> _areas = [];

    private FruEdit(byte[] before, FruHeader? header)
    {
        (_before, _header) = (before, header);
        if (header is not null)
            foreach (var (kind, offset) in FruImageCheck.InfoAreas(header))
                if (offset <= before.Length - FruArea.PrefixLength)
                    _areas.Add(kind, new FruInfoArea(kind, before, offset));
    }

    /// <summary>The fields that differ.</summary>
    public IReadOnlyList<FruFieldChange> Changes => _changes;

    /// <summary>What moved, in words.</summary>
    public IReadOnlyList<string> Moves { get; private set; } = [];

    /// <summary>The device's new bytes.</summary>
    public byte[] Image { get; private set; } = [];

    /// <summary>Works out a change.</summary>
    /// <param name="image">The whole device.</param>
    /// <param name="settings">What to change.</param>
    /// <param name="force">Whether damaged content, or an empty device, is changed as well.</param>
    /// <exception cref="IpmiException">InvalidParameter: a value cannot be written. CommandFailed: the content is damaged, or there is no room.</exception>
    public static FruEdit Of(byte[] image, FruSettings settings, bool force)
    {
        bool isBlank = image.Take(FruHeader.Length).All(static value => value == 0) || image.Take(FruHeader.Length).All(static value => value == 0xFF);
        var problems = isBlank ? ["it is empty"] : FruImageCheck.Problems(image);
        if (image.Length < FruHeader.Length || !isBlank && !FruHeader.Read(image).IsKnownFormat)
            throw Damaged(problems, "The device does not have FRU fields.");
        FruEdit edit;
        try
        {
            edit = new FruEdit(image, isBlank ? null : FruHeader.Read(image));
            edit.Apply(settings);
        }
        catch (MalformedDataException)
        {
            throw Damaged(problems, "It is too damaged for a change of fields; Import-IpmiFru writes a whole image.");
        }

        if (edit._changes.Count == 0)
            edit.Image = image;
        else if (problems.Count > 0 && !force)
            throw Damaged(problems, "Use -Force to change it all the same. The present content is saved first.");
        else
            (edit.Image, edit.Moves) = FruLayout.Place(image, edit._header, edit.Parts());
        return edit;
    }

    private static IpmiException Damaged(IEnumerable<string> problems, string advice) =>
        new(IpmiErrorKind.CommandFailed, $"The content of the FRU device is damaged: {string.Join(", ", problems)}. Nothing was sent.", advice);

    private void Apply(FruSettings settings)
    {
        if (settings.ChassisType is { } type && (type != 0 || _areas.ContainsKey(FruAreaKind.Chassis)))
            SetChassisType(type);
        if (settings.BoardManufactureDate is { } date)
            SetDate(date);
        foreach (var field in FruField.All)
        {
            if (!settings.Fields.TryGetValue(field.Name, out string? wanted))
                continue;
            wanted = wanted.Trim();
            string? present = _areas.TryGetValue(field.Area, out var area) ? area.TextOf(field) : null;
            if (wanted == (present ?? ""))
                continue;
            Note(field.Name, present, wanted);
            AreaOf(field.Area).SetText(field, wanted);
        }

        foreach (FruAreaKind kind in (FruAreaKind[])[FruAreaKind.Chassis, FruAreaKind.Board, FruAreaKind.Product])
            if (settings.CustomOf(kind) is { } custom)
                SetCustom(kind, [.. custom.Select(static text => text.Trim()).Where(static text => text.Length > 0)]);
    }

    private void SetChassisType(byte type)
    {
        byte? present = _areas.TryGetValue(FruAreaKind.Chassis, out var area) ? (byte)(area.ChassisType & 0x7F) : null;
        if (present == type)
            return;
        Note(nameof(Fru.ChassisType), present is { } old ? ChassisTypes.Describe(old) : null, ChassisTypes.Describe(type));
        area = AreaOf(FruAreaKind.Chassis);
        area.ChassisType = (byte)(area.ChassisType & 0x80 | type);
    }

    private void SetDate(DateTimeOffset date)
    {
        double minutes = Math.Floor((date - FirstDate).TotalMinutes);
        if (minutes is < 1 or > MaximumMinutes)
            throw new IpmiException(IpmiErrorKind.InvalidParameter, $"BoardManufactureDate is from {Show(FirstDate.AddMinutes(1))} to {Show(FirstDate.AddMinutes(MaximumMinutes))}. Nothing was sent.");
        int? present = _areas.TryGetValue(FruAreaKind.Board, out var area) ? area.BoardMinutes : null;
        if (present == (int)minutes)
            return;
        Note(nameof(Fru.BoardManufactureDate), present is { } old && FruImage.ToDate(old) is { } before ? Show(before) : null, Show(FirstDate.AddMinutes(minutes)));
        AreaOf(FruAreaKind.Board).BoardMinutes = (int)minutes;
    }

    private void SetCustom(FruAreaKind kind, string[] wanted)
    {
        string[] present = _areas.TryGetValue(kind, out var area) ? area.Custom : [];
        if (present.SequenceEqual(wanted))
            return;
        Note($"{kind}Custom", string.Join(" | ", present), string.Join(" | ", wanted));
        AreaOf(kind).SetCustom(wanted);
    }

    private IEnumerable<FruPart> Parts()
    {
        foreach (var pair in _areas)
        {
            int? offset = _header is null ? null : FruImageCheck.InfoAreas(_header).Where(area => area.Kind == pair.Key && area.Offset <= _before.Length - FruArea.PrefixLength).Select(static area => (int?)area.Offset).FirstOrDefault();
            yield return new FruPart((int)pair.Key, offset, offset is { } at ? FruArea.LengthAt(_before, at) : 0, pair.Value.ToBytes());
        }

        if (_header is not { MultiRecord: > 0 and var start })
            yield break;
        FruMultiRecordArea.Read(_before, start, out int end);
        end = Math.Min(end, _before.Length);
        yield return new FruPart(FruLayout.MultiRecordIndex, start, end - start, [.. _before.Skip(start).Take(end - start)]);
    }

    private FruInfoArea AreaOf(FruAreaKind kind)
    {
        if (!_areas.TryGetValue(kind, out var area))
            _areas.Add(kind, area = new FruInfoArea(kind));
        return area;
    }

    private void Note(string name, string? old, string? wanted) =>
        _changes.Add(new FruFieldChange(name, string.IsNullOrEmpty(old) ? null : old, string.IsNullOrEmpty(wanted) ? null : wanted));

    private static string Show(DateTimeOffset date) => date.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) + " UTC";
}
