using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace IpmiPS.Cmdlets;

/// <summary>What the keys of the live table do to its settings.</summary>
internal static class SensorTableKeys
{
    private const string Up = "\x1B[A", Down = "\x1B[B", PageUp = "\x1B[5~", PageDown = "\x1B[6~", Escape = "\x1B", Enter = "\r", NewLine = "\n", ControlC = "\x03", Delete = "\x7F", Backspace = "\b";
    private const int MaximumFilter = 64;

    /// <summary>Splits what a terminal sends into keys: characters, and sequences that begin with Esc.</summary>
    public static IReadOnlyList<string> Split(byte[] bytes)
    {
        string text = Encoding.UTF8.GetString(bytes);
        var keys = new List<string>();
        for (int i = 0; i < text.Length;)
        {
            int length = char.IsSurrogatePair(text, i) ? 2 : 1;
            if (text[i] == '\x1B' && i + 1 < text.Length && text[i + 1] is '[' or 'O')
            {
                length = 2;
                while (i + length < text.Length && text[i + length++] is not (>= '@' and <= '~'))
                {
                }
            }

            keys.Add(text.Substring(i, length));
            i += length;
        }

        return keys;
    }

    /// <summary>The settings after a key; null to end.</summary>
    /// <param name="settings">The settings before.</param>
    /// <param name="key">The key.</param>
    /// <param name="count">The number of rows that the filter lets through.</param>
    /// <param name="page">The number of rows on the screen.</param>
    public static SensorTableSettings? Apply(SensorTableSettings settings, string key, int count, int page)
    {
        if (key == ControlC)
            return null;
        if (settings.IsTyping)
            return Type(settings, key);
        int last = Math.Max(0, count - page), top = Math.Min(settings.Top, last);
        return key switch
        {
            "q" or "Q" => null,
            "s" => settings with { Sort = (SensorSort)(((int)settings.Sort + 1) % Enum.GetValues(typeof(SensorSort)).Length), Top = 0 },
            "r" => settings with { IsReversed = !settings.IsReversed, Top = 0 },
            "u" => settings with { OnlyUnhealthy = !settings.OnlyUnhealthy, Top = 0 },
            "/" => settings with { IsTyping = true, Filter = "", Top = 0 },
            "?" => settings with { ShowsHelp = !settings.ShowsHelp },
            Escape => settings with { Filter = "", ShowsHelp = false, Top = 0 },
            Up or "k" => settings with { Top = Math.Max(0, top - 1) },
            Down or "j" => settings with { Top = Math.Min(last, top + 1) },
            PageUp => settings with { Top = Math.Max(0, top - page) },
            PageDown or " " => settings with { Top = Math.Min(last, top + page) },
            "\x1B[H" or "\x1B[1~" or "\x1BOH" or "g" => settings with { Top = 0 },
            "\x1B[F" or "\x1B[4~" or "\x1BOF" or "G" => settings with { Top = last },
            _ => settings,
        };
    }

    private static SensorTableSettings Type(SensorTableSettings settings, string key) => key switch
    {
        Enter or NewLine => settings with { IsTyping = false },
        Escape => settings with { IsTyping = false, Filter = "" },
        Delete or Backspace => settings with { Filter = settings.Filter.Length == 0 ? "" : settings.Filter.Remove(settings.Filter.Length - (char.IsLowSurrogate(settings.Filter.Last()) ? 2 : 1)) },
        _ when char.IsControl(key[0]) || settings.Filter.Length >= MaximumFilter => settings,
        _ => settings with { Filter = settings.Filter + key },
    };
}
