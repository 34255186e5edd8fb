using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace IpmiPS.Tests.Architecture;

/// <summary>Lists the types and members of an assembly that other code can use, one line each, in a fixed order. Members that the compiler adds to records are left out.</summary>
internal static class PublicApi
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static IReadOnlyList<string> Of(Assembly assembly) =>
        [.. assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal).SelectMany(type => MembersOf(type).OrderBy(line => line, StringComparer.Ordinal).Prepend(Describe(type)))];

    private static string Describe(Type type)
    {
        string kind = type.IsEnum ? "enum" : type.IsInterface ? "interface" : type.IsSubclassOf(typeof(Delegate)) ? "delegate"
            : type.IsValueType ? "struct" : type.IsAbstract && type.IsSealed ? "static class" : type.IsAbstract ? "abstract class" : type.IsSealed ? "sealed class" : "class";
        IEnumerable<Type> bases = type.IsEnum ? [Enum.GetUnderlyingType(type)]
            : (type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType) ? [parent] : Type.EmptyTypes)
                .Concat(type.GetInterfaces().Where(each => each.IsPublic).OrderBy(Name, StringComparer.Ordinal));
        string list = string.Join(", ", bases.Select(Name));
        return $"{kind} {type.Namespace}.{Name(type)}{(list.Length > 0 ? " : " + list : "")}";
    }

    private static IEnumerable<string> MembersOf(Type type)
    {
        string prefix = $"    {Name(type)}.";
        if (type.IsEnum)
            return type.GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => $"{prefix}{field.Name} = {Convert.ToInt64(field.GetRawConstantValue(), CultureInfo.InvariantCulture)}");
        return type.GetMembers(Declared).Select(member => member switch
        {
            ConstructorInfo constructor when IsUsable(constructor) => $"{prefix}new({Parameters(constructor)})",
            MethodInfo method when IsUsable(method) && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal)) =>
                $"{prefix}{method.Name}{Generic(method)}({Parameters(method)}) : {Name(method.ReturnType)}{Modifiers(method)}",
            PropertyInfo property when property.GetAccessors(true).Any(IsAccessible) && property.Name != "EqualityContract" =>
                $"{prefix}{property.Name} : {Name(property.PropertyType)} {{ {string.Join(" ", property.GetAccessors(true).Where(IsAccessible).Select(Accessor))} }}{Modifiers(property.GetAccessors(true)[0])}",
            FieldInfo { IsPublic: true } field => $"{prefix}{field.Name} : {Name(field.FieldType)}{(field.IsLiteral ? " const = " + Constant(field) : field.IsInitOnly ? " readonly" : "")}",
            EventInfo added => $"{prefix}{added.Name} : event {Name(added.EventHandlerType!)}",
            _ => "",
        }).Where(line => line.Length > 0);
    }

    private static bool IsUsable(MethodBase method) => IsAccessible(method) && !method.IsDefined(typeof(CompilerGeneratedAttribute), false);

    private static bool IsAccessible(MethodBase method) => method.IsPublic || (method.IsFamily || method.IsFamilyOrAssembly) && !method.DeclaringType!.IsSealed;

    private static string Accessor(MethodInfo accessor) => accessor.ReturnType != typeof(void) ? "get;"
        : accessor.ReturnParameter.GetRequiredCustomModifiers().Any(modifier => modifier.Name == "IsExternalInit") ? "init;" : "set;";

    private static string Modifiers(MethodInfo method) =>
        (method.IsStatic ? " static" : "") + (method.IsAbstract && !method.DeclaringType!.IsInterface ? " abstract" : method.IsVirtual && !method.IsFinal && !method.DeclaringType!.IsInterface && !method.DeclaringType.IsSealed ? " virtual" : "")
        + (method.IsPublic ? "" : " protected");

    private static string Generic(MethodInfo method) => method.IsGenericMethodDefinition ? $"<{string.Join(", ", method.GetGenericArguments().Select(Name))}>" : "";

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(parameter =>
        $"{(parameter.IsOut ? "out " : parameter.ParameterType.IsByRef ? "in " : "")}{Name(parameter.ParameterType)} {parameter.Name}{(parameter.HasDefaultValue ? " = " + Text(parameter.RawDefaultValue) : "")}"));

    private static string Constant(FieldInfo field) => Text(field.GetRawConstantValue());

    private static string Text(object? value) => value switch
    {
        null => "default",
        string text => $"\"{text}\"",
        bool flag => flag ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Name(Type type)
    {
        if (type.IsByRef)
            return Name(type.GetElementType()!);
        if (type.IsArray)
            return Name(type.GetElementType()!) + "[]";
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return Name(underlying) + "?";
        string outer = type is { IsNested: true, IsGenericParameter: false } ? Name(type.DeclaringType!) + "." : "";
        int mark = type.Name.IndexOf('`');
        return outer + (mark < 0 ? type.Name : $"{type.Name.Substring(0, mark)}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>");
    }
}
