using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using IpmiPS.Crypto;
using IpmiPS.Tests.Support;
using Xunit;

namespace IpmiPS.Tests.Architecture;

/// <summary>Codes that prove something are compared in constant time, by <see cref="SecretBytes"/> alone.</summary>
public sealed class SecretComparisonTests
{
    private static readonly Regex s_comparison = new(@"\bSequenceEqual\b|\bStructuralComparisons\b|\bSequenceCompareTo\b");

    /// <summary>What computes a code: HMACs of RAKP, authentication codes of IPMI 1.5, integrity codes of RMCP+.</summary>
    private static readonly Regex s_code = new(@"\b(?:Rakp2Code|Rakp3Code|Rakp4Code|AuthCode15\.Compute|_integrity\.Compute)\(");

    [Fact]
    public void Where_codes_are_known_nothing_else_compares_bytes()
    {
        var wrong = from file in WithSecrets()
                    where s_comparison.IsMatch(File.ReadAllText(file))
                    select Path.GetFileName(file);
        Assert.Empty(wrong);
    }

    [Fact]
    public void Whoever_computes_a_code_compares_it_in_constant_time_or_sends_it()
    {
        var computing = (from file in WithSecrets()
                         let text = File.ReadAllText(file)
                         where s_code.IsMatch(text)
                         select (Name: Path.GetFileName(file), Compares: text.Contains("SecretBytes.Equal("))).ToList();
        Assert.Equal(["RakpAuthentication.cs"], computing.Where(file => !file.Compares).Select(file => file.Name));

        // QuirkSet tells by it whether a BMC's quirk showed.
        Assert.Equal(
            ["LanSession15.cs", "LogInProcedure15.cs", "QuirkSet.cs", "RmcpPlusHandshake.cs", "RmcpPlusLogIn.cs", "RmcpPlusSession.cs", "SessionActivation15.cs"],
            computing.Where(file => file.Compares).Select(file => file.Name).OrderBy(name => name, StringComparer.Ordinal));
    }

    [Fact]
    public void A_difference_anywhere_is_seen()
    {
        byte[] code = [.. Enumerable.Range(0, 32).Select(value => (byte)value)];
        Assert.True(SecretBytes.Equal(code, new ArraySegment<byte>([.. code])));
        for (int bit = 0; bit < 8 * code.Length; bit++)
        {
            byte[] other = [.. code];
            other[bit / 8] ^= (byte)(1 << bit % 8);
            Assert.False(SecretBytes.Equal(code, new ArraySegment<byte>(other)));
        }

        Assert.False(SecretBytes.Equal(code, new ArraySegment<byte>(code, 0, 31)));
    }

    private static IEnumerable<string> WithSecrets() =>
        from file in ((string[])["src/IpmiPS.Core/Crypto", "src/IpmiPS.Core/Sessions", "src/IpmiPS.Core/Channels", "src/IpmiPS.Core/Authentication", "src/IpmiPS.Core/Client", "src/IpmiPS.Simulator"]).SelectMany(Repository.SourceFiles)
        where !file.Replace('\\', '/').Contains("/Profiles/") && !file.Replace('\\', '/').Contains("/Emu/")
        select file;
}
