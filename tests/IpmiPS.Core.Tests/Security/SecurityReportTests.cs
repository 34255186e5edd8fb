using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using System.Xml.Linq;
using IpmiPS.Security;
using IpmiPS.Simulator;
using IpmiPS.Tests.Support;
using Xunit;

namespace IpmiPS.Tests.Security;

public sealed class SecurityReportTests
{
    private static readonly DateTimeOffset s_time = new(2026, 11, 25, 20, 0, 0, TimeSpan.FromHours(1));

    [Fact]
    public async Task The_page_stands_alone_and_every_link_leads_somewhere()
    {
        var page = Parse(new SecurityReport(await FleetAsync(), [new UnauditedBmc("dead", "no answer")], s_time).ToHtml());
        string[] ids = [.. page.Descendants().Attributes("id").Select(id => id.Value)];
        Assert.Equal(ids.Distinct(), ids);
        Assert.All(page.Descendants("a"), link => Assert.Contains(link.Attribute("href")!.Value.Substring(1), ids));
        Assert.Empty(page.Descendants("script"));
        Assert.Empty(page.Descendants("link"));
        Assert.Empty(page.Descendants("img"));
        Assert.Empty(page.Descendants().Attributes("src"));
        Assert.Single(page.Descendants("h1"));
        Assert.All(page.Descendants("table"), table => Assert.False(string.IsNullOrEmpty(table.Element("caption")?.Value)));
        Assert.All(page.Descendants("thead").Descendants("th"), head => Assert.Equal("col", head.Attribute("scope")?.Value));
        Assert.Equal("en", page.Attribute("lang")?.Value);
        Assert.DoesNotContain("http", page.Element("head")!.Element("style")!.Value);

        // Within <style> a browser decodes no entities.
        Assert.DoesNotMatch("[<>&]", page.Element("head")!.Element("style")!.Value);
    }

    [Fact]
    public async Task It_holds_every_finding_by_finding_and_by_BMC()
    {
        var fleet = await FleetAsync();
        var page = Parse(new SecurityReport(fleet, [new UnauditedBmc("dead", "no answer")], s_time).ToHtml());
        foreach (var finding in fleet.Where(finding => finding.Status == SecurityStatus.Failed))
        {
            string byBmc = Section(page, "details").Elements("article").Single(article => article.Element("h3")!.Value == finding.ComputerName).Value;
            Assert.Contains(finding.Title, byBmc);
            Assert.Contains(finding.Evidence, byBmc);
            Assert.Contains(finding.Remedy!, byBmc);
            var article = Section(page, "findings").Elements("article").Single(one => one.Descendants("code").Any(code => code.Value == finding.Id));
            Assert.Contains(finding.Recommendation!, article.Value);
            Assert.Contains(article.Descendants("div"), group => group.Element("dt")!.Value.Contains(finding.Evidence) && group.Element("dd")!.Elements("a").Any(link => link.Value == finding.ComputerName));
        }

        Assert.All(fleet.Where(finding => finding.Status == SecurityStatus.NotChecked), finding => Assert.Contains(finding.Evidence, Section(page, "details").Value));
        Assert.Contains("no answer", Section(page, "unaudited").Value);
        Assert.Contains("2026-11-25 at 20:00 +01:00. 3 BMCs audited, 1 not.", page.Descendants("header").Single().Value);
        Assert.Equal(["bmc2", "bmc10", "good1"], Section(page, "bmcs").Descendants("tbody").Elements("tr").Select(row => row.Element("th")!.Value));
    }

