using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Xml.Linq;

namespace IpmiPS.Security;

/// <summary>A BMC that could not be audited, or only without a log-in.</summary>
/// <param name="ComputerName">The BMC.</param>
/// <param name="Reason">The reason.</param>
public sealed record UnauditedBmc(string ComputerName, string Reason);

/// <summary>
/// The audits of many BMCs as one HTML page: summary, what could not be audited, by finding, by BMC. The page is self-contained: no scripts, no
/// fonts, no external resources. All text is written as XML elements, so that names from a BMC cannot become markup.
/// </summary>
public sealed class SecurityReport
{
    private static readonly SecuritySeverity[] Severities =
        [SecuritySeverity.Critical, SecuritySeverity.High, SecuritySeverity.Medium, SecuritySeverity.Low, SecuritySeverity.Information];

    private readonly DateTimeOffset _time;
    private readonly UnauditedBmc[] _unaudited;
    private readonly IReadOnlyList<SecuritySummary> _sums;
    private readonly Bmc[] _bmcs;

    /// <summary>Creates a report.</summary>
    /// <param name="findings">All results, including passed ones.</param>
    /// <param name="unaudited">The BMCs that could not be audited.</param>
    /// <param name="time">Time of the report.</param>
    public SecurityReport(IEnumerable<SecurityFinding> findings, IEnumerable<UnauditedBmc> unaudited, DateTimeOffset time)
    {
        SecurityFinding[] all = [.. findings];
        _time = time;
        _unaudited = [.. unaudited.OrderBy(static bmc => NameOrder.Key(bmc.ComputerName), StringComparer.OrdinalIgnoreCase)];
        _sums = SecuritySummary.Of(all);
        _bmcs =
        [
            .. all.GroupBy(static finding => finding.ComputerName).Select(static group => new Bmc(group.Key, [.. group]))
                .OrderByDescending(static bmc => bmc.Worst).ThenBy(static bmc => NameOrder.Key(bmc.Name), StringComparer.OrdinalIgnoreCase),
        ];
    }

    private bool HasFindings => _sums.Any(static sum => sum.Count > 0);

    /// <summary>The page, to be written as UTF-8.</summary>
    public string ToHtml()
    {
        string title = $"IPMI security audit, {_time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}";
        var page = new XElement("html", new XAttribute("lang", "en"),
            new XElement("head",
                new XElement("meta", new XAttribute("charset", "utf-8")),
                Meta("viewport", "width=device-width, initial-scale=1"),
                Meta("color-scheme", "light dark"),
                new XElement("meta", new XAttribute("http-equiv", "Content-Security-Policy"), new XAttribute("content", "default-src 'none'; style-src 'unsafe-inline'")),
                new XElement("title", title),
                new XElement("style", Style())),
            new XElement("body", new XElement("main", Header(), Summary(), Unaudited(), _bmcs.Length == 0 ? null : Cell(Bmcs(), HasFindings ? ByFinding() : null, ByBmc()))));

        // The same line ends on every system; XML uses those of the system.
        return "<!DOCTYPE html>\n" + page.ToString(SaveOptions.DisableFormatting).Replace("\r\n", "\n") + "\n";
    }

    private XElement Header() => new("header",
        new XElement("h1", "IPMI security audit"),
        Paragraph($"Made on {_time.ToString("yyyy-MM-dd 'at' HH:mm zzz", CultureInfo.InvariantCulture)}. "
            + $"{Count(_bmcs.Length - _bmcs.Count(bmc => _unaudited.Any(other => other.ComputerName == bmc.Name)), "BMC", "BMCs")} audited, {_unaudited.Length} not."),
        new XElement("nav", new XAttribute("aria-label", "Contents"),
            Link("#summary", "Summary"), " ", _unaudited.Length == 0 ? null : Link("#unaudited", "Not audited"), " ",
            _bmcs.Length == 0 ? null : Cell(Link("#bmcs", "BMCs"), " ", HasFindings ? Link("#findings", "By finding") : null, " ", Link("#details", "By BMC"))));

