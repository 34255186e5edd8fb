using System;
using System.Collections.Generic;
using System.Linq;
using IpmiPS.Wire;

namespace IpmiPS;

/// <summary>Messages for names that match nothing: they list the names that exist, the most similar ones first.</summary>
internal static class NearestNames
{
    /// <summary>The maximum number of names that are listed.</summary>
    public const int MaximumListed = 8;

    private const int MaximumName = 64;

    /// <summary>The error for names that match nothing.</summary>
    /// <param name="noun">The noun for what is named, in the singular, such as "sensor".</param>
    /// <param name="wanted">The names that match nothing.</param>
    /// <param name="present">The names that exist; null if unknown.</param>
    /// <param name="advice">What to do.</param>
    /// <param name="cause">The error of the BMC, if there is one.</param>
    /// <returns>An exception of the kind NotPresent.</returns>
    public static IpmiException NotPresent(string noun, IReadOnlyCollection<string> wanted, IEnumerable<string>? present, string advice, Exception? cause = null)
    {
        string verb = wanted.Count == 1 ? "is" : "are";
        string quoted = string.Join(", ", wanted.Take(MaximumListed).Select(Quote)) + (wanted.Count > MaximumListed ? ", …" : "");
        string list = present is null ? "" : " " + List(present, wanted);
        return new IpmiException(IpmiErrorKind.NotPresent, $"There {verb} no {noun}{(wanted.Count == 1 ? "" : "s")} {quoted}.{list}", advice, cause);
    }

    /// <summary>One sentence with the names that exist: all if they are few, otherwise those most similar to the wanted ones.</summary>
    public static string List(IEnumerable<string> present, IEnumerable<string> wanted)
    {
        string[] names = [.. present.Where(static name => name.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase)];
        string[] goals = [.. wanted.Take(MaximumListed).Select(Simplify)];
        string nearest = string.Join(", ", names.OrderBy(name => goals.Min(goal => Distance(Simplify(name), goal))).Take(MaximumListed).Select(Quote));
        return names.Length switch
        {
            0 => "There are none.",
            1 => $"There is only {nearest}.",
            <= MaximumListed => $"There are {nearest}.",
            _ => $"The nearest of {names.Length} are {nearest}.",
        };
    }

    private static string Quote(string name) => $"'{SafeText.Of(Cut(name))}'";

    private static string Simplify(string name) => new([.. Cut(name).Where(char.IsLetterOrDigit).Select(char.ToUpperInvariant)]);

    private static string Cut(string name) => name.Length > MaximumName ? name.Substring(0, MaximumName) : name;

    /// <summary>
    /// The number of characters to insert, remove or replace to turn one name into the other (Levenshtein distance); less if one name contains the
    /// other. Numbers are never similar.
    /// </summary>
    private static int Distance(string name, string goal)
    {
        if (goal.All(char.IsDigit))
            return 0;
        if (name.Length > 0 && (name.Contains(goal) || goal.Contains(name)))
            return Math.Abs(name.Length - goal.Length) - MaximumName;
        int[] row = [.. Enumerable.Range(0, goal.Length + 1)];
        for (int i = 1; i <= name.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= goal.Length; j++)
            {
                int replaced = diagonal + (name[i - 1] == goal[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[goal.Length];
    }
}
