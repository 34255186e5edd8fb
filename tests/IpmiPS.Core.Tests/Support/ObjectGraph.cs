#nullable enable
using System;
using System.Collections.Generic;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace IpmiPS.Tests.Support;

/// <summary>
/// What can be reached from an object through its fields, private ones too, and through delegates and what these have captured: for tests
/// that look for what should no longer be there. The fields of IpmiPS's own types, of exceptions, tasks and collections are followed; what
/// else the framework keeps in its objects (SecureString, HMAC, AES) is its own. The Pester tests compile this file, too.
/// </summary>
public static class ObjectGraph
{
    /// <summary>Every text, byte array and character array that can be reached, with the way to it.</summary>
    /// <param name="root">Where to begin.</param>
    /// <param name="leftOut">Beginnings of full names of types that are not looked into.</param>
    public static IReadOnlyList<KeyValuePair<string, object>> Leaves(object root, params string[] leftOut)
    {
        var leaves = new List<KeyValuePair<string, object>>();
        var seen = new HashSet<object>(new ByReference());
        var open = new Stack<KeyValuePair<string, object?>>();
        open.Push(new("", root));
        while (open.Count > 0)
        {
            var at = open.Pop();
            if (at.Value is not { } value)
                continue;
            var type = value.GetType();
            if (value is string or byte[] or char[])
                leaves.Add(new(at.Key, value));
            else if (type.IsPrimitive || type.IsPointer || !type.IsValueType && !seen.Add(value))
                continue;
            else if (value is Delegate method)
                foreach (var each in method.GetInvocationList())
                    open.Push(new(at.Key + "()", each.Target));
            else if (value is Array array)
                foreach (object? item in array)
                    open.Push(new(at.Key + "[]", item));
            else if (IsFollowed(type) && !Array.Exists(leftOut, name => type.FullName!.StartsWith(name, StringComparison.Ordinal)))
                foreach (var field in FieldsOf(type))
                    open.Push(new($"{at.Key}.{field.Name}", field.GetValue(value)));
        }

        return leaves;
    }

    private static bool IsFollowed(Type type) =>
        type.Assembly.GetName().Name!.StartsWith("IpmiPS", StringComparison.Ordinal)
        || typeof(Exception).IsAssignableFrom(type)
        || type.Namespace is { } name && !typeof(MemberInfo).IsAssignableFrom(type)
            && (name is "System" or "System.Threading.Tasks" || name.StartsWith("System.Collections", StringComparison.Ordinal));

    private static IEnumerable<FieldInfo> FieldsOf(Type type)
    {
        for (Type? level = type; level is not null; level = level.BaseType)
            foreach (var field in level.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                if (!field.FieldType.IsPointer)
                    yield return field;
    }

    private sealed class ByReference : IEqualityComparer<object>
    {
        bool IEqualityComparer<object>.Equals(object? x, object? y) => ReferenceEquals(x, y);

        int IEqualityComparer<object>.GetHashCode(object obj) => RuntimeHelpers.GetHashCode(obj);
    }
}
