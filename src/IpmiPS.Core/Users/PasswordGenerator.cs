using System;
using System.Linq;
using System.Security;
using IpmiPS.Crypto;

namespace IpmiPS.Users;

/// <summary>
/// Random passwords that BMCs accept. The vendors' rules together: at least one upper-case letter, one lower-case letter, one
/// digit and one special character, no character three times in a row (Lenovo), and at most 16 bytes (Inspur, and every IPMI 1.5 log-in)
/// or 20. Characters that are easily confused are left out (I, l, 1, O, o and 0), and so are special characters with a meaning in a shell,
/// PowerShell, XML, CSV or a URL. The first character is a letter, so that a password never looks like an option or a formula.
/// All passwords that follow the rules are equally likely: characters are drawn without bias, and a draw that breaks a rule is discarded whole.
/// </summary>
public static class PasswordGenerator
{
    /// <summary>The shortest that cannot be found by trying passwords on the keyed hash that BMCs send to anyone.</summary>
    public const int MinimumLength = 12;

    /// <summary>The longest that IPMI 2.0 can carry.</summary>
    public const int MaximumLength = 20;

    /// <summary>The longest that every BMC accepts and IPMI 1.5 can carry: 93 bits.</summary>
    public const int DefaultLength = 16;

    internal const string UpperCase = "ABCDEFGHJKLMNPQRSTUVWXYZ";
    internal const string LowerCase = "abcdefghijkmnpqrstuvwxyz";
    internal const string Digits = "23456789";
    internal const string Specials = "-_.+";

    private const int MaximumRun = 2;
    private const string All = UpperCase + LowerCase + Digits + Specials;

    private static readonly string[] Classes = [UpperCase, LowerCase, Digits, Specials];

    /// <summary>Creates a password. Only the caller has it.</summary>
    /// <param name="length">Number of characters, one byte each: 12 to 20.</param>
    public static SecureString Next(int length)
    {
        if (length is < MinimumLength or > MaximumLength)
            throw new ArgumentOutOfRangeException(nameof(length), length, $"A password has {MinimumLength} to {MaximumLength} characters.");
        var characters = new char[length];
        try
        {
            do
                Draw(characters);
            while (!FollowsRules(characters));
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

    /// <summary>Whether a draw follows the rules.</summary>
    internal static bool FollowsRules(char[] characters)
    {
        int run = 0;
        for (int i = 0; i < characters.Length; i++)
        {
            run = i > 0 && characters[i] == characters[i - 1] ? run + 1 : 1;
            if (run > MaximumRun)
                return false;
        }

        return (UpperCase.IndexOf(characters[0]) >= 0 || LowerCase.IndexOf(characters[0]) >= 0)
            && Classes.All(set => characters.Any(character => set.IndexOf(character) >= 0));
    }

    /// <summary>Bytes from the largest multiple of the number of characters on are discarded: they would make the first characters likelier.</summary>
    private static void Draw(char[] characters)
    {
        int limit = 256 / All.Length * All.Length;
        for (int i = 0; i < characters.Length;)
        {
            byte[] bytes = SecretBytes.Random(2 * characters.Length);
            foreach (byte one in bytes)
                if (one < limit && i < characters.Length)
                    characters[i++] = All[one % All.Length];
            SecretBytes.Wipe(bytes);
        }
    }
}
