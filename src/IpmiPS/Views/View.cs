using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Reflection;
using System.Text;

namespace IpmiPS.Cmdlets;

/// <summary>
/// What the views in this folder call to show a value. An object that was deserialised before the module was imported has
/// names and texts where others have values of enumerations and times; both look the same. Not for scripts; it may change with
/// every version.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class View
{
    // PowerShell 7.2 and later; Windows PowerShell does not have it, and nothing is coloured.
    private static readonly object? Style = Type.GetType("System.Management.Automation.PSStyle, System.Management.Automation")
        ?.GetProperty("Instance", BindingFlags.Public | BindingFlags.Static)?.GetValue(null);

    // Languages in which PowerShell breaks lines between words.
    private static readonly HashSet<string> WrappedByPowerShell = new(StringComparer.Ordinal) { "en", "fr", "de", "it", "pt", "es" };

    /// <summary>A sensor's health, an event's severity, or the state of alerts, bad ones in colour.</summary>
    public static string Gravity(object? gravity)
    {
        string text = gravity?.ToString() ?? "";
        return Paint(text, text switch
        {
            nameof(SensorHealth.Warning) or nameof(AlertLinkState.Delayed) => "Warning",
            nameof(SensorHealth.Critical) or nameof(SensorHealth.NonRecoverable) or nameof(AlertVerdict.Broken) => "Error",
            _ => null,
        });
    }

    /// <summary>The time of an event, or the reason why it has none.</summary>
    public static string EventTime(object? kind, object? time, TimeSpan? sinceStart) => kind?.ToString() switch
    {
        nameof(SelTimestampKind.Clock) => Time(time),
        nameof(SelTimestampKind.PreInit) => sinceStart is { } since ? $"start + {since:c}" : "before clock was set",
        _ => "no time",
    };

    /// <summary>The event, whether it was deasserted, and details.</summary>
    public static string Event(string text, object? direction, double? value, double? threshold, string? unit, string? details)
    {
        if (value is not null)
            text += threshold is not null
                ? $" ({Quantity(value, unit)}, limit {Quantity(threshold, unit)})"
                : $" ({Quantity(value, unit)})";
        if (!string.IsNullOrEmpty(details))
            text += "; " + details;
        return direction?.ToString() == nameof(EventDirection.Deasserted) ? text + " [ended]" : text;
    }

    /// <summary>The severity of an audit finding, serious ones in colour; without a finding, the result of the check.</summary>
    public static string Weight(object? status, object? severity) => status?.ToString() switch
    {
        nameof(SecurityStatus.NotChecked) => "not checked",
        nameof(SecurityStatus.Passed) => "passed",
        nameof(SecurityStatus.NotApplicable) => "none here",
        _ => Paint(severity?.ToString() ?? "", severity?.ToString() switch
        {
            nameof(SecuritySeverity.Critical) or nameof(SecuritySeverity.High) => "Error",
            nameof(SecuritySeverity.Medium) => "Warning",
            _ => null,
        }),
    };

    /// <summary>Yes or no, no in colour.</summary>
    public static string Good(bool good) => Paint(good ? "True" : "False", good ? null : "Error");

    /// <summary>The state of a password change, in colour if the new password is not valid.</summary>
    public static string PasswordState(object? state)
    {
        string text = state?.ToString() ?? "";
        return Paint(text, text is nameof(IpmiPS.PasswordState.Changed) or nameof(PasswordJournalState.Verified) ? null : "Error");
    }

    /// <summary>Faults, in colour if there are any.</summary>
    public static string Fault(object? fault)
    {
        string text = fault?.ToString() ?? "";
        return Paint(text, text is "" or "None" ? null : "Error");
    }

    /// <summary>Wrong checksums, in colour.</summary>
    public static string Checksums(object? checksums)
    {
        string text = checksums?.ToString() ?? "";
        return Paint(text, text is "" or FruChecksums.AllValid or FruChecksums.NoneRead ? null : "Error");
    }

    /// <summary>A number with its unit; empty if it is null.</summary>
    public static string Quantity(double? value, string? unit) =>
        value is { } number ? (number.ToString("0.###", CultureInfo.CurrentCulture) + " " + unit).TrimEnd() : "";

    /// <summary>A difference between two clocks with its sign: seconds, or hours, minutes and seconds from a minute on.</summary>
    public static string Difference(TimeSpan? time) => time is not { } difference ? ""
        : (difference < TimeSpan.Zero ? "-" : "+") + (difference.Duration() < TimeSpan.FromMinutes(1)
            ? difference.Duration().TotalSeconds.ToString("0.0 's'", CultureInfo.InvariantCulture)
            : difference.Duration().ToString(difference.Duration() < TimeSpan.FromDays(1) ? @"hh\:mm\:ss" : @"d\.hh\:mm\:ss", CultureInfo.InvariantCulture));

    /// <summary>A short time span in milliseconds.</summary>
    public static string Milliseconds(TimeSpan? time) =>
        time is { } span ? span.TotalMilliseconds.ToString("0.0", CultureInfo.CurrentCulture) + " ms" : "";

    /// <summary>A point in time with its zone, as Get-IpmiSel -After takes it: 2026-11-28 22:10:02Z, or with the offset from UTC, +02 or +05:30.</summary>
    public static string Time(object? time) => (time is PSObject wrapped ? wrapped.BaseObject : time) switch
    {
        null => "",
        DateTimeOffset known => known.ToString(
            known.Offset == TimeSpan.Zero ? "yyyy-MM-dd HH:mm:ss'Z'" : known.Offset.Minutes == 0 ? "yyyy-MM-dd HH:mm:ss zz" : "yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture),
        object other => DateTimeOffset.TryParse(other.ToString(), CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTimeOffset read) ? Time(read) : other.ToString(),
    };

    /// <summary>
    /// Text with line breaks between words, for a column of that width. In some languages PowerShell does that by itself; in others, and where
    /// there is no language (LANG=C), it breaks lines wherever the column ends, within words and numbers.
    /// </summary>
    public static string Wrap(object? text, int width)
    {
        string given = text?.ToString() ?? "";
        if (given.Length <= width || WrappedByPowerShell.Contains(CultureInfo.CurrentCulture.TwoLetterISOLanguageName))
            return given;
        var wrapped = new StringBuilder(given.Length + 8);
        int column = 0;
        foreach (string line in given.Split('\n'))
        {
            if (wrapped.Length > 0)
                wrapped.Append('\n');
            column = 0;
            foreach (string word in line.Split(' '))
            {
                bool fits = column + 1 + word.Length <= width;
                if (column > 0)
                    wrapped.Append(fits ? ' ' : '\n');
                column = (column > 0 && fits ? column + 1 : 0) + word.Length;
                wrapped.Append(word);
            }
        }

        return wrapped.ToString();
    }

    /// <summary>The same for a column that takes the remaining width.</summary>
    /// <param name="text">The text.</param>
    /// <param name="host">Has the width of the window; output of another width breaks there too.</param>
    /// <param name="others">The widths of the other columns and the blanks between columns.</param>
    /// <param name="shares">Number of columns that share the rest.</param>
    public static string Wrap(object? text, PSHost? host, int others, int shares = 1)
    {
        try
        {
            // The last column of a window stays empty.
            return Wrap(text, host?.UI?.RawUI is { } window ? (window.BufferSize.Width - 1 - others) / shares : int.MaxValue);
        }
        catch (Exception error) when (error is HostException or NotImplementedException or System.IO.IOException)
        {
            return Wrap(text, int.MaxValue); // There is no window.
        }
    }

    private static string Paint(string text, string? style)
    {
        if (style is null || Style is null || Get(Style, "OutputRendering")?.ToString() == "PlainText")
            return text;
        return Get(Get(Style, "Formatting"), style) is string colour ? colour + text + Get(Style, "Reset") : text;
    }

    private static object? Get(object? from, string property) => from?.GetType().GetProperty(property)?.GetValue(from);
}
