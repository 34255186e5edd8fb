using System.Linq;
using IpmiPS.Crypto;
using Xunit;

namespace IpmiPS.Tests.Crypto;

public class CipherSuiteTests
{
    /// <summary>IPMI 2.0 section 22.15.2, table 22-20; authentication, integrity and confidentiality by their numbers.</summary>
    [Theory]
    [InlineData(0, 0, 0, 0)]
    [InlineData(1, 1, 0, 0)]
    [InlineData(2, 1, 1, 0)]
    [InlineData(3, 1, 1, 1)]
    [InlineData(4, 1, 1, 2)]
    [InlineData(5, 1, 1, 3)]
    [InlineData(6, 2, 0, 0)]
    [InlineData(7, 2, 2, 0)]
    [InlineData(8, 2, 2, 1)]
    [InlineData(9, 2, 2, 2)]
    [InlineData(10, 2, 2, 3)]
    [InlineData(11, 2, 3, 0)]
    [InlineData(12, 2, 3, 1)]
    [InlineData(13, 2, 3, 2)]
    [InlineData(14, 2, 3, 3)]
    [InlineData(15, 3, 0, 0)]
    [InlineData(16, 3, 4, 0)]
    [InlineData(17, 3, 4, 1)]
    [InlineData(18, 3, 4, 2)]
    [InlineData(19, 3, 4, 3)]
    public void Every_number_stands_for_the_algorithms_of_the_specification(byte id, byte authentication, byte integrity, byte confidentiality)
    {
        var suite = CipherSuite.Find(id)!;
        Assert.Equal(id, suite.Id);
        Assert.Equal((AuthenticationAlgorithm)authentication, suite.Authentication);
        Assert.Equal((IntegrityAlgorithm)integrity, suite.Integrity);
        Assert.Equal((ConfidentialityAlgorithm)confidentiality, suite.Confidentiality);
    }

    [Fact]
    public void There_are_twenty_standard_suites()
    {
        Assert.Equal(Enumerable.Range(0, 20).Select(id => (byte)id), CipherSuite.All.Select(suite => suite.Id));
        Assert.Null(CipherSuite.Find(20));
        Assert.Null(CipherSuite.Find(0x80));
        Assert.Null(CipherSuite.Find(255));
    }

    [Fact]
    public void Only_3_and_17_are_secure() =>
        Assert.Equal([3, 17], CipherSuite.All.Where(suite => suite.IsSecure).Select(suite => suite.Id));

    [Fact]
    public void The_order_of_strength_holds_every_suite_once_and_begins_with_the_secure_ones()
    {
        byte[] order = [.. CipherSuite.ByStrength.Select(suite => suite.Id)];
        Assert.Equal([17, 3], order.Take(2));
        Assert.Equal(0, order[19]);
        Assert.Equal(CipherSuite.All.Select(suite => suite.Id), order.OrderBy(id => id));
    }

    [Fact]
    public void The_order_of_strength_prefers_what_encrypts_to_what_only_authenticates_and_that_to_nothing()
    {
        // Nothing with less protection comes before something with more of the same kind of algorithms.
        foreach (var stronger in CipherSuite.ByStrength)
        {
            foreach (var weaker in CipherSuite.ByStrength.TakeWhile(suite => suite != stronger))
            {
                Assert.False(
                    weaker.Authentication == stronger.Authentication
                    && (weaker.Integrity == IntegrityAlgorithm.None && stronger.Integrity != IntegrityAlgorithm.None),
                    $"{weaker} comes before {stronger}");
            }
        }
    }

    [Fact]
    public void A_suite_names_its_algorithms()
    {
        Assert.Equal("17 (RAKP-HMAC-SHA256, HMAC-SHA256-128, AES-CBC-128)", CipherSuite.Find(17)!.ToString());
        Assert.Equal("0 (RAKP-none, no integrity, no encryption)", CipherSuite.Find(0)!.ToString());
        Assert.Equal("14 (RAKP-HMAC-MD5, MD5-128, xRC4-40)", CipherSuite.Find(14)!.ToString());
    }

    [Fact]
    public void Every_algorithm_has_its_name()
    {
        Assert.Equal("3 (RAKP-HMAC-SHA1, HMAC-SHA1-96, AES-CBC-128)", CipherSuite.Find(3)!.ToString());
        Assert.Equal("9 (RAKP-HMAC-MD5, HMAC-MD5-128, xRC4-128)", CipherSuite.Find(9)!.ToString());
        Assert.Equal("15 (RAKP-HMAC-SHA256, no integrity, no encryption)", CipherSuite.Find(15)!.ToString());
    }

    [Theory]
    [InlineData(3, 17, true)]
    [InlineData(17, 3, false)]
    [InlineData(17, 17, false)]
    [InlineData(0, 1, true)]
    public void A_suite_is_weaker_than_those_that_are_tried_before_it(byte one, byte other, bool isWeaker) =>
        Assert.Equal(isWeaker, CipherSuite.Find(one)!.IsWeakerThan(CipherSuite.Find(other)!));
}
