using System;
using System.IO;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace IpmiPS.Cmdlets;

/// <summary>
/// The page of a report and of the dashboard: one file with style, script and data, which loads nothing. Its content security policy allows this one script and this one
/// style, by their hashes, so that a text of a BMC could not run even if it became markup.
/// </summary>
internal static class Page
{
    private static readonly Regex Place = new(@"\{\{([a-z]+)\}\}", RegexOptions.CultureInvariant);
    private static readonly Lazy<string> Template = new(static () => Load("page.html"));
    private static readonly Lazy<string> Style = new(static () => Load("page.css"));
    private static readonly Lazy<string> Script = new(static () => Load("page.js"));
    private static readonly Lazy<string> StyleHash = new(static () => HashOf(Style.Value));
    private static readonly Lazy<string> ScriptHash = new(static () => HashOf(Script.Value));

    /// <summary>The policy, without what a header alone can say.</summary>
    public static string PolicyOf(string connect) =>
        $"default-src 'none'; script-src {ScriptHash.Value}; style-src {StyleHash.Value}; img-src data:; connect-src {connect}; base-uri 'none'; form-action 'none'";

    /// <summary>The page, to be written as UTF-8.</summary>
    /// <param name="title">Its title.</param>
    /// <param name="data">Its data (<see cref="PageData"/>).</param>
    /// <param name="connect">Where its script may connect to, as the policy says it.</param>
    public static string Create(string title, string data, string connect = "'none'") => Place.Replace(Template.Value, place => place.Groups[1].Value switch
    {
        "title" => WebUtility.HtmlEncode(title),
        "policy" => PolicyOf(connect),
        "style" => Style.Value,
        "script" => Script.Value,
        _ => data,
    });

    private static string HashOf(string text)
    {
        using var sha = SHA256.Create();
        return $"'sha256-{Convert.ToBase64String(sha.ComputeHash(Encoding.UTF8.GetBytes(text)))}'";
    }

    /// <summary>A line ends with LF on every system: a browser hashes it so.</summary>
    private static string Load(string name)
    {
        using Stream stream = typeof(Page).Assembly.GetManifestResourceStream($"IpmiPS.Pages.{name}")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().Replace("\r\n", "\n");
    }
}
