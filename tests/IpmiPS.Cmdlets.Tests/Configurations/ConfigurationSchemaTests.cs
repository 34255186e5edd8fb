using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using IpmiPS.Cmdlets.Tests.Support;
using IpmiPS.Configuration;
using IpmiPS.Tests.Support;
using Newtonsoft.Json.Linq;
using Xunit;

namespace IpmiPS.Cmdlets.Tests.Configurations;

/// <summary>
/// docs/configuration.schema.json is what the sections say of themselves, and what is exported is valid by it. To write the file after a change of a setting, run
/// these tests once with the environment variable IPMIPS_UPDATE_SCHEMA=1.
/// </summary>
public sealed class ConfigurationSchemaTests
{
    private static readonly string s_path = Repository.PathOf("docs/configuration.schema.json");

    [Fact]
    public void The_schema_is_that_of_the_sections()
    {
        string schema = Encoding.UTF8.GetString(ConfigurationJson.Write(Describe()));
        if (Environment.GetEnvironmentVariable("IPMIPS_UPDATE_SCHEMA") == "1")
            File.WriteAllText(s_path, schema);
        Assert.True(File.Exists(s_path) && File.ReadAllText(s_path).Replace("\r\n", "\n") == schema, "The settings have changed. If that is intended, run this test with IPMIPS_UPDATE_SCHEMA=1.");
    }

    [Fact]
    public async Task What_is_exported_is_valid()
    {
        using var rack = new TestRack();
        using var bmc = await BmcConnector.ConnectAsync(rack.Options);
        var configuration = await ConfigurationReader.ReadAsync(new ConfigurationContext(bmc), [.. ConfigurationSections.All], default);
        Assert.Empty(Faults(Encoding.UTF8.GetString(ConfigurationJson.Write(configuration))));
    }

    [Theory]
    [InlineData("""{ "Format": 1, "Network": { "1": { "VlanId": 12 } }, "Device": { "ProductId": 1 } }""", "")]
    [InlineData("""{ "Network": {} }""", "/ lacks Format")]
    [InlineData("""{ "Format": 2 }""", "/Format is not 1")]
    [InlineData("""{ "Format": 1, "Netwrok": {} }""", "/ has Netwrok")]
    [InlineData("""{ "Format": 1, "Network": { "16": {} } }""", "/Network has 16")]
    [InlineData("""{ "Format": 1, "Network": { "1": { "VlanId": 4095 } } }""", "/Network/1/VlanId is too great")]
    [InlineData("""{ "Format": 1, "Network": { "1": { "VlanId": true } } }""", "/Network/1/VlanId is not integer")]
    [InlineData("""{ "Format": 1, "Chassis": { "DisabledButtons": [ "Sleep" ] } }""", "/Chassis/DisabledButtons/0 is not one of the values")]
    [InlineData("""{ "Format": 1, "AssetTag": { "AssetTag": "1234567890123456789012345678901234567890123456789012345678901234" } }""", "/AssetTag/AssetTag is too long")]
    [InlineData("""{ "Format": 1, "Serial": { "Notes": [ "The BMC has no serial channel." ] } }""", "")]
    public void The_schema_finds_what_the_cmdlets_refuse(string text, string fault)
    {
        Assert.Equal(fault, string.Join("; ", Faults(text)));
        if (fault.Length > 0)
            Assert.Throws<IpmiException>(() => ConfigurationJson.Read(Encoding.UTF8.GetBytes(text)));
        else
            ConfigurationJson.Read(Encoding.UTF8.GetBytes(text));
    }

