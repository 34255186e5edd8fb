using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using IpmiPS.Configuration;
using Newtonsoft.Json;

namespace IpmiPS.Cmdlets;

/// <summary>
/// Configurations as JSON. What is written has one form only, whatever the system: UTF-8 without a byte order mark, two spaces, line feeds, members in the order of the
/// configuration. So the same configuration is the same file, byte for byte.
/// </summary>
internal static class ConfigurationJson
{
    private const string SchemaName = "$schema";

    private const int MaximumDepth = 16, MaximumLength = 16 * 1024 * 1024;

    private static readonly UTF8Encoding Encoding = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The address of the JSON Schema.</summary>
    public const string SchemaAddress = "https://raw.githubusercontent.com/IpmiPS/IpmiPS/main/docs/configuration.schema.json";

    /// <summary>Writes a configuration.</summary>
    public static byte[] Write(BmcConfiguration configuration)
    {
        var root = new ConfigurationObject();
        root.Set(SchemaName, SchemaAddress);
        foreach (string name in configuration.Root.Names.Where(static name => name != SchemaName))
            root.Set(name, configuration.Root[name]);
        return Write(root);
    }

    /// <summary>Writes an object.</summary>
    public static byte[] Write(ConfigurationObject root)
    {
        var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        using (var writer = new JsonTextWriter(text) { Formatting = Formatting.Indented, Indentation = 2, Culture = CultureInfo.InvariantCulture })
            Write(writer, root);
        return Encoding.GetBytes(text.ToString() + "\n");
    }

    /// <summary>Reads a configuration and checks it.</summary>
    /// <exception cref="IpmiException">InvalidParameter: the file is not JSON, or has something that is not valid; the message says where.</exception>
    public static BmcConfiguration Read(byte[] bytes)
    {
        if (bytes.Length > MaximumLength)
            throw Invalid($"It is longer than {MaximumLength / 1024 / 1024} MB.");
        try
        {
            using var reader = new JsonTextReader(new StreamReader(new MemoryStream(bytes), Encoding, detectEncodingFromByteOrderMarks: true))
            {
                DateParseHandling = DateParseHandling.None,
                FloatParseHandling = FloatParseHandling.Decimal,
                Culture = CultureInfo.InvariantCulture,
                MaxDepth = MaximumDepth,
            };
            if (!Advance(reader) || reader.TokenType != JsonToken.StartObject)
                throw Invalid("It has to begin with an object.");
            ConfigurationObject root = ReadObject(reader);
            if (Advance(reader))
                throw Invalid($"Line {Line(reader)}: there is something after the end of the object.");
            return BmcConfiguration.Parse(root);
        }
        catch (Exception error) when (error is JsonException or DecoderFallbackException or OverflowException or FormatException)
        {
            throw Invalid(error.Message, error);
        }
    }

    private static void Write(JsonTextWriter writer, object value)
    {
        switch (value)
        {
            case ConfigurationObject part:
                writer.WriteStartObject();
                foreach (string name in part.Names)
                {
                    writer.WritePropertyName(name);
                    Write(writer, part[name]!);
                }

                writer.WriteEndObject();
                break;
            case IReadOnlyList<string> list:
                // In one line: lists are flags and names.
                writer.WriteRawValue($"[{string.Join(", ", list.Select(JsonConvert.ToString))}]");
                break;
            case bool flag:
                writer.WriteValue(flag);
                break;
            case decimal number:
                writer.WriteRawValue(number.ToString(CultureInfo.InvariantCulture));
                break;
            default:
                writer.WriteValue((string)value);
                break;
        }
    }

    /// <summary>Reads up to the end of an object, whose start was read.</summary>
    private static ConfigurationObject ReadObject(JsonTextReader reader)
    {
        var part = new ConfigurationObject();
        while (Advance(reader) && reader.TokenType == JsonToken.PropertyName)
        {
            string name = (string)reader.Value!;
            if (part[name] is not null)
                throw Invalid($"Line {Line(reader)}: '{name}' is there twice.");
            if (!Advance(reader))
                break;
            part.Set(name, ReadValue(reader));
        }

        return reader.TokenType == JsonToken.EndObject ? part : throw Invalid($"Line {Line(reader)}: the end of an object is missing.");
    }

    /// <summary>Null means that a setting is not given.</summary>
    private static object? ReadValue(JsonTextReader reader) => reader.TokenType switch
    {
        JsonToken.StartObject => ReadObject(reader),
        JsonToken.StartArray => ReadList(reader),
        JsonToken.Integer => Convert.ToDecimal(reader.Value, CultureInfo.InvariantCulture) / One,
        JsonToken.Float => (decimal)reader.Value! / One,
        JsonToken.Boolean or JsonToken.String => reader.Value,
        JsonToken.Null => null,
        _ => throw Invalid($"Line {Line(reader)}: {reader.TokenType} is not a value."),
    };

    private static string[] ReadList(JsonTextReader reader)
    {
        var items = new List<string>();
        while (Advance(reader) && reader.TokenType != JsonToken.EndArray)
            items.Add(reader.TokenType == JsonToken.String ? (string)reader.Value! : throw Invalid($"Line {Line(reader)}: a list has text only."));
        return [.. items];
    }

    /// <summary>Comments are skipped.</summary>
    private static bool Advance(JsonTextReader reader)
    {
        while (reader.Read())
            if (reader.TokenType != JsonToken.Comment)
                return true;
        return false;
    }

    /// <summary>Removes zeros at the end of a decimal fraction.</summary>
    private const decimal One = 1.000000000000000000000000000000000m;

    private static string Line(JsonTextReader reader) => reader.LineNumber.ToString(CultureInfo.InvariantCulture);

    private static IpmiException Invalid(string message, Exception? inner = null) =>
        new(IpmiErrorKind.InvalidParameter, message, "Export-IpmiConfiguration writes such files; their JSON Schema is configuration.schema.json in the folder of the module. Nothing was sent.", inner);
}
