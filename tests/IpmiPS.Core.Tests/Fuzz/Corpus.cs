using System.Collections.Generic;
using System.IO;
using System.Linq;
using IpmiPS.Tests.Support;
using IpmiPS.Wire;

namespace IpmiPS.Tests.Fuzz;

/// <summary>The inputs that are kept: one a line in hexadecimal, # before what they are. Those that once broke something stay among them.</summary>
internal static class Corpus
{
    public static IReadOnlyList<byte[]> Load(string target)
    {
        string path = Repository.PathOf(Path.Combine("tests", "IpmiPS.Core.Tests", "Fuzz", "Corpus", target + ".txt"));
        return File.Exists(path) ? [.. File.ReadAllLines(path).Select(static line => line.Split('#')[0]).Where(static line => line.Trim().Length > 0).Select(Hex.Parse)] : [];
    }

    /// <summary>All datagrams of the log-ins that were recorded with ipmi_sim, ipmitool and FreeIPMI.</summary>
    /// <param name="direction">'&gt;' for those of the console, '&lt;' for the BMC's.</param>
    public static IEnumerable<byte[]> Recorded(char direction) =>
        from line in File.ReadAllLines(Repository.PathOf(Path.Combine("tests", "IpmiPS.Core.Tests", "Sessions", "recorded-log-ins.txt")))
        where line.Length > 2 && line[0] == direction && line[1] == ' '
        select Hex.Parse(line.Substring(2));
}
