using System;
using System.Management.Automation;
using System.Net;
using System.Runtime.CompilerServices;
using System.Security;

namespace IpmiPS.Cmdlets;

/// <summary>A password or key. Text is taken, too, and remembered as having lain open.</summary>
internal class SecureCellAttribute(string parameter) : CellAttribute(parameter)
{
    private static readonly ConditionalWeakTable<SecureString, object> FromText = new();

    protected override object? NotGiven => null;

    protected override bool IsSecret => true;

    protected override string Expected => "a SecureString or text";

    /// <summary>Whether the secret was given as plain text.</summary>
    public static bool WasText(SecureString secret) => FromText.TryGetValue(secret, out _);

    protected override object? Read(object value)
    {
        if (value is SecureString secure)
            return secure;
        if (value is not string text)
            return null;
        SecureString secret = Secrets.Protect(text);
        FromText.Add(secret, FromText);
        return secret;
    }
}

/// <summary>
/// A BMC key, or text that names one in a vault: "secret:" and the secret's name. A key that itself begins so can still be given as a
/// SecureString, or in hexadecimal.
/// </summary>
internal sealed class KeyCellAttribute() : SecureCellAttribute("BmcKey")
{
    private const string Prefix = "secret:";

    private static readonly ConditionalWeakTable<SecureString, string> Names = new();

    protected override string Expected => "a SecureString, text, or secret: and the name of a secret";

    /// <summary>The name of the secret that stands for the key; null where the key is itself there.</summary>
    public static string? NameOf(SecureString key) => Names.TryGetValue(key, out string? name) ? name : null;

    protected override object? Read(object value)
    {
        if (value is not string text || !text.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            return base.Read(value);
        string name = text.Substring(Prefix.Length).Trim();
        if (name.Length == 0)
            return null;
        var key = new SecureString();
        Names.Add(key, name);
        return key;
    }
}

/// <summary>
/// A credential, or text in its place: on the command line the name of the user who is then asked for the password, in a
/// row the name of a secret in a vault. Stands before [Credential()], which would ask at once.
/// </summary>
internal sealed class CredentialCellAttribute() : CellAttribute("Credential")
{
    /// <summary>The password of a credential that is only text so far.</summary>
    private static readonly SecureString TextOnly = new();

    /// <summary>An empty cell. Not null, which [Credential()] might take as a wish to be asked.</summary>
    private static readonly PSCredential Empty = new("(none)", TextOnly);

    protected override object NotGiven => Empty;

    protected override string Expected => "a PSCredential, or the name of a secret";

    /// <summary>What the parameter was given; null for an empty cell.</summary>
    public static PSCredential? Given(PSCredential? credential) => ReferenceEquals(credential, Empty) ? null : credential;

    /// <summary>The text, where that is all there is of the credential.</summary>
    public static string? TextOf(PSCredential credential) => ReferenceEquals(credential.Password, TextOnly) ? credential.UserName : null;

    protected override object? Read(object value) => value switch
    {
        PSCredential credential => credential,
        string text => new PSCredential(text, TextOnly),
        _ => null,
    };
}

/// <summary>Text and SecureString.</summary>
internal static class Secrets
{
    /// <summary>Copies text to a SecureString.</summary>
    public static SecureString Protect(string text)
    {
        var secret = new SecureString();
        foreach (char c in text)
            secret.AppendChar(c);
        secret.MakeReadOnly();
        return secret;
    }

    /// <summary>Copies bytes to a SecureString, as hexadecimal text.</summary>
    public static SecureString ProtectAsHex(byte[] bytes)
    {
        const string Digits = "0123456789ABCDEF";
        SecureString secret = Protect("0x").Copy();
        foreach (byte value in bytes)
        {
            secret.AppendChar(Digits[value >> 4]);
            secret.AppendChar(Digits[value & 0xF]);
        }

        secret.MakeReadOnly();
        return secret;
    }

    /// <summary>Copies a SecureString to text: for virtual BMCs, which keep theirs as text and tell it to those who practise with them, and for an SNMP community, which is sent in clear text with each trap.</summary>
    public static string Reveal(SecureString secret) => new NetworkCredential("", secret).Password;
}
