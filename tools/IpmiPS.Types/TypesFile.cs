using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Xml.Linq;

namespace IpmiPS.Types;

/// <summary>
/// The types file: how the results of cmdlets are listed, and how they travel to other processes (Invoke-Command, jobs) and into files
/// (Export-Clixml). Each type is written with its own properties, whatever depth is requested (SerializationDepth). What arrives is a
/// Deserialized.IpmiPS.Something, whose enumerations, times and bytes are read back (CodeProperty). Credentials do not travel.
/// </summary>
public static class TypesFile
{
    private const string Namespace = "IpmiPS";
    private const string Converter = "IpmiPS.Cmdlets.DeserializedConverter";
    private const string Values = "IpmiPS.Cmdlets.DeserializedValues";

    /// <summary>Makes the file for the cmdlets of an assembly.</summary>
    /// <exception cref="InvalidDataException">A type cannot be described.</exception>
    public static XDocument For(Assembly module)
    {
        Type values = module.GetType(Values, throwOnError: true)!;
        return new XDocument(
            new XDeclaration("1.0", "utf-8", null),
            new XElement("Types", ResultTypes(module).OrderBy(static type => type.Name, StringComparer.Ordinal).SelectMany(type => Describe(type, values))));
    }

    /// <summary>Returns the module's own types among the outputs of cmdlets, and those of their properties.</summary>
    public static IReadOnlyCollection<Type> ResultTypes(Assembly module)
    {
        var found = new HashSet<Type>();
        var open = new Queue<Type>(
            from cmdlet in module.GetTypes()
            from attribute in cmdlet.GetCustomAttributesData()
            where attribute.AttributeType.Name == "OutputTypeAttribute"
            from argument in attribute.ConstructorArguments
            from output in argument.Value is IReadOnlyList<CustomAttributeTypedArgument> several ? several.Select(static each => each.Value) : [argument.Value]
            where output is Type
            select (Type)output);
        while (open.TryDequeue(out Type? type))
        {
            if (!IsResult(type) || !found.Add(type))
                continue;
            foreach (PropertyInfo property in type.GetProperties())
                open.Enqueue(property.PropertyType.GetElementType() ?? property.PropertyType);
        }

        return found;
    }

    private static bool IsResult(Type type) => type is { Namespace: Namespace, IsClass: true } && type.Name != "ByteString";

    private static IEnumerable<XElement> Describe(Type type, Type values)
    {
        PropertyInfo[] properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance);
        string[] all = [.. properties.Select(static property => property.Name)];
        string[] secrets = [.. properties.Where(static property => property.PropertyType.Name == "PSCredential").Select(static property => property.Name)];
        string[]? display = DisplayPropertiesOf(type);
        if (display?.Except(all).FirstOrDefault() is { } unknown)
            throw new InvalidDataException($"{type.Name} has no property '{unknown}', which is to be displayed.");

        yield return Type(
            type.FullName!,
            [],
            display is null ? null : PropertySet("DefaultDisplayPropertySet", display),
            type.GetCustomAttributesData().FirstOrDefault(static attribute => attribute.AttributeType.Name == "DefaultPropertyAttribute") is { } main
                ? Note("DefaultDisplayProperty", (string)main.ConstructorArguments[0].Value!)
                : null,
            Note("SerializationDepth", "1"),
            secrets.Length == 0 ? null : Note("SerializationMethod", "SpecificProperties"),
            secrets.Length == 0 ? null : Note("InheritPropertySerializationSet", "false"),
            secrets.Length == 0 ? null : PropertySet("PropertySerializationSet", all.Except(secrets)));

        // A type that is written with specific properties does not take its list along.
        yield return Type(
            "Deserialized." + type.FullName,
            CodeProperties(type, values),
            display is null || secrets.Length == 0 ? null : PropertySet("DefaultDisplayPropertySet", display.Except(secrets)),
            Note("SerializationDepth", "1"),
            Note("TargetTypeForDeserialization", Converter));
    }

    /// <summary>The names that the module itself gives, so that both count the properties in the same order.</summary>
    private static IEnumerable<XElement> CodeProperties(Type type, Type values)
    {
        var names = (string[])values.GetMethod("ChangedNamesOf", BindingFlags.Static | BindingFlags.NonPublic)!.Invoke(null, [type])!;
        for (int i = 0; i < names.Length; i++)
        {
            string method = FormattableString.Invariant($"Value{i}");
            if (values.GetMethod(method) is null)
                throw new InvalidDataException($"{type.Name} has more enumerations, times and bytes than {Values} has methods ({i}).");
            yield return new XElement("CodeProperty",
                new XElement("Name", names[i]),
                new XElement("GetCodeReference", new XElement("TypeName", Values), new XElement("MethodName", method)));
        }
    }

    private static string[]? DisplayPropertiesOf(Type type) =>
        type.GetCustomAttributesData().FirstOrDefault(static attribute => attribute.AttributeType.Name == "DisplayPropertiesAttribute") is { } attribute
            ? [.. ((IReadOnlyList<CustomAttributeTypedArgument>)attribute.ConstructorArguments[0].Value!).Select(static argument => (string)argument.Value!)]
            : null;

    private static XElement Type(string name, IEnumerable<XElement> members, params IEnumerable<XElement?> standard) =>
        new("Type",
            new XElement("Name", name),
            new XElement("Members",
                members,
                new XElement("MemberSet", new XElement("Name", "PSStandardMembers"), new XElement("Members", standard))));

    private static XElement Note(string name, string value) => new("NoteProperty", new XElement("Name", name), new XElement("Value", value));

    private static XElement PropertySet(string name, IEnumerable<string> properties) =>
        new("PropertySet", new XElement("Name", name), new XElement("ReferencedProperties", properties.Select(static property => new XElement("Name", property))));
}
