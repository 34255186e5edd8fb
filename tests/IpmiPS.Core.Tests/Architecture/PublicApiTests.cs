using System;
using System.IO;
using System.Linq;
using IpmiPS.Tests.Support;
using Xunit;

namespace IpmiPS.Tests.Architecture;

/// <summary>
/// The public surface of IpmiPS.Core is that of PublicApi.txt, so that a change of it is seen in review. To accept a change, run the test once with
/// the environment variable IPMIPS_UPDATE_PUBLIC_API=1, which writes the file.
/// </summary>
public sealed class PublicApiTests
{
    [Fact]
    public void The_public_surface_is_the_one_that_is_listed()
    {
        string path = Repository.PathOf("tests/IpmiPS.Core.Tests/Architecture/PublicApi.txt");
        var actual = PublicApi.Of(typeof(IIpmiConnection).Assembly);
        if (Environment.GetEnvironmentVariable("IPMIPS_UPDATE_PUBLIC_API") == "1")
            File.WriteAllText(path, string.Join("\n", actual) + "\n");
        string[] listed = File.ReadAllLines(path);
        string[] added = [.. actual.Except(listed)], removed = [.. listed.Except(actual)];
        Assert.True(
            added.Length + removed.Length == 0,
            $"The public surface of IpmiPS.Core has changed. If that is intended, run this test with IPMIPS_UPDATE_PUBLIC_API=1.\nAdded:\n{string.Join("\n", added)}\nRemoved:\n{string.Join("\n", removed)}");
    }

    [Fact]
    public void The_list_tells_types_members_and_their_kinds_apart()
    {
        var lines = PublicApi.Of(typeof(IIpmiConnection).Assembly);
        Assert.Contains("enum IpmiPS.IpmiProtocol : Int32", lines);
        Assert.Contains("    IpmiProtocol.Ipmi20 = 2", lines);
        Assert.Contains("abstract class IpmiPS.BmcEndpoint : IEquatable<BmcEndpoint>", lines);
        Assert.Contains("    LanEndpoint.DefaultPort : Int32 const = 623", lines);
        Assert.Contains("    LanEndpoint.new(String Host, Int32 Port = 623)", lines);
        Assert.Contains("    LanEndpoint.Port : Int32 { get; init; }", lines);
        Assert.Contains("    BmcConnector.ConnectAsync(IpmiConnectOptions options, CancellationToken cancellationToken = default) : Task<IBmcSession> static", lines);
        Assert.DoesNotContain(lines, static line => line.Contains("PrintMembers") || line.Contains("EqualityContract") || line.Contains("LanConnector"));
    }
}
