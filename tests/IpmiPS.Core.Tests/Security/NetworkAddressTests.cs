using System.Net;
using IpmiPS.Security;
using Xunit;

namespace IpmiPS.Tests.Security;

public sealed class NetworkAddressTests
{
    /// <summary>IANA's registries of special-purpose addresses, at the edges of each block.</summary>
    [Theory]
    [InlineData("0.0.0.0", false)]
    [InlineData("9.255.255.255", true)]
    [InlineData("10.0.0.0", false)]
    [InlineData("10.255.255.255", false)]
    [InlineData("11.0.0.0", true)]
    [InlineData("100.63.255.255", true)]
    [InlineData("100.64.0.0", false)]
    [InlineData("100.127.255.255", false)]
    [InlineData("100.128.0.0", true)]
    [InlineData("127.0.0.1", false)]
    [InlineData("169.253.0.1", true)]
    [InlineData("169.254.0.1", false)]
    [InlineData("172.15.255.255", true)]
    [InlineData("172.16.0.0", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("172.32.0.0", true)]
    [InlineData("192.0.0.1", false)]
    [InlineData("192.0.2.1", false)]
    [InlineData("192.167.0.1", true)]
    [InlineData("192.168.0.1", false)]
    [InlineData("198.17.0.1", true)]
    [InlineData("198.18.0.1", false)]
    [InlineData("198.51.100.1", false)]
    [InlineData("203.0.113.9", false)]
    [InlineData("223.255.255.255", true)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::", false)]
    [InlineData("::1", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fe80::1%3", false)]
    [InlineData("fc00::1", false)]
    [InlineData("fdff::1", false)]
    [InlineData("ff02::1", false)]
    [InlineData("2001:db8::1", false)]
    [InlineData("3fff:fff::1", false)]
    [InlineData("2001:db9::1", true)]
    [InlineData("2a00:1450:4001:81b::200e", true)]
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData("::ffff:8.8.8.8", true)]
    public void An_address_is_public_or_not(string address, bool isPublic) => Assert.Equal(isPublic, NetworkAddress.IsPublic(IPAddress.Parse(address)));
}
