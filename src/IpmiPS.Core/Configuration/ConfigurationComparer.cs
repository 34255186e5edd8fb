using System;
using System.Collections.Generic;
using System.Linq;

namespace IpmiPS.Configuration;

/// <summary>Compares two configurations, setting by setting.</summary>
internal static class ConfigurationComparer
{
    /// <summary>The settings that differ, in the order of the file.</summary>
    /// <param name="left">The reference.</param>
    /// <param name="right">What is compared with it.</param>
    /// <param name="isPart">Whether the reference decides which settings count: what it does not have is not compared.</param>
    /// <param name="computerName">The BMC or file of <paramref name="right"/>.</param>
    /// <param name="reference">What <paramref name="left"/> is.</param>
    public static IEnumerable<ConfigurationDifference> Compare(BmcConfiguration left, BmcConfiguration right, bool isPart, string computerName, string reference) =>
        from section in ConfigurationSections.All
        let mine = left.Root[section.Name] as ConfigurationObject
        let theirs = right.Root[section.Name] as ConfigurationObject
        where mine is not null && theirs is not null || !isPart
        from difference in Compare(mine, theirs, section.Name, isPart, null, null)
        select new ConfigurationDifference
        {
            ComputerName = computerName,
            Path = difference.Path,
            Left = ConfigurationObject.TextOf(difference.Left),
            Right = ConfigurationObject.TextOf(difference.Right),
            Severity = section.Severity,
            Reference = reference,
            Note = difference.Note,
        };

    /// <summary>The settings of a section that differ from what is wanted, as a section; null if none does.</summary>
    public static ConfigurationObject? Differing(ConfigurationObject wanted, ConfigurationObject present)
    {
        var differing = new ConfigurationObject();
        foreach (string name in wanted.SettingNames)
        {
            if (wanted[name] is ConfigurationObject part)
                differing.Set(name, Differing(part, present[name] as ConfigurationObject ?? new ConfigurationObject()));
            else if (!ConfigurationObject.AreEqual(wanted[name], present[name]))
                differing.Set(name, wanted[name]);
        }

        return differing.IsEmpty ? null : differing;
    }

    private static IEnumerable<(string Path, object? Left, object? Right, string? Note)> Compare(
        ConfigurationObject? left, ConfigurationObject? right, string path, bool isPart, string? leftNote, string? rightNote)
    {
        leftNote = left is { Notes.Count: > 0 } ? left.Notes[0] : leftNote;
        rightNote = right is { Notes.Count: > 0 } ? right.Notes[0] : rightNote;
        IEnumerable<string> names = left?.SettingNames ?? [];
        if (!isPart)
            names = names.Concat(right?.SettingNames ?? []).Distinct();
        foreach (string name in names)
        {
            string where = $"{path}/{name}";
            object? mine = left?[name], theirs = right?[name];
            if (mine is ConfigurationObject || theirs is ConfigurationObject)
            {
                foreach (var difference in Compare(mine as ConfigurationObject, theirs as ConfigurationObject, where, isPart, leftNote, rightNote))
                    yield return difference;
            }
            else if (!ConfigurationObject.AreEqual(mine, theirs))
            {
                yield return (where, mine, theirs, mine is null ? NoteFor(left, name, leftNote) : theirs is null ? NoteFor(right, name, rightNote) : null);
            }
        }
    }

    /// <summary>The remark about a setting, or about all of the part.</summary>
    private static string? NoteFor(ConfigurationObject? part, string name, string? otherwise) =>
        part?.Notes.FirstOrDefault(note => note.StartsWith(name + ":", StringComparison.Ordinal)) ?? (part is null || part.IsEmpty ? otherwise : null);
}
