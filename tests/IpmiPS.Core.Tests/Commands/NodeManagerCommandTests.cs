using System;
using IpmiPS.Commands.NodeManager;
using IpmiPS.Tests.Support;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Tests.Commands;

/// <summary>Vectors from FreeIPMI's templates of the Node Manager commands.</summary>
public sealed class NodeManagerCommandTests
{
    [Fact]
    public void Get_Node_Manager_Statistics()
    {
        Vectors.Request("57 01 00 01 00 00", new GetNodeManagerStatistics(NodeManagerStatistics.Power, 0, 0), GetNodeManagerStatistics.ReadRequest);
        Vectors.RequestPrefixes("57 01 00 01 00 00", GetNodeManagerStatistics.ReadRequest);
        var statistics = Vectors.Response("57 01 00 94 00 85 00 A2 00 94 00 00 00 00 61 10 0E 00 00 F1", new GetNodeManagerStatistics(1, 0, 0), 20, (r, w) => r.Write(w));
        Assert.Equal((148, 133, 162, 148, 3600u), (statistics.Current, statistics.Minimum, statistics.Maximum, statistics.Average, statistics.Period));
        Assert.Equal((1, true, true, true, true), (statistics.Domain, statistics.IsEnabled, statistics.IsOperational, statistics.IsMeasuring, statistics.IsLimiting));
        Assert.Throws<MalformedDataException>(() => NodeManagerStatistics.Read(new ByteReader(Hex.Parse("A2 02 00 94 00"))));
    }

    [Fact]
    public void Policies()
    {
        const string Set = "57 01 00 10 05 B0 03 2C 01 D0 07 00 00 19 00 3C 00";
        var policy = new NodeManagerPolicy { IsEnabled = true, CpuCorrection = 1, IsVolatile = true, SendsAlert = true, ShutsDown = true, Limit = 300, CorrectionTime = 2000, TriggerValue = 25, StatisticsPeriod = 60 };
        Vectors.Request(Set, new SetNodeManagerPolicy(5, policy), SetNodeManagerPolicy.ReadRequest);
        Vectors.RequestPrefixes(Set, SetNodeManagerPolicy.ReadRequest);
        Vectors.Request("57 01 00 00 05 00 00 00 00 00 00 00 00 00 00 00 00", new SetNodeManagerPolicy(5, new NodeManagerPolicy(), isRemoved: true), SetNodeManagerPolicy.ReadRequest);
        Vectors.Request("57 01 00 00 05", new GetNodeManagerPolicy(0, 5), GetNodeManagerPolicy.ReadRequest);
        var read = Vectors.Response("57 01 00 70 B0 03 2C 01 D0 07 00 00 19 00 3C 00", new GetNodeManagerPolicy(0, 5), 16, (r, w) => r.Write(w));
        Assert.Equal(policy with { IsDomainEnabled = true, IsGloballyEnabled = true }, read);
        Vectors.Request("57 01 00 05 00 05", new ControlNodeManager(5, 0, 5), ControlNodeManager.ReadRequest);
        Vectors.Request("57 01 00 00", new GetLimitingPolicyId(0), GetLimitingPolicyId.ReadRequest);
        Assert.Equal(7, new GetLimitingPolicyId(0).ReadResponse(new ByteReader([0x57, 1, 0, 7])));
        Assert.Equal("no policy is limiting", new GetLimitingPolicyId(0).DescribeCompletionCode(0xA1));
    }

    [Fact]
    public void Thresholds_and_suspend_periods()
    {
        Vectors.Request("57 01 00 00 05 02 64 00 6E 00", new SetNodeManagerAlertThresholds(0, 5, [100, 110]), SetNodeManagerAlertThresholds.ReadRequest);
        Vectors.RequestPrefixes("57 01 00 00 05 02 64 00 6E 00", SetNodeManagerAlertThresholds.ReadRequest);
        Vectors.Request("57 01 00 00 05", new GetNodeManagerAlertThresholds(0, 5), GetNodeManagerAlertThresholds.ReadRequest);
        Assert.Equal([100, 110], Vectors.Response("57 01 00 02 64 00 6E 00", new GetNodeManagerAlertThresholds(0, 5), 8));
        Vectors.Request("57 01 00 00 05 01 50 5A 1F", new SetNodeManagerSuspendPeriods(0, 5, [new(80, 90, 0x1F)]), SetNodeManagerSuspendPeriods.ReadRequest);
        Vectors.Request("57 01 00 00 05", new GetNodeManagerSuspendPeriods(0, 5), GetNodeManagerSuspendPeriods.ReadRequest);
        Assert.Equal([new SuspendPeriod(80, 90, 0x1F)], Vectors.Response("57 01 00 01 50 5A 1F", new GetNodeManagerSuspendPeriods(0, 5), 7));
    }

    [Fact]
    public void Version_capabilities_draw_range_and_destination()
    {
        Vectors.Request("57 01 00", new GetNodeManagerVersion(), GetNodeManagerVersion.ReadRequest);
        Assert.Equal(new NodeManagerVersion(5, 3, 1, 4, 2), Vectors.Response("57 01 00 05 03 01 04 02", new GetNodeManagerVersion(), 8, (r, w) => r.Write(w)));
        Vectors.Request("57 01 00 00 10", new GetNodeManagerCapabilities(0), GetNodeManagerCapabilities.ReadRequest);
        Assert.Equal(
            new NodeManagerCapabilities(16, 1000, 50, 600, 60000, 1, 3600, 0),
            Vectors.Response("57 01 00 10 E8 03 32 00 58 02 00 00 60 EA 00 00 01 00 10 0E 00", new GetNodeManagerCapabilities(0), 21, (r, w) => r.Write(w)));
        Vectors.Request("57 01 00 00 3C 00 84 03", new SetNodeManagerPowerDrawRange(0, 60, 900), SetNodeManagerPowerDrawRange.ReadRequest);
        Vectors.Request("57 01 00 00 00 00", new ResetNodeManagerStatistics(0, 0, 0), ResetNodeManagerStatistics.ReadRequest);
        Vectors.Request("57 01 00 80 20 00", new SetNodeManagerAlertDestination(new(0x80, 0x20, 0)), SetNodeManagerAlertDestination.ReadRequest);
        Vectors.Request("57 01 00", new GetNodeManagerAlertDestination(), GetNodeManagerAlertDestination.ReadRequest);
        Assert.Equal(new NodeManagerDestination(0x80, 0x20, 0), Vectors.Response("57 01 00 80 20 00", new GetNodeManagerAlertDestination(), 6, (r, w) => r.Write(w)));
    }
}
