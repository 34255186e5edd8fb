using System.Net;
using Xunit;

namespace IpmiPS.Tests.Connections;

public class LanEndpointTests
{
    [Theory]
    [InlineData("bmc1", "bmc1", null)]
    [InlineData(" bmc-1.example.org ", "bmc-1.example.org", null)]
    [InlineData("bmc1:6230", "bmc1", 6230)]
    [InlineData("10.0.0.1:1", "10.0.0.1", 1)]
    [InlineData("::1", "::1", null)]
    [InlineData("[::1]", "::1", null)]
    [InlineData("[::1]:6230", "::1", 6230)]
    [InlineData("fe80::1%eth0", "fe80::1%eth0", null)]
    [InlineData("[fe80::1%eth0]:65535", "fe80::1%eth0", 65535)]
    [InlineData("bücher", "bücher", null)]
    public void Hosts_are_read_as_users_write_them(string text, string host, int? port)
    {
        Assert.Equal(new LanEndpoint(host, port ?? 623), LanEndpoint.Parse(text));
        Assert.Equal(new LanEndpoint(host, port ?? 9000), LanEndpoint.Parse(text, defaultPort: 9000));
    }

    [Theory]
    [InlineData("")]
    [InlineData("bmc 1")]
    [InlineData("bmc1:")]
    [InlineData("bmc1:0")]
    [InlineData("bmc1:65536")]
    [InlineData("bmc1:-1")]
    [InlineData("bmc1:abc")]
    [InlineData(":623")]
    [InlineData("[::1")]
    [InlineData("[::1]623")]
    [InlineData("[10.0.0.1]")]
    [InlineData("::zz")]
    [InlineData("fe80::1%")]
    [InlineData("@{Name=bmc1}")]
    [InlineData("http://bmc1")]
    public void What_names_no_host_is_refused(string text) =>
        Assert.Equal(IpmiErrorKind.InvalidParameter, Assert.Throws<IpmiException>(() => LanEndpoint.Parse(text)).Kind);

    [Theory]
    [InlineData("bmc1", 623, "bmc1", "bmc1:623")]
    [InlineData("bmc1", 6230, "bmc1:6230", "bmc1:6230")]
    [InlineData("::1", 623, "::1", "[::1]:623")]
    [InlineData("fe80::1%eth0", 6230, "[fe80::1%eth0]:6230", "[fe80::1%eth0]:6230")]
    public void What_is_written_is_read_again(string host, int port, string text, string address)
    {
        var endpoint = new LanEndpoint(host, port);
        Assert.Equal(text, endpoint.ToString());
        Assert.Equal(address, endpoint.Address);
        Assert.Equal(endpoint, LanEndpoint.Parse(text));
        Assert.Equal(endpoint, LanEndpoint.Parse(address, defaultPort: 1));
    }

    [Fact]
    public void A_host_may_be_an_ip_address()
    {
        Assert.Equal(IPAddress.Loopback, new LanEndpoint("127.0.0.1").IPAddress);
        Assert.Null(new LanEndpoint("bmc1").IPAddress);
    }
}
