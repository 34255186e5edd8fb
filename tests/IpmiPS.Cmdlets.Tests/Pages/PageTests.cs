using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;

namespace IpmiPS.Cmdlets.Tests.Pages;

/// <summary>The file of a page: its data, that no text becomes markup, and its policy.</summary>
public sealed class PageTests
{
    /// <summary>Texts that would end an element or a text, or that are no text at all.</summary>
    public static TheoryData<string> HostileTexts => ["</script><script>alert(1)</script>", "<!--<script>", "]]>", "\"};alert(1);//", "\u2028\u2029", "\0\u0001\u001F", "{{script}}{{data}}", "\uD800", "&lt;&amp;", "'\"`${x}"];

    [Theory]
    [MemberData(nameof(HostileTexts))]
    public void No_text_leaves_its_place(string text)
    {
        string page = Page.Create(text, PageData.WriteReport(Options, [Reading(text)]));
        Assert.Equal(2, Regex.Count(page, "<script"));
        Assert.Equal(2, Regex.Count(page, "</script"));
        Assert.DoesNotContain("<!--", page);
        JsonElement server = DataOf(page).GetProperty("servers")[0];
        string? expected = text == "\uD800" ? null : text;
        if (expected is not null)
        {
            Assert.Equal(expected, server.GetProperty("name").GetString());
            Assert.Equal(expected, server.GetProperty("rack").GetString());
            Assert.Equal(expected, server.GetProperty("reasons")[0][2].GetString());
            Assert.Equal(expected, server.GetProperty("sensors")[0][0].GetString());
            Assert.Equal(expected, DataOf(page).GetProperty("events")[0][4].GetString());
        }
    }

    [Fact]
    public void The_policy_allows_the_script_and_the_style_of_the_page_and_nothing_else()
    {
        string page = Page.Create("x", PageData.WriteReport(Options, []));
        string policy = Regex.Match(page, "Content-Security-Policy\" content=\"([^\"]*)\"").Groups[1].Value;
        string script = Regex.Match(page, "<script>(.*?)</script>", RegexOptions.Singleline).Groups[1].Value;
        string style = Regex.Match(page, "<style>(.*?)</style>", RegexOptions.Singleline).Groups[1].Value;
        Assert.Equal(
            $"default-src 'none'; script-src {HashOf(script)}; style-src {HashOf(style)}; img-src data:; connect-src 'none'; base-uri 'none'; form-action 'none'",
            policy);
        Assert.DoesNotContain("\r", page);
        Assert.DoesNotMatch("(?i)innerHTML|outerHTML|insertAdjacentHTML|document\\.write|eval\\(|new Function", script);
        Assert.DoesNotMatch("https?://(?!www\\.w3\\.org/2000/svg)", page);
        Assert.DoesNotMatch("(?i)\\son\\w+=|style=", page.Replace(script, "").Replace(style, ""));
    }