    [Fact]
    public async Task No_text_of_a_BMCs_becomes_markup()
    {
        const string Name = "<b onclick=x>&\"'";
        var findings = await new AuditedBmc(AuditedBmc.WithUser(AuditedBmc.Good, Name, PrivilegeLevel.User, mayUseSol: true) with { SolParameters = AuditedBmc.Parameters((2, "C2")) }).AuditAsync();
        var hostile = findings.Select(finding => finding with { ComputerName = "<i>\u0001\u202E'\uD800" });
        string html = new SecurityReport(hostile, [new UnauditedBmc("</td><script>alert(1)</script>", "<img src=x onerror=alert(1)>\0")], s_time).ToHtml();
        Assert.DoesNotContain("<b", html.Replace("<body", ""));
        Assert.DoesNotContain("<i>", html);
        Assert.DoesNotContain("<img", html);
        Assert.DoesNotContain("<script", html);
        Assert.DoesNotContain(html, c => char.IsControl(c) && c != '\n');
        var page = Parse(html);
        Assert.Contains(Name, Section(page, "findings").Value);
        Assert.Contains("<i>\uFFFD\uFFFD'\uFFFD", Section(page, "bmcs").Value);
        Assert.Contains("<img src=x onerror=alert(1)>", Section(page, "unaudited").Value);
        Assert.DoesNotContain(page.Descendants().Attributes(), attribute => attribute.Name.LocalName.StartsWith("on", StringComparison.Ordinal));
    }

    [Fact]
    public void A_fleet_without_anything_makes_a_page_too()
    {
        var page = Parse(new SecurityReport([], [], s_time).ToHtml());
        Assert.Contains("0 BMCs audited, 0 not.", page.Value);
        Assert.Equal(["summary"], Sections(page));
    }

    [Fact]
    public async Task There_are_no_empty_sections()
    {
        var page = Parse(new SecurityReport([], [new UnauditedBmc("dead", "no answer")], s_time).ToHtml());
        Assert.Equal(["summary", "unaudited"], Sections(page));
        var well = (await new AuditedBmc().AuditAsync()).Where(finding => finding.Status != SecurityStatus.Failed);
        page = Parse(new SecurityReport(well, [], s_time).ToHtml());
        Assert.Equal(["summary", "bmcs", "details"], Sections(page));
        Assert.Contains("No findings.", Section(page, "details").Value);
        Assert.Equal(Sections(page), page.Descendants("nav").Single().Elements("a").Select(link => link.Attribute("href")!.Value.Substring(1)));
    }

    [Fact]
    public async Task Sums_put_the_gravest_first_and_name_the_BMCs_in_order()
    {
        var sums = SecuritySummary.Of(await FleetAsync());
        var zero = sums.Single(sum => sum.Id == "CipherSuiteZero");
        Assert.Equal((SecuritySeverity.Critical, 2, 0), (zero.Severity, zero.Count, zero.NotChecked));
        Assert.Equal(["bmc2", "bmc10"], zero.ComputerName);
        Assert.Equal(sums.Select(sum => sum.Severity).OrderByDescending(severity => severity), sums.Select(sum => sum.Severity));
        Assert.Equal(3, sums.Single(sum => sum.Id == "DefaultPassword").NotChecked);
        Assert.Equal(SecurityAudit.CheckIds.Count, sums.Count);
    }

    /// <summary>The table is what administrators read; it names every check, with what it weighs at most.</summary>
    [Fact]
    public void The_documents_table_is_that_of_the_checks()
    {
        string text = File.ReadAllText(Repository.PathOf("docs/security-findings.md")).Replace("\r\n", "\n");
        var rows = Regex.Matches(text, @"^\| `(\w+)` \| (\w+)", RegexOptions.Multiline).Cast<Match>().Select(row => (row.Groups[1].Value, row.Groups[2].Value));
        Assert.Equal(SecurityChecks.All.Select(check => (check.Id, check.Severity.ToString())), rows);
    }

    private static async Task<List<SecurityFinding>> FleetAsync()
    {
        var findings = new List<SecurityFinding>();
        foreach (var (name, options) in new[] { ("bmc10", new SimulatorOptions()), ("good1", AuditedBmc.Good), ("bmc2", new SimulatorOptions { Seed = 2 }) })
            findings.AddRange((await new AuditedBmc(options).AuditAsync()).Select(finding => finding with { ComputerName = name }));
        return findings;
    }

    /// <summary>The page is well-formed XML, too, so that it can be looked through here.</summary>
    private static XElement Parse(string html)
    {
        Assert.StartsWith("<!DOCTYPE html>\n", html);
        return XElement.Parse(html.Substring(html.IndexOf('\n')));
    }

    private static IEnumerable<string> Sections(XElement page) => page.Descendants("section").Select(section => section.Attribute("id")!.Value);

    private static XElement Section(XElement page, string id) => page.Descendants("section").Single(section => section.Attribute("id")!.Value == id);
}
