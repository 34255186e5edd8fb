using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace IpmiPS.Configuration;

/// <summary>The types of settings: their values in a file, and the check of a value.</summary>
internal static class SettingTypes
{
    /// <summary>Removes zeros at the end of a decimal fraction.</summary>
    private const decimal One = 1.000000000000000000000000000000000m;

    private const string Advice = "Correct the file. Nothing was sent.";

    /// <summary>A whole number.</summary>
    public static SettingType Number(int minimum, int maximum) =>
        new() { Json = "integer", Range = (minimum, maximum), Description = $"a whole number from {Text(minimum)} to {Text(maximum)}" };

    /// <summary>One of the values of an enumeration.</summary>
    public static SettingType OneOf<T>(T[] except)
        where T : struct, Enum
    {
        string[] names = NamesOf(except);
        return new() { Json = "string", Values = names, Description = $"one of {string.Join(", ", names)}" };
    }

    /// <summary>Any of the flags of an enumeration.</summary>
    public static SettingType AnyOf<T>()
        where T : struct, Enum
    {
        string[] names = [.. SingleFlags<T>().Select(static flag => flag.ToString())];
        return new() { Json = "array", Values = names, Description = $"a list of {string.Join(", ", names)}" };
    }

    /// <summary>A setting of flags.</summary>
    public static Setting<TState, TSettings> Flags<TState, TSettings, T>(string name, Func<TState, T?> read, Func<TSettings, T, TSettings> write)
        where T : struct, Enum => new(name, AnyOf<T>(), state => FlagsOf(read(state)), (settings, value) => write(settings, Parse<T>((IReadOnlyList<string>)value)));

    /// <summary>A number of a file. The same bits of a floating-point number are the same text with every version of .NET.</summary>
    public static object? Number(double? value) =>
        value is { } number && !double.IsNaN(number) && Math.Abs(number) < 1e15 ? decimal.Round((decimal)number, 9) / One : null;

    /// <summary>The name of a value; null if it has none, or stands for "not known".</summary>
    public static string? NameOf<T>(T? value, T[] except)
        where T : struct, Enum => value is { } known && NamesOf(except).Contains(known.ToString()) ? known.ToString() : null;

    /// <summary>The names of the flags that are set. Bits without a name are left out.</summary>
    public static IReadOnlyList<string>? FlagsOf<T>(T? value)
        where T : struct, Enum => value is { } flags ? [.. SingleFlags<T>().Where(flag => flags.HasFlag(flag)).Select(static flag => flag.ToString())] : null;

    /// <summary>The value of a name.</summary>
    public static T Parse<T>(string name)
        where T : struct, Enum => Enum.TryParse(name, out T value) && !char.IsDigit(name[0]) ? value : throw new FormatException(name);

    /// <summary>The flags of names.</summary>
    public static T Parse<T>(IReadOnlyList<string> names)
        where T : struct, Enum => (T)Enum.ToObject(typeof(T), names.Aggregate(0L, static (bits, name) => bits | Convert.ToInt64(Parse<T>(name), CultureInfo.InvariantCulture)));

    /// <summary>Checks a value.</summary>
    /// <exception cref="IpmiException">InvalidParameter: it is not of the type.</exception>
    public static void Check(SettingType type, object value, string where)
    {
        bool isValid = (type.Json, value) switch
        {
            ("boolean", bool) => true,
            ("integer", decimal number) => number == decimal.Truncate(number) && IsWithin(type, number),
            ("number", decimal number) => IsWithin(type, number),
            ("string", string text) => type.Values?.Contains(text) != false && !(text.Length > type.MaximumLength),
            ("array", IReadOnlyList<string> items) => type.Values is null || items.All(type.Values.Contains),
            _ => false,
        };
        if (!isValid)
        {
            string limit = type.MaximumLength is { } length ? $" of at most {Text(length)} characters" : "";
            throw Invalid($"{where} has to be {type.Description}{limit}, and is {(value is ConfigurationObject ? "an object" : $"'{ConfigurationObject.TextOf(value)}'")}.");
        }
    }

    /// <summary>A type as a JSON Schema.</summary>
    public static ConfigurationObject Describe(SettingType type)
    {
        var schema = new ConfigurationObject();
        schema.Set("type", type.Json);
        schema.Set("description", char.ToUpperInvariant(type.Description[0]) + type.Description.Substring(1) + ".");
        if (type.Range is { } range)
        {
            schema.Set("minimum", range.Minimum / One);
            schema.Set("maximum", range.Maximum / One);
        }

        schema.Set("maxLength", type.MaximumLength is { } length ? (decimal)length : null);
        ConfigurationObject values = type.Json == "array" ? schema.PartOf("items") : schema;
        if (type.Json == "array")
            values.Set("type", "string");
        values.Set("enum", type.Values);
        return schema;
    }

    /// <summary>A name that a file should not have.</summary>
    public static IpmiException Unknown(string kind, string name, string path, IEnumerable<string> known)
    {
        IpmiException nearest = NearestNames.NotPresent(kind, [name], known, Advice);
        return Invalid($"{(path.Length == 0 ? "" : path + ": ")}{nearest.Message}", nearest);
    }

    /// <summary>An error of a file.</summary>
    public static IpmiException Invalid(string message, Exception? inner = null) => new(IpmiErrorKind.InvalidParameter, message, Advice, inner);

    private static string[] NamesOf<T>(T[] except)
        where T : struct, Enum => [.. Enum.GetValues(typeof(T)).Cast<T>().Where(value => value.ToString() != "Unknown" && !except.Contains(value)).Select(static value => value.ToString()).Distinct()];

    private static IEnumerable<T> SingleFlags<T>()
        where T : struct, Enum => Enum.GetValues(typeof(T)).Cast<T>().Where(static value => Convert.ToInt64(value, CultureInfo.InvariantCulture) is > 0 and var bits && (bits & (bits - 1)) == 0).Distinct();

    private static bool IsWithin(SettingType type, decimal number) => type.Range is not { } range || number >= range.Minimum && number <= range.Maximum;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
