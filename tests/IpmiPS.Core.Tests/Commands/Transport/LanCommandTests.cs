using IpmiPS.Commands.Transport;
using IpmiPS.Tests.Support;
using Xunit;

namespace IpmiPS.Tests.Commands.Transport;

public sealed class LanCommandTests
{
    [Theory]
    [InlineData(false, "01 03 00 00")]
    [InlineData(true, "81 03 00 00")]
    public void Get_LAN_Configuration_Parameters(bool revisionOnly, string hex)
    {
        var command = new GetLanConfigurationParameters(1, 3) { RevisionOnly = revisionOnly };
        Vectors.Request(hex, command, GetLanConfigurationParameters.ReadRequest);
        Vectors.RequestPrefixes(hex, GetLanConfigurationParameters.ReadRequest);
        Assert.Equal([192, 0, 2, 10], Vectors.Response("11 C0 00 02 0A", command, 1, (p, w) => p.Write(w)).Data);
    }

    [Fact]
    public void Set_LAN_Configuration_Parameters()
    {
        const string Hex = "01 03 C0 00 02 0A";
        var command = new SetLanConfigurationParameters(1, 3, [192, 0, 2, 10]);
        Vectors.Request(Hex, command, SetLanConfigurationParameters.ReadRequest);
        Vectors.RequestPrefixes("01 03", SetLanConfigurationParameters.ReadRequest);
        Assert.False(command.HoldsSecret);
        Assert.True(new SetLanConfigurationParameters(1, 16, new byte[18]).HoldsSecret);
        Assert.True(new GetLanConfigurationParameters(1, 16).HoldsSecret);
        Assert.False(new GetLanConfigurationParameters(1, 3).HoldsSecret);
    }

    [Theory]
    [InlineData(0x80, "parameter not supported")]
    [InlineData(0x81, "another party is changing the parameters")]
    [InlineData(0x82, "parameter is read-only")]
    [InlineData(0x83, "parameter is write-only")]
    public void Set_LAN_Configuration_Parameters_describes_its_own_codes(byte code, string text) =>
        Assert.Contains(text, new IpmiCommandException(new SetLanConfigurationParameters(1, 4, [1]), (CompletionCode)code).Message);

    [Fact]
    public void Get_IP_UDP_RMCP_Statistics()
    {
        Vectors.Request("01 00", new GetIpUdpRmcpStatistics(1), GetIpUdpRmcpStatistics.ReadRequest);
        Vectors.Request("01 01", new GetIpUdpRmcpStatistics(1, clear: true), GetIpUdpRmcpStatistics.ReadRequest);
        Vectors.RequestPrefixes("01 00", GetIpUdpRmcpStatistics.ReadRequest);
        Assert.True(new GetIpUdpRmcpStatistics(1).IsIdempotent);
        Assert.False(new GetIpUdpRmcpStatistics(1, clear: true).IsIdempotent);
        var counters = Vectors.Response("01 00 02 00 03 00 04 00 05 00 06 00 07 00 08 00 09 01", new GetIpUdpRmcpStatistics(1), 14, (s, w) => s.Write(w));
        Assert.Equal((1, 2, 3, 4, 5), (counters.IpReceived, counters.IpHeaderErrors, counters.IpAddressErrors, counters.IpFragmentsReceived, counters.IpSent));
        Assert.Equal((6, 7, 8, 0x109), (counters.UdpReceived, counters.RmcpReceived, counters.ProxyReceived, counters.ProxyDropped));
    }
}
