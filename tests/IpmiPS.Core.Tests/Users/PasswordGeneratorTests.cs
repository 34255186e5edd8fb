using System;
using System.Collections.Generic;
using System.Linq;
using IpmiPS.Users;
using Xunit;

namespace IpmiPS.Tests.Users;

public sealed class PasswordGeneratorTests
{
    private const string All = PasswordGenerator.UpperCase + PasswordGenerator.LowerCase + PasswordGenerator.Digits + PasswordGenerator.Specials;

    private static string Next(int length) => PasswordBmc.Text(PasswordGenerator.Next(length));

    [Theory]
    [InlineData(12)]
    [InlineData(16)]
    [InlineData(20)]
    public void Passwords_have_every_class_begin_with_a_letter_and_do_not_repeat(int length)
    {
        var seen = new HashSet<string>();
        for (int i = 0; i < 500; i++)
        {
            string password = Next(length);
            Assert.Equal(length, password.Length);
            Assert.True(char.IsLetter(password[0]));
            Assert.Contains(password, char.IsUpper);
            Assert.Contains(password, char.IsLower);
            Assert.Contains(password, char.IsDigit);
            Assert.Contains(password, one => !char.IsLetterOrDigit(one));
            Assert.All(password, one => Assert.Contains(one, All));
            Assert.True(seen.Add(password));
        }
    }

    [Fact]
    public void Nothing_is_in_the_alphabet_that_is_misread_or_has_a_meaning_elsewhere()
    {
        Assert.Equal(60, All.Distinct().Count());
        Assert.Empty(All.Intersect("Il1O0o \"'`$&<>|;,:/\\()[]{}%#!?*~^@="));
    }

    [Theory]
    [InlineData("Aa2-Aa2-Aa2-", true)]
    [InlineData("aA2-aA2-aA2-", true)]
    [InlineData("2Aa-Aa2-Aa2-", false)] // begins with a digit
    [InlineData("-Aa2Aa2-Aa2-", false)]
    [InlineData("aa2-aa2-aa2-", false)] // no capital
    [InlineData("AA2-AA2-AA2-", false)]
    [InlineData("Aab-Aab-Aab-", false)]
    [InlineData("Aa2bAa2bAa2b", false)]
    [InlineData("Aa2-AAa2-Aa2", true)]
    [InlineData("Aa2-AAAa2-Aa", false)] // three in a row
    [InlineData("Aa2-Aa2-A222", false)]
    public void What_does_not_fit_is_thrown_away(string draw, bool fits) => Assert.Equal(fits, PasswordGenerator.FollowsRules(draw.ToCharArray()));

    [Theory]
    [InlineData(11)]
    [InlineData(21)]
    public void Other_lengths_are_refused(int length) => Assert.Throws<ArgumentOutOfRangeException>(() => PasswordGenerator.Next(length));

    /// <summary>The figures in the help.</summary>
    [Theory]
    [InlineData(12, 69)]
    [InlineData(16, 93)]
    [InlineData(20, 117)]
    public void The_number_of_passwords_is_what_the_help_says(int length, int bits) => Assert.Equal(bits, (int)Math.Floor(Math.Log(CountOf(length), 2)));

    /// <summary>Characters after the first are equally likely but for what the rules forbid, which is symmetrical within each class: compared within classes.</summary>
    [Fact]
    public void All_characters_of_a_class_are_equally_likely()
    {
        const int Draws = 4000, Length = 16;
        var counts = new Dictionary<char, int>();
        for (int i = 0; i < Draws; i++)
            foreach (char one in Next(Length))
                counts[one] = counts.TryGetValue(one, out int count) ? count + 1 : 1;
        foreach (string one in new[] { PasswordGenerator.UpperCase, PasswordGenerator.LowerCase, PasswordGenerator.Digits, PasswordGenerator.Specials })
        {
            double expected = one.Average(character => counts[character]);

            // Seven standard deviations: wrong by chance once in billions of runs; a modulo bias of a byte over 60 would be 25 %.
            Assert.All(one, character => Assert.InRange(counts[character], expected - 7 * Math.Sqrt(expected), expected + 7 * Math.Sqrt(expected)));
        }
    }

    /// <summary>Counts the passwords of a length, by the classes that occurred, the class of the last character, and whether it came twice.</summary>
    private static double CountOf(int length)
    {
        int[] sizes = [PasswordGenerator.UpperCase.Length, PasswordGenerator.LowerCase.Length, PasswordGenerator.Digits.Length, PasswordGenerator.Specials.Length];
        var counts = new Dictionary<(int Classes, int Last, bool Twice), double> { [(1, 0, false)] = sizes[0], [(2, 1, false)] = sizes[1] };
        for (int i = 1; i < length; i++)
        {
            var next = new Dictionary<(int Classes, int Last, bool Twice), double>();
            foreach (var entry in counts)
            {
                for (int one = 0; one < sizes.Length; one++)
                    Add((entry.Key.Classes | 1 << one, one, false), entry.Value * (one == entry.Key.Last ? sizes[one] - 1 : sizes[one]));
                if (!entry.Key.Twice)
                    Add((entry.Key.Classes, entry.Key.Last, true), entry.Value);
            }

            counts = next;

            void Add((int Classes, int Last, bool Twice) key, double count) => next[key] = (next.TryGetValue(key, out double before) ? before : 0) + count;
        }

        return counts.Where(entry => entry.Key.Classes == 15).Sum(entry => entry.Value);
    }
}
