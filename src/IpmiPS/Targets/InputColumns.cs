using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Reflection;
using IpmiPS.Wire;

namespace IpmiPS.Cmdlets;

/// <summary>
/// Describes the columns of a row that names no computer. Never shows a cell, and column names only if they look like a header: in a file
/// without a header line, the first row is taken for the names.
/// </summary>
internal static class InputColumns
{
    private const int MaximumNames = 20;
    private const int MaximumName = 100;

    private static readonly (char Character, string Name, string Written)[] Delimiters = [(';', "semicolons", "';'"), ('\t', "tabs", "\"`t\""), ('|', "vertical bars", "'|'")];

    /// <summary>Usual column names besides those of parameters.</summary>
    private static readonly string[] UsualWords = ["Computer", "FQDN", "IP", "Location", "Login", "Machine", "Model", "Name", "Node", "Rack", "Serial", "Server", "Site", "System", "User"];

    private static readonly Lazy<HashSet<string>> KnownNames = new(static () => new HashSet<string>(
        typeof(TargetCmdlet).GetProperties().Where(static property => property.IsDefined(typeof(ParameterAttribute)))
            .SelectMany(static property => (property.GetCustomAttribute<AliasAttribute>()?.AliasNames ?? []).Append(property.Name)).Concat(UsualWords),
        StringComparer.OrdinalIgnoreCase));

    /// <summary>Returns what is wrong with a row and, on a second line, what to do about it.</summary>
    public static string Describe(object row)
    {
        IDictionary? table = (row is PSObject wrapped ? wrapped.BaseObject : row) as IDictionary;
        string[] names = [.. table?.Keys.Cast<object>().Select(static key => key.ToString() ?? "") ?? PSObject.AsPSObject(row).Properties.Select(static property => property.Name)];
        var (character, delimiter, written) = names.Length == 1 ? Delimiters.FirstOrDefault(each => names[0].Contains(each.Character)) : default;
        string advice = delimiter is not null ? $"The columns are separated by {delimiter}: read the file with Import-Csv -Delimiter {written}."
            : table is not null ? "Write [pscustomobject] before the hashtable."
            : IsHeader(names) ? "Name the column with the computers ComputerName, HostName, Address or Bmc."
            : "If the file has no header line, name its columns with Import-Csv -Header.";
        string found = names.Length == 0 ? "It has no columns."
            : IsHeader(delimiter is null ? names : names[0].Split(character)) ? $"It has {(names.Length == 1 ? "one column" : "the columns")}: {Quote(names)}."
            : $"The names of its columns ({names.Length}) are not shown, because they may be data.";
        return $"The input object has no ComputerName, nor a property of one of its aliases. {found}\n{advice}";
    }

    /// <summary>Makes an error of the text of <see cref="Describe"/>.</summary>
    public static IpmiException ToError(string description)
    {
        string[] parts = description.Split('\n');
        return new IpmiException(IpmiErrorKind.InvalidParameter, parts[0], parts.ElementAtOrDefault(1));
    }

    /// <summary>A header has at least one usual name; numbers, addresses and passwords have digits or marks.</summary>
    private static bool IsHeader(string[] names) =>
        names.Any(name => KnownNames.Value.Contains(name.Trim('\uFEFF', ' ', '"')))
        && names.All(static name => name.All(static c => char.IsLetter(c) || c is ' ' or '_' or '-' or '"' or '\uFEFF'));

    private static string Quote(string[] names) =>
        string.Join(", ", names.Take(MaximumNames).Select(static name => $"'{SafeText.Of(name.Length > MaximumName ? name.Substring(0, MaximumName) + "…" : name)}'"))
        + (names.Length > MaximumNames ? " …" : "");
}