    [Fact]
    public void What_is_not_known_is_null_and_numbers_are_numbers_in_every_culture()
    {
        var before = System.Globalization.CultureInfo.CurrentCulture;
        System.Globalization.CultureInfo.CurrentCulture = new("de-DE");
        try
        {
            ServerReading reading = Reading("a", new Sensor { Name = "Inlet Temp", SensorType = 1, Unit = "°C", Value = 21.5, UpperCritical = double.PositiveInfinity, LowerCritical = 1.0 / 3 });
            JsonElement server = JsonDocument.Parse(PageData.WriteReport(Options, [reading])).RootElement.GetProperty("servers")[0];
            Assert.Equal(21.5, server.GetProperty("inlet").GetDouble());
            Assert.Equal("[null,0.333333,null,null,null,null]", server.GetProperty("sensors")[0][7].GetRawText());
            foreach (string name in new[] { "watts", "power", "serial", "unit", "address" })
                Assert.Equal(JsonValueKind.Null, server.GetProperty(name).ValueKind);
        }
        finally
        {
            System.Globalization.CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void The_inlet_is_found_by_its_name_or_its_entity_and_is_not_the_outlet()
    {
        Sensor[] sensors =
        [
            Temperature("Exhaust Temp", 45, entity: 0x37), Temperature("CPU1", 80), Temperature("Temp 7", 24, entity: 0x37),
            new() { Name = "Inlet Fan", SensorType = 4, Unit = "RPM", Value = 9000 }, new() { Name = "Inlet B", SensorType = 1, Unit = "°C" },
        ];
        Assert.Equal(24, Reading("a", sensors).Inlet()?.Value);
        Assert.Equal(21, Reading("a", [.. sensors, Temperature("Inlet Temp", 20), Temperature("Ambient", 21, entity: 0x40)]).Inlet()?.Value);
        Assert.Null(Reading("a", sensors[0], sensors[1]).Inlet());
        Assert.Equal("CPU1", Reading("a", sensors).Hottest()?.Name);
    }

    [Fact]
    public void The_matrix_has_a_column_for_each_kind_of_part()
    {
        Sensor[] sensors =
        [
            new() { SensorType = 4, Health = SensorHealth.Ok }, new() { SensorType = 4, Health = SensorHealth.Critical }, new() { SensorType = 4 },
            new() { SensorType = 8, Health = SensorHealth.Warning }, new() { SensorType = 0x0C }, new() { SensorType = 0xC0, Health = SensorHealth.Ok },
        ];
        var verdict = new HealthVerdict { Sensors = sensors, Reasons = [new() { Part = HealthPart.EventLog, Severity = SensorHealth.Warning }, new() { Part = HealthPart.Chassis, Severity = SensorHealth.Unknown }] };
        var parts = ServerParts.Names.Zip(ServerParts.Of(verdict), static (name, health) => (name, health)).ToDictionary(static part => part.name, static part => part.health);
        Assert.Equal(SensorHealth.Ok, parts["BMC"]);
        Assert.Equal(SensorHealth.Unknown, parts["Chassis"]);
        Assert.Equal(SensorHealth.Critical, parts["Fans"]);
        Assert.Equal(SensorHealth.Warning, parts["Power supplies"]);
        Assert.Equal(SensorHealth.Unknown, parts["Memory"]);
        Assert.Equal(SensorHealth.Ok, parts["Other"]);
        Assert.Equal(SensorHealth.Warning, parts["Event log"]);
        Assert.Null(parts["Drives"]);

        // Of a BMC that was not read, nothing is known: not that it has no drives, nor that they are well.
        var unread = ServerParts.Of(HealthVerdict.NotExamined("a", new IpmiException(IpmiErrorKind.Timeout, "x"))).ToList();
        Assert.Equal(ServerParts.Names.Count, unread.Count);
        Assert.All(unread.Skip(1), static health => Assert.Equal(SensorHealth.Unknown, health));
    }

    [Theory]
    [InlineData("Rack 1", "12", "Rack 1", 12)]
    [InlineData(" A ", "U07", "A", 7)]
    [InlineData("A", "12-13", "A", 12, 2)]
    [InlineData("A", "U14 – U12", "A", 12, 3)]
    [InlineData("A", "60", "A", 60)]
    [InlineData("A", "61", "A", null)]
    [InlineData("A", "", "A", null)]
    [InlineData("A", "0", "A", null)]
    [InlineData("A", "101", "A", null)]
    [InlineData("A", "top", "A", null)]
    [InlineData("", null, null, null)]
    [InlineData("  ", "°C", null, null)]
    public void Places_are_read_as_people_write_them(string? rack, string? unit, string? expectedRack, int? expectedUnit, int expectedUnits = 1) =>
        Assert.Equal(new RackPlace(expectedRack, expectedUnit, expectedUnits), RackPlace.From(rack, unit));

    private static PageOptions Options => new() { Title = "x", Version = "1", Created = DateTimeOffset.Now, After = DateTimeOffset.Now };

    private static ServerReading Reading(string text) => new(text, new(text, null), new HealthVerdict
    {
        ComputerName = text,
        Reasons = [new() { Text = text }],
        Sensors = [new Sensor { Name = text, Type = text, Unit = text, State = [text] }],
    })
    {
        Events = [new SelEntry { Event = text, Sensor = text, Details = text }],
        Inventory = new ServerInventory { SerialNumber = text, Model = text },
        Notes = [text],
    };

    private static ServerReading Reading(string name, params Sensor[] sensors) => new(name, new(null, null), new HealthVerdict { ComputerName = name, Sensors = sensors });

    private static Sensor Temperature(string name, double value, byte entity = 0) => new() { Name = name, SensorType = 1, Unit = "°C", Value = value, EntityId = entity };

    private static JsonElement DataOf(string page) =>
        JsonDocument.Parse(Regex.Match(page, "<script type=\"application/json\" id=\"data\">(.*?)</script>", RegexOptions.Singleline).Groups[1].Value).RootElement;

    private static string HashOf(string text) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}'";
}
