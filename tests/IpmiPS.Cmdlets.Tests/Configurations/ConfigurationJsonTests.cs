using System;
using System.Linq;
using System.Text;
using IpmiPS.Configuration;
using Xunit;

namespace IpmiPS.Cmdlets.Tests.Configurations;

/// <summary>Configurations as JSON: one form, and what is not valid is found with its line.</summary>
public sealed class ConfigurationJsonTests
{
    private const string Text = """
        {
          "$schema": "https://raw.githubusercontent.com/IpmiPS/IpmiPS/main/docs/configuration.schema.json",
          "Format": 1,
          "Device": {
            "Manufacturer": "Dell \"é\" \\",
            "ProductId": 256
          },
          "Chassis": {
            "RestorePolicy": "Previous",
            "DisabledButtons": ["PowerOff", "Reset"]
          },
          "Network": {
            "1": {
              "GratuitousArp": false,
              "GratuitousArpInterval": 2.5,
              "TimeToLive": 64,
              "IPv6StaticAddress": []
            }
          },
          "Serial": {
            "Notes": ["The BMC has no serial channel."]
          }
        }

        """;

    [Fact]
    public void What_is_read_is_written_byte_for_byte() => Assert.Equal(Text, Written(Text));

    [Theory]
    [InlineData("\n", "\r\n")]
    [InlineData("\n", "")]
    [InlineData("  ", "\t")]
    [InlineData("2.5,", "2.500,")]
    [InlineData("64,", "64.0,")]
    [InlineData("64,", "6.4e1,")]
    [InlineData("\"TimeToLive\"", "// remark\n/* another */ \"TimeToLive\"")]
    [InlineData("\"Chassis\": {", "\"Chassis\": { \"Notes\": null,")]
    [InlineData("\\\"é", "\\u0022\\u00e9")]
    [InlineData("  \"$schema\": \"https://raw.githubusercontent.com/IpmiPS/IpmiPS/main/docs/configuration.schema.json\",\n", "")]
    public void Other_forms_of_the_same_content_become_this_one(string part, string other) => Assert.Equal(Text, Written(Text.Replace(part, other)));

    [Fact]
    public void A_byte_order_mark_is_accepted_and_none_is_written()
    {
        var configuration = ConfigurationJson.Read([.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes(Text)]);
        Assert.Equal(Encoding.UTF8.GetBytes(Text), ConfigurationJson.Write(configuration));
    }

    [Theory]
    [InlineData("", "It has to begin with an object.")]
    [InlineData("[]", "It has to begin with an object.")]
    [InlineData("{", "line 1")]
    [InlineData("{\n  \"Format\": 1,\n  \"Format\": 1\n}", "Line 3: 'Format' is there twice.")]
    [InlineData("{\n  \"Format\": 1,\n  \"Chassis\": {\n", "line 4")]
    [InlineData("{\n  \"Format\": 1 \"Chassis\"", "line 2")]
    [InlineData("{\n  \"Format\": 1\n}\n{}", "line 4")]
    [InlineData("{\n  \"Format\": 1,\n  \"Chassis\": { \"DisabledButtons\": [\"Reset\", 1] }\n}", "Line 3: a list has text only.")]
    [InlineData("{\n  \"Format\": 1,\n  \"Chassis\": { \"DisabledButtons\": [[]] }\n}", "Line 3: a list has text only.")]
    [InlineData("{\n  \"Format\": undefined\n}", "Line 2: Undefined is not a value.")]
    [InlineData("{\n  \"Format\": 1e999\n}", "2")]
    [InlineData("{ \"Format\": 1, \"Chassis\": { \"RestorePolicy\": \"Sometimes\" } }", "Chassis/RestorePolicy has to be one of AlwaysOff, Previous, AlwaysOn, and is 'Sometimes'.")]
    [InlineData("{ \"Format\": \"1\" }", "the member Format is missing")]
    public void What_is_not_valid_is_refused_with_its_line(string text, string message)
    {
        var error = Assert.Throws<IpmiException>(() => ConfigurationJson.Read(Encoding.UTF8.GetBytes(text)));
        Assert.Equal(IpmiErrorKind.InvalidParameter, error.Kind);
        Assert.Contains(message, error.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Nothing was sent", error.RecommendedAction);
    }

    [Fact]
    public void What_is_too_deep_too_long_or_not_UTF_8_is_refused()
    {
        Assert.Contains("16", Refused(Encoding.UTF8.GetBytes("{ \"Format\": 1, \"Pef\": " + string.Concat(Enumerable.Repeat("{ \"a\": ", 20)) + "1" + new string('}', 21))));
        Assert.Contains("longer than 16 MB", Refused(new byte[16 * 1024 * 1024 + 1]));
        Refused([(byte)'{', (byte)'"', 0xFF, (byte)'"', (byte)':', (byte)'1', (byte)'}']);
    }

    private static string Refused(byte[] bytes) => Assert.Throws<IpmiException>(() => ConfigurationJson.Read(bytes)).Message;

    private static string Written(string text) => Encoding.UTF8.GetString(ConfigurationJson.Write(ConfigurationJson.Read(Encoding.UTF8.GetBytes(text))));
}
