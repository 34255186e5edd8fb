using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using IpmiPS.Tests.Support;
using Xunit;

namespace IpmiPS.Tests.Architecture;

/// <summary>Holds what docs/architecture.md says of layers: lower ones know nothing of higher ones.</summary>
public sealed class DependencyDirectionTests
{
    /// <summary>What each layer of the protocol may use. Every folder of IpmiPS.Core that is not named here is a feature.</summary>
    private static readonly Dictionary<string, string[]> s_allowed = new()
    {
        ["Wire"] = ["Errors"],
        ["Errors"] = [],
        ["Text"] = ["Wire", "Errors"],
        ["Timing"] = ["Errors"],
        ["Cache"] = ["Wire", "Errors"],
        ["Commands"] = ["Wire", "Errors"],
        ["Packets"] = ["Wire", "Errors", "Commands"],
        ["Crypto"] = ["Wire", "Errors", "Commands", "Packets"],
        ["Sessions"] = ["Wire", "Errors", "Commands", "Packets", "Crypto"],
        ["Transport"] = ["Errors"],
        ["Profiles"] = ["Wire", "Errors", "Commands", "Cache"],
        ["Connections"] = ["Wire", "Errors", "Timing", "Commands", "Profiles"],
        ["Parameters"] = ["Wire", "Errors", "Timing", "Commands", "Profiles", "Connections"],
        ["Channels"] = ["Wire", "Errors", "Timing", "Commands", "Packets", "Crypto", "Sessions", "Transport", "Profiles", "Connections"],
        ["Authentication"] = ["Wire", "Errors", "Timing", "Commands", "Packets", "Crypto", "Sessions", "Transport", "Profiles", "Connections", "Channels"],
        ["Client"] = ["Wire", "Errors", "Timing", "Commands", "Packets", "Crypto", "Sessions", "Transport", "Profiles", "Connections", "Channels", "Authentication"],
        ["Discovery"] = ["Wire", "Errors", "Timing", "Commands", "Packets", "Transport", "Connections", "Parameters", "Oem", "*"],
        ["Alerts"] = ["Wire", "Errors", "Text", "Timing", "Commands", "Packets", "Transport", "Connections", "Parameters", "Events", "Oem", "*"],
        ["Core"] = [],
        ["Events"] = [],
        ["Oem"] = ["Wire", "Errors", "Commands", "Events"],
        ["IpmiPS.Simulator"] = ["Wire", "Errors", "Commands", "Packets", "Crypto", "Sessions", "Connections", "Parameters", "Alerts", "*"],
        ["IpmiPS"] = ["Errors", "Text", "Timing", "Cache", "Commands", "Profiles", "Connections", "Parameters", "Authentication", "Client", "Discovery", "Alerts", "Events", "Oem", "*", "IpmiPS.Simulator"],
    };

    private static readonly string[] s_feature = ["Wire", "Errors", "Text", "Timing", "Cache", "Commands", "Profiles", "Connections", "Parameters", "Client", "Alerts", "Events", "Oem", "*"];

    /// <summary>Numbers of the specification that packets, commands and callers name alike, bytes as text, and the care for secret ones.</summary>
    private static readonly string[] s_vocabulary = ["AuthType", "PayloadType", "CipherSuite", "AuthenticationAlgorithm", "IntegrityAlgorithm", "ConfidentialityAlgorithm", "Hex", "ByteString", "SecretBytes"];

    /// <summary>Types of features whose names are also words: properties and values of enumerations have them.</summary>
    private static readonly string[] s_words = ["User"];

    private static readonly SourceCode s_source = new();

    [Fact]
    public void Lower_layers_know_nothing_of_higher_ones()
    {
        var wrong = from use in s_source.UsesAcrossLayers()
                    where !s_vocabulary.Contains(use.Type) && !s_words.Contains(use.Type)
                    let allowed = s_allowed.TryGetValue(use.Layer, out string[]? named) ? named : s_feature
                    where !allowed.Contains(s_allowed.ContainsKey(use.DeclaredIn) ? use.DeclaredIn : "*")
                    select $"{use.Layer}/{use.File} uses {use.Type} of {use.DeclaredIn}";
        Assert.Empty(wrong);
    }

    /// <summary>Above IIpmiConnection, only endpoints are known, and only the connector knows which class serves one.</summary>
    [Theory]
    [InlineData("IpmiClient")]
    [InlineData("IPEndPoint")]
    public void Features_and_cmdlets_know_endpoints_and_sessions_only(string type)
    {
        var wrong = from file in s_source.FilesThatName(type)
                    where file.Layer == "IpmiPS" || !s_allowed.ContainsKey(file.Layer)
                    where file.Name != "DashboardServer.cs" // its port is for browsers, not for BMCs
                    select $"{file.Layer}/{file.Name}";
        Assert.Empty(wrong);
        Assert.NotEmpty(s_source.FilesThatName(type));
    }

    [Fact]
    public void The_source_is_seen_by_these_tests()
    {
        Assert.Contains("Wire", s_source.Layers);
        Assert.Contains(new TypeUse("Commands", "IpmiCommand.cs", "ByteReader", "Wire"), s_source.UsesAcrossLayers());
    }

    [Fact]
    public void Only_LegacyCrypto_names_BouncyCastle()
    {
        var files = from file in Repository.SourceFiles("src")
                    where File.ReadAllText(file).Contains("Org.BouncyCastle")
                    select Path.GetFileName(file);
        Assert.Equal(["LegacyCrypto.cs"], files);
    }

    [Fact]
    public void Core_references_netstandard_and_BouncyCastle_and_no_PowerShell()
    {
        var names = typeof(IIpmiConnection).Assembly.GetReferencedAssemblies().Select(name => name.Name!).ToList();
        Assert.Contains("netstandard", names);
        Assert.All(names, name => Assert.True(
            name == "netstandard" || name.StartsWith("BouncyCastle.", StringComparison.Ordinal), name + " is referenced."));
    }
}
