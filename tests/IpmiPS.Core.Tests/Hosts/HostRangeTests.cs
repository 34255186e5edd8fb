using System.Linq;
using IpmiPS.Hosts;
using Xunit;

namespace IpmiPS.Tests.Hosts;

public class HostRangeTests
{
    [Theory]
    [InlineData("bmc1", "bmc1")]
    [InlineData("rack1-bmc[001-003,050]", "rack1-bmc001|rack1-bmc002|rack1-bmc003|rack1-bmc050")]
    [InlineData("bmc[8-11]", "bmc8|bmc9|bmc10|bmc11")]
    [InlineData("127.0.1.[1-3]", "127.0.1.1|127.0.1.2|127.0.1.3")]
    [InlineData("r[1-2]b[1-2].example", "r1b1.example|r1b2.example|r2b1.example|r2b2.example")]
    [InlineData("a, b[1,3] ,c", "a|b1|b3|c")]
    [InlineData("bmc[1-2]:6230", "bmc1:6230|bmc2:6230")]
    [InlineData("[::1]:6230", "[::1]:6230")]
    [InlineData("fe80::1%eth0", "fe80::1%eth0")]
    [InlineData("[7]", "7")]
    public void Ranges_stand_for_names_in_the_order_written(string expression, string expected) =>
        Assert.Equal(expected.Split('|'), HostRange.Expand(expression));

    [Theory]
    [InlineData("")]
    [InlineData("a,,b")]
    [InlineData("bmc[1-3")]
    [InlineData("bmc1-3]")]
    [InlineData("bmc[3-1]")]
    [InlineData("bmc[]")]
    [InlineData("bmc[a-c]")]
    [InlineData("bmc[1-2-3]")]
    [InlineData("bmc[-1]")]
    [InlineData("bmc[0-99999999]")]
    [InlineData("a[0-999]b[0-999]")]
    [InlineData("bmc[99999999999]")]
    public void What_is_no_range_is_refused(string expression) =>
        Assert.Equal(IpmiErrorKind.InvalidParameter, Assert.Throws<IpmiException>(() => HostRange.Expand(expression)).Kind);

    [Fact]
    public void The_largest_range_is_allowed_and_one_more_is_not()
    {
        Assert.Equal(HostRange.MaximumCount, HostRange.Expand("b[1-65536]").Count);
        Assert.Throws<IpmiException>(() => HostRange.Expand("b[0-65536]"));
        Assert.Throws<IpmiException>(() => HostRange.Expand("b[1-65536],c"));
    }

    [Theory]
    [InlineData("bmc[1-3|7]", "bmc[1-3,7]")]
    [InlineData("a|b[1|2|3]|c", "a|b[1,2,3]|c")]
    [InlineData("a[1", "a[1")]
    [InlineData("a|b", "a|b")]
    public void A_range_that_the_shell_took_apart_is_put_together_again(string words, string expected) =>
        Assert.Equal(expected.Split('|'), HostRange.Rejoin(words.Split('|')).ToArray());
}
