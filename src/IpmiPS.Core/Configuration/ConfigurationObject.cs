using System;
using System.Collections.Generic;
using System.Linq;

namespace IpmiPS.Configuration;

/// <summary>
/// A part of a configuration: named members in a fixed order. A member is a <see cref="bool"/>, a <see cref="decimal"/>, a <see cref="string"/>, a list of strings or another part.
/// </summary>
public sealed class ConfigurationObject
{
    /// <summary>The name of the member with remarks about what the BMC lacks. It is not a setting, and is never compared.</summary>
    public const string NotesName = "Notes";

    private readonly List<string> _names = [];
    private readonly Dictionary<string, object> _values = new(StringComparer.Ordinal);

    /// <summary>The names of the members, in their order.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>The names of the settings and parts, in their order.</summary>
    public IEnumerable<string> SettingNames => _names.Where(static name => name != NotesName);

    /// <summary>Remarks about what the BMC lacks.</summary>
    public IReadOnlyList<string> Notes => this[NotesName] as IReadOnlyList<string> ?? [];

    /// <summary>Whether there is no setting, only remarks at most.</summary>
    public bool IsEmpty => !SettingNames.Any();

    /// <summary>The parts among the members.</summary>
    public IEnumerable<(string Name, ConfigurationObject Value)> Parts =>
        _names.Where(name => _values[name] is ConfigurationObject).Select(name => (name, (ConfigurationObject)_values[name]));

    /// <summary>A member; null if there is none of that name. Setting null removes nothing and adds nothing.</summary>
    public object? this[string name] => _values.TryGetValue(name, out object? value) ? value : null;

    /// <summary>Adds a member, or replaces its value. Null is not a value.</summary>
    public void Set(string name, object? value)
    {
        if (value is null)
            return;
        if (!_values.ContainsKey(name))
            _names.Add(name);
        _values[name] = value;
    }

    /// <summary>Removes a member.</summary>
    internal void Remove(string name)
    {
        if (_values.Remove(name))
            _names.Remove(name);
    }

    /// <summary>The part of a name; an empty one is added if there is none.</summary>
    internal ConfigurationObject PartOf(string name)
    {
        if (this[name] is ConfigurationObject part)
            return part;
        part = new();
        Set(name, part);
        return part;
    }

    /// <summary>Adds remarks, if there are any.</summary>
    internal void AddNotes(IEnumerable<string> notes)
    {
        string[] all = [.. Notes.Concat(notes).Distinct()];
        if (all.Length > 0)
            Set(NotesName, all);
    }

    /// <summary>Whether two values are the same. Lists are compared as sets, because they are flags or names of events.</summary>
    internal static bool AreEqual(object? left, object? right) => (left, right) switch
    {
        (IReadOnlyList<string> one, IReadOnlyList<string> other) => new HashSet<string>(one).SetEquals(other),
        _ => Equals(left, right),
    };

    /// <summary>A value as text; null for none.</summary>
    internal static string? TextOf(object? value) => value switch
    {
        null => null,
        bool flag => flag ? "true" : "false",
        decimal number => number.ToString(System.Globalization.CultureInfo.InvariantCulture),
        IReadOnlyList<string> list => list.Count == 0 ? "[]" : string.Join(", ", list),
        _ => value.ToString(),
    };
}