    private XElement Summary() => Section("summary", "Summary",
        new XElement("ul", Class("tiles"), Severities.Select(severity => new XElement("li",
            new XElement("strong", _bmcs.Sum(bmc => bmc.Count(severity)).ToString(CultureInfo.InvariantCulture)), " ", Badge(severity)))),
        _bmcs.Length == 0 ? Paragraph("There are no results.") : Table("Findings and number of BMCs", ["Finding", "BMCs", "Not checked"], _sums.Where(static sum => sum.Count > 0 || sum.NotChecked > 0).Select(sum => Row(
            sum.Count > 0 ? Cell(Badge(sum.Severity), " ", Link("#" + Anchor("f", sum.Id), sum.Title)) : Text(sum.Title),
            Number(sum.Count),
            Number(sum.NotChecked)))));

    private XElement? Unaudited() => _unaudited.Length == 0 ? null : Section("unaudited", "Not audited",
        Paragraph("This report does not mean that these BMCs are secure. If a BMC responded before the log-in, the findings include the results."),
        Table("BMCs that were not audited", ["BMC", "Reason"], _unaudited.Select(static bmc => Row(Name(bmc.ComputerName), Text(bmc.Reason)))));

    private XElement Bmcs() => Section("bmcs", "BMCs",
        Scroll("Number of findings of each BMC", Table("Number of findings of each BMC", ["BMC", .. Severities.Select(static severity => severity.ToString()), "Not checked"], _bmcs.Select(bmc => new XElement("tr",
            new XElement("th", new XAttribute("scope", "row"), Class("name"), Link("#" + Anchor("b", bmc.Name), bmc.Name)),
            Severities.Select(severity => new XElement("td", Number(bmc.Count(severity)))),
            new XElement("td", Number(bmc.NotChecked.Length)))))));

    private XElement ByFinding() => Section("findings", "By finding", _sums.Where(static sum => sum.Count > 0).Select(sum =>
    {
        SecurityFinding[] found = [.. _bmcs.SelectMany(static bmc => bmc.Found).Where(finding => finding.Id == sum.Id)];
        return Article(Anchor("f", sum.Id), [Badge(sum.Severity), " ", sum.Title, " ", new XElement("code", sum.Id)],
            Paragraph(found[0].Recommendation ?? ""),
            new XElement("p", Class("reference"), "See: " + Clean(found[0].Reference) + "."),
            new XElement("dl", found.GroupBy(static finding => (finding.Severity, finding.Evidence)).OrderByDescending(static group => group.Key.Severity).Select(group => new XElement("div",
                new XElement("dt", group.Key.Severity == sum.Severity ? null : Cell(Badge(group.Key.Severity), " "), Text(group.Key.Evidence)),
                new XElement("dd", group.SelectMany(static (finding, index) => Cell(index > 0 ? ", " : null, Link("#" + Anchor("b", finding.ComputerName), finding.ComputerName))))))));
    }));

    /// <summary>For the screen, where remedies are copied. On paper it would be two pages for each BMC; there it is a list of what each BMC has.</summary>
    private XElement ByBmc() => Section("details", "By BMC",
        new XElement("p", Class("paper"), "The printed version of this part has no evidence (see the findings) and no remedies (see the page on the screen)."),
        _bmcs.Select(bmc => Article(Anchor("b", bmc.Name), [Clean(bmc.Name)],
        bmc.Found.Length == 0 ? Paragraph("No findings.") : Table($"Findings of {bmc.Name}", ["Finding", "Evidence and remedy"], bmc.Found.Select(static finding => Row(
            Cell(Badge(finding.Severity), " ", Link("#" + Anchor("f", finding.Id), finding.Title)),
            Cell(Text(finding.Evidence), finding.Remedy is null ? null : new XElement("code", Class("remedy"), Clean(finding.Remedy)))))),
        bmc.NotChecked.Length == 0 ? null : new XElement("div", new XElement("h4", "Not checked"),
            new XElement("ul", bmc.NotChecked.GroupBy(static finding => finding.Evidence).Select(static group =>
                new XElement("li", Text(string.Join(", ", group.Select(static finding => finding.Title)) + ": " + group.Key))))),
        Paragraph($"{Count(bmc.Passed, "check", "checks")} passed."))));

