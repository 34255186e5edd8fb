using IpmiPS.Hosts;
using Xunit;

namespace IpmiPS.Tests.Hosts;

public class HostAddressTests
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
    public void Hosts_are_read_as_people_write_them(string text, string host, int? port) =>
        Assert.Equal(new HostAddress(host, port), HostAddress.Parse(text));

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
        Assert.Equal(IpmiErrorKind.InvalidParameter, Assert.Throws<IpmiException>(() => HostAddress.Parse(text)).Kind);

    [Theory]
    [InlineData("bmc1", 623, "bmc1")]
    [InlineData("bmc1", 6230, "bmc1:6230")]
    [InlineData("::1", 623, "::1")]
    [InlineData("fe80::1%eth0", 6230, "[fe80::1%eth0]:6230")]
    public void What_is_written_is_read_again(string host, int port, string text)
    {
        Assert.Equal(text, HostAddress.Format(host, port));
        var read = HostAddress.Parse(text);
        Assert.Equal(host, read.Host);
        Assert.Equal(port, read.Port ?? IpmiConnectOptions.DefaultPort);
    }
}
