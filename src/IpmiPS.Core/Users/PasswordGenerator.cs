using System;
using System.Linq;
using System.Security;
using IpmiPS.Crypto;

namespace IpmiPS.Users;

/// <summary>
/// Random passwords that BMCs accept. What vendors demand, taken together: at least one capital letter, one small letter, one
/// digit and one special character, no character three times in a row (Lenovo), and at most 16 bytes (Inspur, and every IPMI 1.5 log-in)
/// or 20. What hands and programs stumble over is left out: I, l, 1, O, o and 0, and every special character that a shell,
/// PowerShell, XML, CSV or a URL gives a meaning to. The first character is a letter, so that none is taken for an option or a formula.
/// All passwords that fit are equally likely: letters are drawn without bias, and a draw that does not fit is thrown away whole.
/// </summary>
public static class PasswordGenerator
{
    /// <summary>The shortest that is still out of reach for who tries passwords on the keyed hash that BMCs give to anybody.</summary>
    public const int MinimumLength = 12;

    /// <summary>The longest that IPMI 2.0 can carry.</summary>
    public const int MaximumLength = 20;

    /// <summary>The longest that every BMC takes, and that IPMI 1.5 can carry: 93 bits.</summary>
    public const int DefaultLength = 16;

    internal const string Capitals = "ABCDEFGHJKLMNPQRSTUVWXYZ";
    internal const string Smalls = "abcdefghijkmnpqrstuvwxyz";
    internal const string Digits = "23456789";
    internal const string Specials = "-_.+";

    private const int MaximumRun = 2;
    private const string All = Capitals + Smalls + Digits + Specials;

    private static readonly string[] Classes = [Capitals, Smalls, Digits, Specials];

    /// <summary>Makes a password, which nothing but the caller holds.</summary>
    /// <param name="length">Characters, all of them of one byte: 12 to 20.</param>
    public static SecureString Next(int length)
    {
        if (length is < MinimumLength or > MaximumLength)
            throw new ArgumentOutOfRangeException(nameof(length), length, $"A password has {MinimumLength} to {MaximumLength} characters.");
        var characters = new char[length];
        try
        {
            do
                Draw(characters);
            while (!Fits(characters));
            var password = new SecureString();
            foreach (char character in characters)
                password.AppendChar(character);
            password.MakeReadOnly();
            return password;
        }
        finally
        {
            Array.Clear(characters, 0, characters.Length);
        }
    }

    /// <summary>Whether a draw is a password: it begins with a letter, has all classes, and repeats nothing three times in a row.</summary>
    internal static bool Fits(char[] characters)
    {
        int run = 0;
        for (int i = 0; i < characters.Length; i++)
        {
            run = i > 0 && characters[i] == characters[i - 1] ? run + 1 : 1;
            if (run > MaximumRun)
                return false;
        }

        return (Capitals.IndexOf(characters[0]) >= 0 || Smalls.IndexOf(characters[0]) >= 0)
            && Classes.All(one => characters.Any(character => one.IndexOf(character) >= 0));
    }

    /// <summary>A byte stands for a character only below the largest multiple of their number, or the first ones would be likelier.</summary>
    private static void Draw(char[] characters)
    {
        int fair = 256 / All.Length * All.Length;
        for (int i = 0; i < characters.Length;)
        {
            byte[] bytes = SecretBytes.Random(2 * characters.Length);
            foreach (byte one in bytes)
                if (one < fair && i < characters.Length)
                    characters[i++] = All[one % All.Length];
            SecretBytes.Wipe(bytes);
        }
    }
}
