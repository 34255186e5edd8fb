using System;
using System.Linq;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Transport;
using Xunit;

namespace IpmiPS.Tests.Transport;

public class HostResolverTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    [InlineData("fe80::1%7")]
    public async Task An_address_is_taken_as_it_is(string address)
    {
        var found = await HostResolver.ResolveAsync(address, CancellationToken.None);
        Assert.Equal([IPAddress.Parse(address)], found);
    }

    [Fact]
    public async Task An_address_of_IPv4_is_one_also_where_it_is_written_as_IPv6() =>
        Assert.Equal([IPAddress.Loopback], await HostResolver.ResolveAsync("::ffff:127.0.0.1", CancellationToken.None));

    [Fact]
    public async Task A_scope_is_kept() =>
        Assert.Equal(7, (await HostResolver.ResolveAsync("fe80::1%7", CancellationToken.None)).Single().ScopeId);

    [Fact]
    public async Task A_name_is_looked_up() =>
        Assert.All(await HostResolver.ResolveAsync("localhost", CancellationToken.None), address => Assert.True(IPAddress.IsLoopback(address)));

    /// <summary>No name at all, so that no server is asked.</summary>
    [Fact]
    public async Task A_name_without_an_address_is_an_error_of_its_own()
    {
        const string name = "bmc1..example";
        var error = await Assert.ThrowsAsync<IpmiException>(() => HostResolver.ResolveAsync(name, CancellationToken.None));
        Assert.Equal(IpmiErrorKind.NameResolution, error.Kind);
        Assert.Contains(name, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_longer_than_any_name_is_an_error_of_the_same_kind()
    {
        var error = await Assert.ThrowsAsync<IpmiException>(() => HostResolver.ResolveAsync(new string('a', 300), CancellationToken.None));
        Assert.Equal(IpmiErrorKind.NameResolution, error.Kind);
    }
}