    private static XElement Section(string id, string title, params object?[] content) =>
        new("section", new XAttribute("id", id), new XAttribute("aria-labelledby", id + "-title"), new XElement("h2", new XAttribute("id", id + "-title"), title), content);

    private static XElement Article(string id, object[] title, params object?[] content) => new("article", new XAttribute("id", id), new XElement("h3", title), content);

    private static XElement Table(string caption, string[] columns, IEnumerable<XElement> rows) =>
        new("table", new XElement("caption", Clean(caption)),
            new XElement("thead", new XElement("tr", columns.Select(static column => new XElement("th", new XAttribute("scope", "col"), column)))),
            new XElement("tbody", rows));

    /// <summary>What may be wider than a narrow screen, to be moved sideways, with the keyboard too.</summary>
    private static XElement Scroll(string name, XElement content) =>
        new("div", Class("scroll"), new XAttribute("role", "region"), new XAttribute("aria-label", name), new XAttribute("tabindex", "0"), content);

    private static object?[] Cell(params object?[] content) => content;

    private static XElement Row(params object?[] cells) => new("tr", cells.Select(static cell => new XElement("td", cell, "")));

    private static XElement Paragraph(string text) => new("p", Clean(text));

    private static XElement Meta(string name, string content) => new("meta", new XAttribute("name", name), new XAttribute("content", content));

    private static XElement Badge(SecuritySeverity severity) => new("span", Class("badge " + severity.ToString().ToLowerInvariant()), severity.ToString());

    private static XElement Link(string address, string text) => new("a", new XAttribute("href", address), Clean(text));

    private static XElement Name(string text) => new("span", Class("name"), Clean(text));

    private static XElement Number(int number) => new("span", number == 0 ? new XAttribute("class", "none") : null, number.ToString(CultureInfo.InvariantCulture));

    private static XAttribute Class(string names) => new("class", names);

    private static XText Text(string text) => new(Clean(text));

    private static string Count(int count, string one, string many) => $"{count} {(count == 1 ? one : many)}";

    /// <summary>An anchor of letters and digits alone, the same for the same name and for no other.</summary>
    private static string Anchor(string kind, string name)
    {
        var anchor = new StringBuilder(kind + "-");
        foreach (char c in name)
            anchor.Append(c is >= 'a' and <= 'z' or >= 'A' and <= 'Z' or >= '0' and <= '9' ? c.ToString() : $"_{(int)c:x}_");
        return anchor.ToString();
    }

    /// <summary>Text without the characters that a page cannot hold, and without those that turn the direction of writing or cannot be seen.</summary>
    private static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                clean.Append(c).Append(text[++i]);
            else
                clean.Append(char.IsSurrogate(c) || char.IsControl(c) && c is not ('\n' or '\t') || c is '\uFFFE' or '\uFFFF' || CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.Format ? '\uFFFD' : c);
        }

        return clean.ToString();
    }

    private static string Style()
    {
        using var stream = typeof(SecurityReport).Assembly.GetManifestResourceStream("IpmiPS.Security.report.css")!;
        return new StreamReader(stream).ReadToEnd();
    }

    private sealed class Bmc(string name, SecurityFinding[] findings)
    {
        public string Name => name;

        public SecurityFinding[] Found { get; } = [.. findings.Where(static finding => finding.Status == SecurityStatus.Failed).OrderByDescending(static finding => finding.Severity)];

        public SecurityFinding[] NotChecked { get; } = [.. findings.Where(static finding => finding.Status == SecurityStatus.NotChecked)];

        public int Passed { get; } = findings.Count(static finding => finding.Status == SecurityStatus.Passed);

        public SecuritySeverity Worst => Found.Select(static finding => finding.Severity).DefaultIfEmpty(SecuritySeverity.Information).Max();

        public int Count(SecuritySeverity severity) => Found.Count(finding => finding.Severity == severity);
    }
}
