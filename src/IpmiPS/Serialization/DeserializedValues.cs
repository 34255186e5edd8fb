using System;
using System.Collections.Concurrent;
using System.ComponentModel;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace IpmiPS.Cmdlets;

/// <summary>
/// The values of objects that come from another process or from a file. On the way, the value of an enumeration becomes its name and
/// a time becomes text, by which Sort-Object would order Critical before Ok, and November before May; and bytes become a list of
/// numbers, which Export-Csv would write in decimal. IpmiPS.Types.ps1xml lays a
/// property of the same name over each of these, which reads it from here. That it is done when a value is read, rather than once
/// when the object arrives, is for remoting over SSH: there PowerShell reads objects without the types of any module. Not for scripts.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class DeserializedValues
{
    private const string Prefix = "Deserialized.";

    private static readonly Assembly[] Ours = [typeof(Sensor).Assembly, typeof(DeserializedValues).Assembly];
    private static readonly ConcurrentDictionary<string, PropertyInfo[]> Properties = new(StringComparer.Ordinal);

#pragma warning disable CS1591 // The properties' own names.
    public static object? Action(PSObject source) => Read(source);

    public static object? BoardManufactureDate(PSObject source) => Read(source);

    public static object? Data(PSObject source) => Read(source);

    public static object? Device(PSObject source) => Read(source);

    public static object? Direction(PSObject source) => Read(source);

    public static object? DisabledButtons(PSObject source) => Read(source);

    public static object? EventData(PSObject source) => Read(source);

    public static object? Fault(PSObject source) => Read(source);

    public static object? Functions(PSObject source) => Read(source);

    public static object? GuidEncoding(PSObject source) => Read(source);

    public static object? Health(PSObject source) => Read(source);

    public static object? IdentifyState(PSObject source) => Read(source);

    public static object? LastAdd(PSObject source) => Read(source);

    public static object? LastErase(PSObject source) => Read(source);

    public static object? LastEvent(PSObject source) => Read(source);

    public static object? LastUsed(PSObject source) => Read(source);

    public static object? OemData(PSObject source) => Read(source);

    public static object? PreviousState(PSObject source) => Read(source);

    public static object? PrivilegeLevel(PSObject source) => Read(source);

    public static object? Protocol(PSObject source) => Read(source);

    public static object? Raw(PSObject source) => Read(source);

    public static object? RestartCause(PSObject source) => Read(source);

    public static object? RestorePolicy(PSObject source) => Read(source);

    public static object? Severity(PSObject source) => Read(source);

    public static object? State(PSObject source) => Read(source);

    public static object? Status(PSObject source) => Read(source);

    public static object? ThresholdTimestamp(PSObject source) => Read(source);

    public static object? Time(PSObject source) => Read(source);

    public static object? Timestamp(PSObject source) => Read(source);

    public static object? TimestampKind(PSObject source) => Read(source);
#pragma warning restore CS1591

    /// <summary>The properties of an object whose values change on the way; none where it is of no type of this module.</summary>
    internal static PropertyInfo[] ChangedOf(PSObject source)
    {
        // Select-Object -First puts a name before the one that counts.
        foreach (string name in source.TypeNames)
        {
            if (Properties.TryGetValue(name, out PropertyInfo[]? known))
                return known;
            if (Find(name) is { } type)
                return Properties[name] = [.. type.GetProperties().Where(static property => IsChanged(ValueTypeOf(property)))];
        }

        return [];
    }

    /// <summary>The value as it was before; as it came where that cannot be told, as with a name that only a newer version knows.</summary>
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

    private static object? Read(PSObject source, [CallerMemberName] string name = "")
    {
        // Beneath the property that calls this; PowerShell shows it under this name alone.
        object? value = (source.Members["psadapted"] as PSMemberSet)?.Properties[name]?.Value;
        return ChangedOf(source).FirstOrDefault(property => property.Name == name) is { } property ? Restore(property, value) : value;
    }

    /// <summary>The type that an object had where it was made; null where it is none of this module's.</summary>
    private static Type? Find(string name) => name.StartsWith(Prefix, StringComparison.Ordinal)
        ? Ours.Select(assembly => assembly.GetType(name.Substring(Prefix.Length))).FirstOrDefault(static type => type is { IsVisible: true })
        : null;

    private static Type ValueTypeOf(PropertyInfo property) => Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;

    private static bool IsChanged(Type type) => type.IsEnum || type == typeof(DateTimeOffset) || type == typeof(ByteString);
}
