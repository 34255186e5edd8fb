using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Tests.Support;
using IpmiPS.Transport;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Tests.Authentication;

public sealed class BmcClaimsTests
{
    private readonly BmcClaims _claims = new();

    /// <summary>What stands for what: the way from the text of the input to the addresses that are claimed.</summary>
    [Theory]
    [InlineData("::1", "0:0::1", true)]
    [InlineData("[fe80::A]:6230", "[fe80:0::a]:6230", true)]
    [InlineData("[::1]:6230", "::1", false)]
    [InlineData("10.0.0.1", "::ffff:10.0.0.1", true)]
    [InlineData("10.0.0.1:6230", "[::ffff:10.0.0.1]:6230", true)]
    [InlineData("10.0.0.1", "10.0.0.1:623", true)]
    [InlineData("10.0.0.1", "10.0.0.10", false)]
    [InlineData("10.0.0.1", "10.0.0.1:6230", false)]
    [InlineData("fe80::1%4", "fe80::1%5", false)]
    [InlineData("[fe80::1%2]:6230", "[fe80::0:1%2]:6230", true)]
    [InlineData("localhost:6230", "127.0.0.1:6230", true)]
    [InlineData("localhost:6230", "localhost:6231", false)]
    public async Task An_address_is_claimed_once_however_it_is_written(string one, string other, bool isSame)
    {
        await ClaimAsync(one);
        await ClaimAsync(one);
        if (!isSame)
            await ClaimAsync(other);
        else
            Assert.Equal(one, (await Assert.ThrowsAsync<SameBmcException>(() => ClaimAsync(other))).FirstName);
    }

    [Theory]
    [InlineData("bmc1", "BMC1", true)]
    [InlineData("bmc1:6230", "BMC1:6230", true)]
    [InlineData("bmc1", "bmc1:6230", false)]
    public void A_name_may_claim_again_what_it_has(string one, string other, bool isSame)
    {
        LanEndpoint[] bmc = [new("127.0.0.1", 6230)];
        _claims.Claim(one, bmc);
        if (isSame)
            _claims.Claim(other, bmc);
        else
            Assert.Throws<SameBmcException>(() => _claims.Claim(other, bmc));
    }

    /// <summary>A name with several addresses is one BMC with several network interfaces; one that is left out claims none of its addresses.</summary>
    [Fact]
    public void All_addresses_of_a_name_are_one_bmc()
    {
        LanEndpoint[] all = [.. Enumerable.Range(1, 4).Select(i => new LanEndpoint("127.0.0.1", i))];
        _claims.Claim("bmc1", [all[0], all[1]]);
        var same = Assert.Throws<SameBmcException>(() => _claims.Claim("bmc1-other-port", [all[2], all[1]]));
        Assert.Equal("bmc1", same.FirstName);
        Assert.Contains("it has the address 127.0.0.1:2", same.Message, StringComparison.Ordinal);
        Assert.Equal("Name each BMC once.", same.RecommendedAction);
        _claims.Claim("bmc2", [all[2]]);
    }

    [Fact]
    public void A_guid_is_claimed_once()
    {
        byte[] guid = Guid.NewGuid().ToByteArray();
        _claims.ClaimGuid("bmc1", guid);
        _claims.ClaimGuid("bmc1", [.. guid]);
        Assert.Contains("same system GUID", Assert.Throws<SameBmcException>(() => _claims.ClaimGuid("bmc2", [.. guid])).Message, StringComparison.Ordinal);
        _claims.ClaimGuid("bmc3", Guid.NewGuid().ToByteArray());
    }

    /// <summary>What firmware answers that was never given a GUID: machines are not taken for one because of it.</summary>
    [Theory]
    [InlineData("00000000000000000000000000000000")]
    [InlineData("FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF")]
    [InlineData("20202020202020202020202020202020")]
    [InlineData("00000000000000000000000000000001")]
    [InlineData("00020003000400050006000700080009")]
    [InlineData("09000800070006000500040003000200")]
    [InlineData("0102030405060708090A0B0C0D0E0F10")]
    [InlineData("00112233445566778899AABBCCDDEEFF")]
    public void A_guid_that_is_none_is_nobodys(string hex)
    {
        _claims.ClaimGuid("bmc1", Hex.Parse(hex));
        _claims.ClaimGuid("bmc2", Hex.Parse(hex));
        _claims.ClaimGuid("bmc3", null);
        _claims.ClaimGuid("bmc4", null);
    }

    /// <summary>Supermicro's ends in the MAC address and begins with zeros.</summary>
    [Theory]
    [InlineData("000000000000000000000CC47A010203")]
    [InlineData("000000000000000000000025900001A2")]
    [InlineData("4C4C4544004D3510805AB4C04F565432")]
    public void A_guid_that_few_bytes_tell_apart_is_one(string hex)
    {
        _claims.ClaimGuid("bmc1", Hex.Parse(hex));
        Assert.Throws<SameBmcException>(() => _claims.ClaimGuid("bmc2", Hex.Parse(hex)));
    }

    [Fact]
    public async Task Nothing_is_sent_to_an_address_that_is_claimed()
    {
        var setup = new ClientSetup();
        setup.Options = setup.Options with { ComputerName = "bmc1", Claims = _claims };
        using (var client = await setup.ConnectAsync())
            Assert.Equal(setup.Bmc.Guid, client.SystemGuid);
        int sent = setup.Link.Sent.Count;
        setup.Options = setup.Options with { ComputerName = "bmc1.example" };
        Assert.IsType<SameBmcException>(await setup.FailAsync());
        Assert.Equal(sent, setup.Link.Sent.Count);
    }

    private async Task ClaimAsync(string text)
    {
        var endpoint = LanEndpoint.Parse(text);
        var addresses = await HostResolver.ResolveAsync(endpoint.Host, CancellationToken.None);
        _claims.Claim(text, [.. addresses.Select(address => new LanEndpoint(address.ToString(), endpoint.Port))]);
    }
}
