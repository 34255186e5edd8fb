using System.Text.RegularExpressions;

namespace IpmiPS;

/// <summary>The order in which people look for names: bmc2 before bmc10.</summary>
internal static class NameOrder
{
    private static readonly Regex Numbers = new("[0-9]+", RegexOptions.CultureInvariant);

    /// <summary>A text by which names are to be sorted.</summary>
    public static string Key(string name) => Numbers.Replace(name, static number => number.Value.PadLeft(10, '0'));
}
