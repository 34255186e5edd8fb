using System;
using System.Collections.Generic;
using System.Linq;
using IpmiPS.Wire;

namespace IpmiPS;

/// <summary>What is said of a name that was asked for and that nothing has: which names there are, those most like it first.</summary>
internal static class NearestNames
{
    /// <summary>The most names that are listed.</summary>
    public const int Most = 8;

    private const int MaximumName = 64;

    /// <summary>The error of one BMC, or of this process, for names that match nothing.</summary>
    /// <param name="noun">What the names are names of, in the singular: sensor.</param>
    /// <param name="wanted">The names that match nothing.</param>
    /// <param name="present">The names there are, each once or more often; null where that is not known.</param>
    /// <param name="advice">What to do.</param>
    /// <param name="cause">What the BMC answered, where it was asked.</param>
    /// <returns>An exception of the kind NotPresent.</returns>
    public static IpmiException NotPresent(string noun, IReadOnlyCollection<string> wanted, IEnumerable<string>? present, string advice, Exception? cause = null)
    {
        string verb = wanted.Count == 1 ? "is" : "are";
        string quoted = string.Join(", ", wanted.Take(Most).Select(Quote)) + (wanted.Count > Most ? ", …" : "");
        string list = present is null ? "" : " " + List(present, wanted);
        return new IpmiException(IpmiErrorKind.NotPresent, $"There {verb} no {noun}{(wanted.Count == 1 ? "" : "s")} {quoted}.{list}", advice, cause);
    }

    /// <summary>The names there are, in one sentence: all where they are few, else those most like what was wanted.</summary>
    public static string List(IEnumerable<string> present, IEnumerable<string> wanted)
    {
        string[] names = [.. present.Where(static name => name.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase)];
        string[] goals = [.. wanted.Take(Most).Select(Simplify)];
        string nearest = string.Join(", ", names.OrderBy(name => goals.Min(goal => Distance(Simplify(name), goal))).Take(Most).Select(Quote));
        return names.Length switch
        {
            0 => "There are none.",
            1 => $"There is only {nearest}.",
            <= Most => $"There are {nearest}.",
            _ => $"The nearest of {names.Length} are {nearest}.",
        };
    }

    private static string Quote(string name) => $"'{SafeText.Of(Cut(name))}'";

    private static string Simplify(string name) => new([.. Cut(name).Where(char.IsLetterOrDigit).Select(char.ToUpperInvariant)]);

    private static string Cut(string name) => name.Length > MaximumName ? name.Substring(0, MaximumName) : name;

    /// <summary>
    /// How many characters have to be put in, taken out or replaced to make one name of the other (Levenshtein); less for names that contain one
    /// another. Numbers are not alike.
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
