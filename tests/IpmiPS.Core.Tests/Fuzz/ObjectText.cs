using System;
using System.Collections;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Reflection;
using System.Text;
using IpmiPS.Wire;

namespace IpmiPS.Tests.Fuzz;

/// <summary>All that an object's properties say, as text: to compare two by, and to see that each can be asked.</summary>
internal static class ObjectText
{
    private const int DeepestLevel = 6;

    private static readonly ConcurrentDictionary<Type, PropertyInfo[]> s_properties = [];

    public static string Of(object? value)
    {
        var text = new StringBuilder();
        Write(text, value, 0);
        return text.ToString();
    }

    private static void Write(StringBuilder text, object? value, int level)
    {
        switch (value)
        {
            case null or Delegate or Type:
                text.Append('-');
                break;
            case byte[] bytes:
                text.Append(Hex.Format(bytes));
                break;
            case ArraySegment<byte> segment:
                text.Append(segment.Array is null ? "" : Hex.Format(segment));
                break;
            case string or Enum or DateTimeOffset or TimeSpan or IPAddress:
                text.Append('"').Append(value).Append('"');
                break;
            case IFormattable number when value.GetType().IsPrimitive:
                text.Append(number.ToString(null, CultureInfo.InvariantCulture));
                break;
            case bool or char:
                text.Append(value);
                break;
            case IEnumerable items:
                text.Append('[');
                foreach (object? item in items)
                {
                    Write(text, item, level + 1);
                    text.Append(' ');
                }

                text.Append(']');
                break;
            default:
                if (level < DeepestLevel)
                    WriteProperties(text, value, level);
                break;
        }
    }

    private static void WriteProperties(StringBuilder text, object value, int level)
    {
        text.Append('{');
        foreach (var property in s_properties.GetOrAdd(value.GetType(), PropertiesOf))
        {
            text.Append(property.Name).Append('=');
            Write(text, property.GetValue(value), level + 1);
            text.Append(' ');
        }

        text.Append('}');
    }

    private static PropertyInfo[] PropertiesOf(Type type) =>
    [
        .. from property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
           where property.CanRead && property.GetIndexParameters().Length == 0 && property.Name is not ("EqualityContract" or "ChecksumValid" or "SyncRoot")
           orderby property.Name
           select property,
    ];
}
