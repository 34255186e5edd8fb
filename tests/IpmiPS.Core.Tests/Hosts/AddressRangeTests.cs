using System.Collections.Generic;
using System.Globalization;
using System.Net;
using IpmiPS.Hosts;
using Xunit;

namespace IpmiPS.Tests.Hosts;

public class AddressRangeTests
{
    [Theory]
    [InlineData("10.0.0.0/24", "10.0.0.1", "10.0.0.254", 254)]
    [InlineData("10.0.0.77/24", "10.0.0.1", "10.0.0.254", 254)]
    [InlineData("127.7.0.0/16", "127.7.0.1", "127.7.255.254", 65534)]
    [InlineData("10.0.0.0/8", "10.0.0.1", "10.255.255.254", 16777214)]
    [InlineData("10.0.0.4/30", "10.0.0.5", "10.0.0.6", 2)]
    [InlineData("10.0.0.4/31", "10.0.0.4", "10.0.0.5", 2)]
    [InlineData("10.0.0.4/32", "10.0.0.4", "10.0.0.4", 1)]
    [InlineData("fd00::/112", "fd00::", "fd00::ffff", 65536)]
    [InlineData("fd00::1/128", "fd00::1", "fd00::1", 1)]
    [InlineData("fe80::%7/127", "fe80::%7", "fe80::1%7", 2)]
    [InlineData("10.0.0.9-12", "10.0.0.9", "10.0.0.12", 4)]
    [InlineData("10.0.0.250 - 10.0.1.5", "10.0.0.250", "10.0.1.5", 12)]
    [InlineData("fd00::fe-fd00::101", "fd00::fe", "fd00::101", 4)]
    [InlineData("fe80::1%7-fe80::3", "fe80::1%7", "fe80::3%7", 3)]
    [InlineData("127.0.0.1-127.0.0.1", "127.0.0.1", "127.0.0.1", 1)]
    public void A_prefix_and_from_to_are_ranges(string text, string first, string last, long count)
    {
        var range = AddressRange.Parse(text)!.Value;
        Assert.Equal((IPAddress.Parse(first), IPAddress.Parse(last), (ulong)count), (range[0], range[range.Count - 1], range.Count));
    }

    [Theory]
    [InlineData("bmc1")]
    [InlineData("10.0.0.1")]
    [InlineData("10.0.0.1:6230")]
    [InlineData("rack1-bmc7")]
    [InlineData("10-20")]
    [InlineData("fd00::1")]
    [InlineData("[fd00::1]:623")]
    [InlineData("fe80::1%br-lan")]
    public void Anything_else_is_a_host(string text) => Assert.Null(AddressRange.Parse(text));

    [Theory]
    [InlineData("rack1/24")]
    [InlineData("10.0/24")]
    [InlineData("10.0.0.0/33")]
    [InlineData("10.0.0.0/-1")]
    [InlineData("10.0.0.0/")]
    [InlineData("10.0.0.0/255.255.255.0")]
    [InlineData("fd00::/129")]
    [InlineData("10.0.0.9-8")]
    [InlineData("10.0.0.9-256")]
    [InlineData("10.0.0.9-bmc")]
    [InlineData("10.0.0.9-fd00::1")]
    [InlineData("fd00::9-8")]
    [InlineData("fd00::9-fd00::8")]
    [InlineData("fd00:0:0:1::-fd00::1")]
    [InlineData("0.0.0.0/8")]
    [InlineData("224.0.0.0/24")]
    [InlineData("223.255.255.254-224.0.0.1")]
    [InlineData("255.255.255.255/32")]
    [InlineData("ff02::/120")]
    public void What_is_no_range_of_hosts_is_refused(string text) =>
        Assert.Equal(IpmiErrorKind.InvalidParameter, Assert.Throws<IpmiException>(() => AddressRange.Parse(text)).Kind);

    [Theory]
    [InlineData("10.0.0.0/7", "2^25")]
    [InlineData("0.0.0.0/0", "2^32")]
    [InlineData("fd00::/64", "2^64")]
    [InlineData("::/0", "2^128")]
    [InlineData("10.0.0.0-11.0.0.0", "16,777,217")]
    [InlineData("fd00::-fd01::", "2^64")]
    public void A_range_that_is_absurdly_large_is_refused_with_its_size(string text, string size)
    {
        var error = Assert.Throws<IpmiException>(() => AddressRange.Parse(text));
        Assert.Equal(IpmiErrorKind.InvalidParameter, error.Kind);
        Assert.Contains(size, error.Message);
    }

    [Fact]
    public void Each_address_is_added_to_a_set_once_and_in_order()
    {
        var random = new Fuzz.SeededRandom(12);
        var set = new AddressSet();
        var expected = new HashSet<string>();
        for (int i = 0; i < 2000; i++)
        {
            int first = 1 + random.Below(250), last = first + random.Below(255 - first), port = 623 + random.Below(2);
            string space = random.Below(2) == 0 ? "10.0.0." : "fd00::";
            var range = AddressRange.Parse($"{Of(first)}-{Of(last)}")!.Value;
            var added = new List<string>();
            foreach (var part in set.Add(range, port))
                for (ulong at = 0; at < part.Count; at++)
                    added.Add($"{part[at]} {port}");
            var wanted = new List<string>();
            for (int at = first; at <= last; at++)
                if (expected.Add($"{IPAddress.Parse(Of(at))} {port}"))
                    wanted.Add($"{IPAddress.Parse(Of(at))} {port}");
            Assert.Equal(wanted, added);

            string Of(int number) => space + (space[0] == 'f' ? number.ToString("x", CultureInfo.InvariantCulture) : number.ToString(CultureInfo.InvariantCulture));
        }
    }

    [Fact]
    public void Addresses_that_adjoin_take_the_room_of_one()
    {
        var set = new AddressSet();
        foreach (string text in new[] { "10.0.0.1-9", "10.0.0.20-29", "10.0.0.10-19", "10.0.0.5-25", "10.0.0.30-40" })
            set.Add(AddressRange.Parse(text)!.Value, 623);
        Assert.Equal(1, set.RangeCount);
        Assert.Empty(set.Add(AddressRange.Parse("10.0.0.1-40")!.Value, 623));
    }
}