    private static ConfigurationObject Describe()
    {
        var schema = Part(
            ("$schema", "https://json-schema.org/draft/2020-12/schema"), ("$id", ConfigurationJson.SchemaAddress), ("title", "Configuration of a BMC"),
            ("description", "Settings of a BMC, as Export-IpmiConfiguration of IpmiPS writes them. Members that a BMC does not have are left out."), ("type", "object"));
        var properties = new ConfigurationObject();
        properties.Set("$schema", Part(("type", "string")));
        properties.Set(BmcConfiguration.FormatName, Part(("description", "The version of the format."), ("const", (decimal)BmcConfiguration.Format)));
        properties.Set(BmcConfiguration.DeviceName, Part(("description", "What the BMC is. Not a setting."), ("type", "object"), ("properties", Part(
            ("Manufacturer", Part(("type", "string"))), ("ProductId", Part(("type", "integer"))), ("FirmwareVersion", Part(("type", "string")))))));
        foreach (var section in ConfigurationSections.All)
            properties.Set(section.Name, section.Describe());
        schema.Set("properties", properties);
        schema.Set("required", (string[])[BmcConfiguration.FormatName]);
        schema.Set("additionalProperties", false);
        return schema;
    }

    private static ConfigurationObject Part(params (string Name, object Value)[] members)
    {
        var part = new ConfigurationObject();
        foreach (var (name, value) in members)
            part.Set(name, value);
        return part;
    }

    private static List<string> Faults(string text) => Faults(JToken.Parse(text), JObject.Parse(File.ReadAllText(s_path)), "");

    /// <summary>The keywords of JSON Schema that the file uses. Others are not permitted in it.</summary>
    private static List<string> Faults(JToken value, JObject schema, string path)
    {
        Assert.Empty(schema.Properties().Select(static property => property.Name).Except(
            ["$schema", "$id", "title", "description", "type", "properties", "patternProperties", "additionalProperties", "required", "items", "enum", "const", "minimum", "maximum", "maxLength"]));
        if (schema["type"] is { } type && !IsOf(value, (string)type!))
            return [$"{path} is not {type}"];
        var faults = new List<string>();
        if (schema["const"] is { } wanted && !JToken.DeepEquals(wanted, value))
            faults.Add($"{path} is not {wanted}");
        if (schema["enum"] is { } values && !values.Any(one => JToken.DeepEquals(one, value)))
            faults.Add($"{path} is not one of the values");
        if (schema["minimum"] is { } minimum && (decimal)value < (decimal)minimum)
            faults.Add($"{path} is too small");
        if (schema["maximum"] is { } maximum && (decimal)value > (decimal)maximum)
            faults.Add($"{path} is too great");
        if (schema["maxLength"] is { } length && ((string)value!).Length > (int)length)
            faults.Add($"{path} is too long");
        if (value is JArray items && schema["items"] is JObject item)
            faults.AddRange(items.SelectMany((one, index) => Faults(one, item, $"{path}/{index}")));
        if (value is JObject part)
        {
            faults.AddRange((schema["required"] ?? new JArray()).Where(name => part[(string)name!] is null).Select(name => $"{path}/ lacks {name}"));
            foreach (var member in part.Properties())
            {
                JObject[] members = [.. new[] { schema["properties"]?[member.Name] }.Concat(Patterns(schema).Where(pattern => Regex.IsMatch(member.Name, pattern.Name)).Select(static pattern => pattern.Value)).OfType<JObject>()];
                if (members.Length == 0 && schema["additionalProperties"] is { Type: JTokenType.Boolean })
                    faults.Add($"{(path.Length == 0 ? "/" : path)} has {member.Name}");
                faults.AddRange(members.SelectMany(one => Faults(member.Value, one, $"{path}/{member.Name}")));
            }
        }

        return faults;
    }

    private static IEnumerable<JProperty> Patterns(JObject schema) => ((JObject?)schema["patternProperties"])?.Properties() ?? [];

    private static bool IsOf(JToken value, string type) => type switch
    {
        "object" => value is JObject,
        "array" => value is JArray,
        "boolean" => value.Type == JTokenType.Boolean,
        "integer" => value.Type == JTokenType.Integer,
        "number" => value.Type is JTokenType.Integer or JTokenType.Float,
        "string" => value.Type == JTokenType.String,
        _ => throw new ArgumentException(type),
    };
}
