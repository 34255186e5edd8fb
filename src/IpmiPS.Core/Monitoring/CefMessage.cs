using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using IpmiPS.Wire;

namespace IpmiPS.Monitoring;

/// <summary>Events in the Common Event Format, version 0, of ArcSight.</summary>
internal static class CefMessage
{
    /// <summary>The version of this software.</summary>
    public static string SoftwareVersion { get; } = typeof(CefMessage).Assembly.GetName().Version.ToString(3);

    /// <summary>The message, without a line end.</summary>
    /// <param name="item">The event.</param>
    /// <param name="version">Version of this software.</param>
    public static string Format(MonitoringEvent item, string version)
    {
        string header = string.Join("|", new[] { "CEF:0", "IpmiPS", "IpmiPS", version, item.Signature, item.Event, Number(SeverityOf(item.Severity))! }.Select(EscapeHeader));
        var extension = ExtensionOf(item).Where(static pair => pair.Value is { Length: > 0 }).Select(static pair => $"{pair.Name}={Escape(pair.Value!)}");
        return $"{header}|{string.Join(" ", extension)}";
    }

    /// <summary>0 to 3 is low, to 6 medium, to 8 high, to 10 very high.</summary>
    private static int SeverityOf(SelSeverity severity) => severity switch
    {
        SelSeverity.NonRecoverable => 10,
        SelSeverity.Critical => 8,
        SelSeverity.Warning => 6,
        SelSeverity.Information => 3,
        _ => 4,
    };

    private static IEnumerable<(string Name, string? Value)> ExtensionOf(MonitoringEvent item)
    {
        yield return ("rt", item.Timestamp?.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture));
        // dvc is for an IPv4 address only.
        yield return (IPAddress.TryParse(item.ComputerName, out IPAddress? address) && address.ToString() == item.ComputerName && !item.ComputerName.Contains(":") ? "dvc" : "dvchost", item.ComputerName);
        yield return ("externalId", Number(item.Id));
        yield return ("msg", item.Text);
        for (int i = 0; i < item.Labelled.Count; i++)
            foreach (var pair in Labelled("cs", i + 1, item.Labelled[i].Label, item.Labelled[i].Value))
                yield return pair;
        for (int i = 0; i < item.Numbers.Count; i++)
            foreach (var pair in Labelled("cfp", i + 1, item.Numbers[i].Label, item.Numbers[i].Value is { } value ? EventText.Number(value) : null))
                yield return pair;
    }

    /// <summary>A custom field of CEF with its label; nothing without a value.</summary>
    private static IEnumerable<(string Name, string? Value)> Labelled(string kind, int number, string label, string? value)
    {
        string name = kind + Number(number);
        return value is { Length: > 0 } ? [(name + "Label", label), (name, value)] : [];
    }

    private static string? Number(int? value) => value?.ToString(CultureInfo.InvariantCulture);

    private static string EscapeHeader(string text) => SafeText.Of(text).Replace("\\", "\\\\").Replace("|", "\\|");

    private static string Escape(string text) => SafeText.Of(text).Replace("\\", "\\\\").Replace("=", "\\=");
}
