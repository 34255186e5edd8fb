using System;
using System.Collections.Concurrent;
using System.ComponentModel;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Reflection;

namespace IpmiPS.Cmdlets;

/// <summary>
/// Gives the properties of objects that come from another process or from a file their types back. On the way, the value of an
/// enumeration becomes its name, a time becomes text and an array a list, and Sort-Object would order Critical before Ok. The
/// object stays what it is, one of the type Deserialized.IpmiPS.Something. IpmiPS.Types.ps1xml names this class for every such
/// type; PowerShell's own DeserializingTypeConverter works the same way. Not for scripts.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
[TypeConverter(typeof(DeserializedConverter))]
public sealed class DeserializedConverter : PSTypeConverter
{
    private const string Prefix = "Deserialized.";

    private static readonly Assembly[] Ours = [typeof(Sensor).Assembly, typeof(DeserializedConverter).Assembly];
    private static readonly ConcurrentDictionary<Type, PropertyInfo[]> Changed = new();

    /// <inheritdoc/>
    public override bool CanConvertFrom(PSObject sourceValue, Type destinationType) => OriginalOf(sourceValue) is not null;

    /// <inheritdoc/>
    public override bool CanConvertFrom(object sourceValue, Type destinationType) => sourceValue is PSObject source && CanConvertFrom(source, destinationType);

    /// <summary>Changes the values of an object's properties, and returns the object.</summary>
    public override object? ConvertFrom(PSObject sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase)
    {
        if (OriginalOf(sourceValue) is { } original)
            foreach (PropertyInfo wanted in Changed.GetOrAdd(original, static type => [.. type.GetProperties().Where(IsChanged)]))
                if (sourceValue.Properties[wanted.Name] is { Value: { } value } property && Restore(value, ValueTypeOf(wanted)) is { } restored)
                    property.Value = restored;
        return sourceValue;
    }

    /// <inheritdoc/>
    public override object? ConvertFrom(object sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase) =>
        ConvertFrom(PSObject.AsPSObject(sourceValue), destinationType, formatProvider, ignoreCase);

    /// <inheritdoc/>
    public override bool CanConvertTo(object sourceValue, Type destinationType) => false;

    /// <inheritdoc/>
    public override object ConvertTo(object sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase) => throw new NotSupportedException();

    /// <summary>The type that the object had where it was made; null where it is none of this module.</summary>
    private static Type? OriginalOf(PSObject source)
    {
        string name = source.TypeNames.FirstOrDefault() ?? "";
        if (!name.StartsWith(Prefix, StringComparison.Ordinal))
            return null;
        name = name.Substring(Prefix.Length);
        return Ours.Select(assembly => assembly.GetType(name)).FirstOrDefault(static type => type is { IsVisible: true });
    }

    private static Type ValueTypeOf(PropertyInfo property) => Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;

    private static bool IsChanged(PropertyInfo property)
    {
        Type type = ValueTypeOf(property);
        return type.IsEnum || type == typeof(DateTimeOffset) || type == typeof(string[]) || type == typeof(int[]);
    }

    /// <summary>The value as it was; null where it cannot be told, such as a name that only a newer version of the module knows.</summary>
    private static object? Restore(object value, Type type)
    {
        if (type.IsArray)
            return LanguagePrimitives.TryConvertTo(value, type, CultureInfo.InvariantCulture, out object array) ? array : null;
        string text = value.ToString();
        if (type == typeof(DateTimeOffset))
            return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTimeOffset time) ? time : null;
        try
        {
            return Enum.Parse(type, text);
        }
        catch (Exception error) when (error is ArgumentException or OverflowException)
        {
            return null;
        }
    }
}
