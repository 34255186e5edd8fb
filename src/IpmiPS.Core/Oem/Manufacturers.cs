using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Threading;

namespace IpmiPS.Oem;

/// <summary>
/// Names of server, BMC and firmware vendors by IANA enterprise number: an excerpt of the registry, in manufacturers.txt.
/// </summary>
public static class Manufacturers
{
    private static Dictionary<int, string>? s_names;

    /// <summary>The number that identifies the vendor: some BMCs send a number that is registered to another company.</summary>
    public static int Canonical(int manufacturerId) => manufacturerId switch
    {
        47488 => SupermicroProfile.ManufacturerId, // sent by many Supermicro boards
        _ => manufacturerId,
    };

    /// <summary>The name, or "Unknown" with the number.</summary>
    public static string Describe(int manufacturerId) => Find(manufacturerId) ?? $"Unknown ({manufacturerId})";

    /// <summary>The name; null if the list does not have the number.</summary>
    public static string? Find(int manufacturerId)
    {
        var names = LazyInitializer.EnsureInitialized(ref s_names, Read)!;
        return names.TryGetValue(Canonical(manufacturerId), out string? name) ? name : null;
    }

    /// <summary>Each line is a number, a tab and a name.</summary>
    private static Dictionary<int, string> Read()
    {
        var names = new Dictionary<int, string>();
        using var reader = new StreamReader(typeof(Manufacturers).Assembly.GetManifestResourceStream("IpmiPS.Oem.manufacturers.txt")!);
        while (reader.ReadLine() is { } line)
        {
            int tab = line.IndexOf('\t');
            names.Add(int.Parse(line.Substring(0, tab), CultureInfo.InvariantCulture), line.Substring(tab + 1));
        }

        return names;
    }
}
