using System;
using System.Collections.Concurrent;
using System.ComponentModel;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Reflection;

namespace IpmiPS.Cmdlets;

/// <summary>
/// Restores values of objects that come from another process or a file. Enumerations arrive as names and times as text, so that Sort-Object
/// would put Critical before Ok, and November before May; bytes arrive as a list of numbers, which Export-Csv would write in decimal.
/// IpmiPS.Types.ps1xml hides each such property behind one of the same name that calls a method of this class. Values are restored when they
/// are read, not when the object arrives, because of remoting over SSH: there PowerShell reads objects without the types of any module. Not
/// for scripts.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class DeserializedValues
{
    private const string Prefix = "Deserialized.";

    private static readonly Assembly[] Ours = [typeof(Sensor).Assembly, typeof(DeserializedValues).Assembly];
    private static readonly ConcurrentDictionary<string, PropertyInfo[]> Properties = new(StringComparer.Ordinal);

#pragma warning disable CS1591 // The value of the n-th property, by name, among those that change on the way.
    public static object? Value0(PSObject source) => Read(source, 0);

    public static object? Value1(PSObject source) => Read(source, 1);

    public static object? Value2(PSObject source) => Read(source, 2);

    public static object? Value3(PSObject source) => Read(source, 3);

    public static object? Value4(PSObject source) => Read(source, 4);

    public static object? Value5(PSObject source) => Read(source, 5);

    public static object? Value6(PSObject source) => Read(source, 6);

    public static object? Value7(PSObject source) => Read(source, 7);

    public static object? Value8(PSObject source) => Read(source, 8);

    public static object? Value9(PSObject source) => Read(source, 9);

    public static object? Value10(PSObject source) => Read(source, 10);

    public static object? Value11(PSObject source) => Read(source, 11);

    public static object? Value12(PSObject source) => Read(source, 12);

    public static object? Value13(PSObject source) => Read(source, 13);

    public static object? Value14(PSObject source) => Read(source, 14);

    public static object? Value15(PSObject source) => Read(source, 15);
#pragma warning restore CS1591

    /// <summary>Returns the names of a type's properties whose values change on the way, in the order of the methods above. For the build of the types file.</summary>
    internal static string[] ChangedNamesOf(Type type) => [.. ChangedOf(type).Select(static property => property.Name)];

    /// <summary>Returns the properties of an object whose values change on the way; none if its type is not one of this module.</summary>
    internal static PropertyInfo[] ChangedOf(PSObject source)
    {
        // Select-Object -First puts a name before the one that counts.
        foreach (string name in source.TypeNames)
        {
            if (Properties.TryGetValue(name, out PropertyInfo[]? known))
                return known;
            if (Find(name) is { } type)
                return Properties[name] = ChangedOf(type);
        }

        return [];
    }

    /// <summary>Returns the original value; the value as it is if it cannot be restored, such as a name that only a newer version has.</summary>
    internal static object? Restore(PropertyInfo property, object? value)
    {
        Type type = ValueTypeOf(property);
        if (value is null || type.IsInstanceOfType(value))
            return value;
        if (type == typeof(ByteString))
            return LanguagePrimitives.TryConvertTo(value, out byte[] bytes) ? new ByteString(bytes) : value;
        string text = value.ToString();
        if (type == typeof(DateTimeOffset))
            return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTimeOffset time) ? time : value;
        try
        {
            return Enum.Parse(type, text);
        }
        catch (Exception error) when (error is ArgumentException or OverflowException)
        {
            return value;
        }
    }

    private static object? Read(PSObject source, int index)
    {
        PropertyInfo[] changed = ChangedOf(source);
        if (index >= changed.Length)
            return null;

        // The value beneath the property that calls this; PowerShell shows it under this name alone.
        return Restore(changed[index], (source.Members["psadapted"] as PSMemberSet)?.Properties[changed[index].Name]?.Value);
    }

    private static PropertyInfo[] ChangedOf(Type type) =>
        [.. type.GetProperties().Where(static property => IsChanged(ValueTypeOf(property))).OrderBy(static property => property.Name, StringComparer.Ordinal)];

    /// <summary>Returns the original type of an object; null if it is not one of this module.</summary>
    private static Type? Find(string name) => name.StartsWith(Prefix, StringComparison.Ordinal)
        ? Ours.Select(assembly => assembly.GetType(name.Substring(Prefix.Length))).FirstOrDefault(static type => type is { IsVisible: true })
        : null;

    private static Type ValueTypeOf(PropertyInfo property) => Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;

    private static bool IsChanged(Type type) => type.IsEnum || type == typeof(DateTimeOffset) || type == typeof(ByteString);
}
