using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace IpmiPS.Cmdlets;

/// <summary>Data files (.psd1) with one list, @{ Key = @( ... ) }. They are parsed, not run: they can have only constants.</summary>
internal static class DataFile
{
    /// <summary>Reads the items of the list.</summary>
    /// <exception cref="IpmiException">Kind InvalidParameter: it is no such file.</exception>
    public static IReadOnlyList<object?> ReadList(string text, string key)
    {
        ScriptBlockAst script = Parser.ParseInput(text, out _, out ParseError[] errors);
        if (errors.Length > 0)
            throw Invalid($"Line {errors[0].Extent.StartLineNumber.ToString(CultureInfo.InvariantCulture)}: {errors[0].Message}");
        if (script.Find(static ast => ast is HashtableAst, searchNestedScriptBlocks: false) is not HashtableAst table)
            throw Invalid("It has no hash table.");
        object value;
        try
        {
            value = table.SafeGetValue();
        }
        catch (Exception error) when (error is InvalidOperationException or RuntimeException)
        {
            throw Invalid($"It has more than constants: {error.Message}");
        }

        if (value is not Hashtable content || content.Count != 1 || content[key] is not { } list)
            throw Invalid($"It needs one key, {key}.");
        return ItemsOf(list);
    }

    /// <summary>The items of a list; a single value is a list of one.</summary>
    public static object?[] ItemsOf(object list) => list as object[] ?? [list];

    private static IpmiException Invalid(string message) => new(IpmiErrorKind.InvalidParameter, message, "The pages of Get-IpmiSel and Test-IpmiHealth have examples of such files.");
}
