using System;
using System.Collections.Generic;
using System.Linq;
using IpmiPS.Tests.Support;
using Xunit;

namespace IpmiPS.Tests.Architecture;

/// <summary>Folders of src use one another without circles, and features only as listed here.</summary>
public sealed class FolderGraphTests
{
    private const string Core = "IpmiPS.Core/";

    /// <summary>Folders of IpmiPS.Core that are no features: their order is held by <see cref="DependencyDirectionTests"/>.</summary>
    private static readonly string[] s_layers = ["Wire", "Errors", "Cache", "Commands", "Packets", "Crypto", "Sessions", "Transport", "Profiles", "Text", "Timing", "Connections", "Parameters", "Events", "Oem", "Channels", "Authentication", "Client", "Discovery"];

    /// <summary>The folders above the features: they may use all of them, and none of them uses these.</summary>
    private static readonly string[] s_above = [Core + "Configuration", Core + "Monitoring", Core + "Watching"];

    /// <summary>Which feature may use which other one, and for what.</summary>
    private static readonly (string From, string To, string Reason)[] s_uses =
    [
        ("Alerts", "Device", "the order of bytes of a GUID"),
        ("Alerts", "Sdr", "names of entities"),
        ("Alerts", "Sel", "an alert is an event, with the texts of the event log"),
        ("AlertTesting", "Alerts", "what arrives"),
        ("AlertTesting", "Device", "the order of bytes of a GUID"),
        ("AlertTesting", "Pef", "what is set up, and what is wrong with it"),
        ("Assets", "Device", "one row for a server: device ID, GUID, system info"),
        ("Assets", "Inventory", "one row for a server: its FRU device"),
        ("Assets", "Lan", "one row for a server: the addresses of its BMC"),
        ("Assets", "Power", "one row for a server: whether it is on"),
        ("Cooling", "Sensors", "sensors of fans, and temperatures that end a manual duty"),
        ("Energy", "Sdr", "records name Node Manager and the sensors of watts and temperatures"),
        ("Energy", "Sensors", "watts and temperatures where the BMC has no DCMI"),
        ("Health", "Device", "the self-test, and firmware baselines"),
        ("Health", "Power", "power and faults of the chassis"),
        ("Health", "Sdr", "records have the names of events' sensors"),
        ("Health", "Sel", "new events"),
        ("Health", "Sensors", "the sensors"),
        ("Inventory", "Sdr", "locator records name the FRU devices and their entities"),
        ("Pef", "Lan", "channels that let alerts pass, and addresses as text"),
        ("Power", "Sel", "the event log has traces of a restart"),
        ("Security", "Device", "firmware baselines"),
        ("Sel", "Sdr", "records have the names, units and conversions of events"),
        ("Sensors", "Sdr", "records describe the sensors"),
    ];

    private static readonly Lazy<FolderGraph> s_graph = new(() => new FolderGraph(Repository.PathOf("src"), Repository.SourceFiles("src")));

    [Fact]
    public void No_folders_use_each_other_in_a_circle()
    {
        var circles = s_graph.Value.Circles().Select(circle => "These folders use each other in a circle. Edges:\n" + string.Join("\n", circle));
        Assert.True(!circles.Any(), string.Join("\n\n", circles));
    }

    [Fact]
    public void Features_use_each_other_only_as_listed()
    {
        var unlisted = s_graph.Value.Edges.Where(edge => IsFeature(edge.From) && IsFeature(edge.To) && !s_above.Contains(edge.From) && !s_uses.Any(use => Core + use.From == edge.From && Core + use.To == edge.To));
        Assert.True(!unlisted.Any(), "Features use each other in a way that is not listed in this test:\n" + string.Join("\n", unlisted));
    }

    [Fact]
    public void The_list_of_uses_has_nothing_that_no_longer_occurs()
    {
        var unused = s_uses.Where(use => !s_graph.Value.Edges.Any(edge => Core + use.From == edge.From && Core + use.To == edge.To));
        Assert.Empty(unused);
    }

    [Fact]
    public void The_graph_sees_the_source()
    {
        Assert.Contains(s_graph.Value.Edges, static edge => edge is { From: Core + "Commands/Chassis", To: Core + "Wire", Type: "ByteWriter" });
        Assert.Contains(s_graph.Value.Edges, static edge => edge is { From: "IpmiPS/Cmdlets", To: "IpmiPS/Pipeline" });
    }

    private static bool IsFeature(string folder) =>
        folder.StartsWith(Core, StringComparison.Ordinal) && !s_layers.Contains(folder.Substring(Core.Length).Split('/')[0]);
}
