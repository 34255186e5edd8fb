using System;
using IpmiPS.Device;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Tests.Device;

public class GuidOrderTests
{
    // One GUID of version 4 and one of version 1 (from the year 2014), in the three orders.
    [Theory]
    [InlineData("3A1F4E9C 7B21 4CFD 9E80 0123456789AB", GuidEncoding.Rfc4122, "3a1f4e9c-7b21-4cfd-9e80-0123456789ab")]
    [InlineData("9C4E1F3A 217B FD4C 9E80 0123456789AB", GuidEncoding.Smbios, "3a1f4e9c-7b21-4cfd-9e80-0123456789ab")]
    [InlineData("AB8967452301 809E FD4C 217B 9C4E1F3A", GuidEncoding.Ipmi, "3a1f4e9c-7b21-4cfd-9e80-0123456789ab")]
    [InlineData("6C3B5A00 9F2E 11E3 A5E2 0800200C9A66", GuidEncoding.Rfc4122, "6c3b5a00-9f2e-11e3-a5e2-0800200c9a66")]
    [InlineData("005A3B6C 2E9F E311 A5E2 0800200C9A66", GuidEncoding.Smbios, "6c3b5a00-9f2e-11e3-a5e2-0800200c9a66")]
    [InlineData("669A0C200008 E2A5 E311 2E9F 005A3B6C", GuidEncoding.Ipmi, "6c3b5a00-9f2e-11e3-a5e2-0800200c9a66")]
    public void The_order_is_found_by_version_and_variant(string bytes, GuidEncoding encoding, string expected)
    {
        Assert.Equal(Guid.Parse(expected), GuidOrder.Interpret(Hex.Parse(bytes), out var found));
        Assert.Equal(encoding, found);
    }

    [Fact]
    public void A_version_without_the_variant_is_still_better_than_none() =>
        // ipmi_sim's configured GUID; ipmitool takes it for IPMI order too.
        Assert.Equal((Guid.Parse("efcdab89-6745-23a1-efcd-ab89674523a1"), GuidEncoding.Ipmi),
            (GuidOrder.Interpret(Hex.Parse("a123456789abcdefa123456789abcdef"), out var found), found));

    [Fact]
    public void An_order_that_cannot_be_told_leaves_the_bytes_as_they_came()
    {
        Assert.Equal(Guid.Parse("00112233-0455-0607-0809-0a0b0c0d0e0f"), GuidOrder.Interpret(Hex.Parse("00112233 0455 0607 0809 0A0B0C0D0E0F"), out var found));
        Assert.Equal(GuidEncoding.Unknown, found);
    }

    [Theory]
    [InlineData("00")]
    [InlineData("FF")]
    public void A_guid_that_is_not_set_is_none(string value)
    {
        var bytes = new byte[16];
        for (int i = 0; i < bytes.Length; i++)
            bytes[i] = Hex.Parse(value)[0];
        Assert.Null(GuidOrder.Interpret(bytes, out var found));
        Assert.Equal(GuidEncoding.Unknown, found);
    }

    [Fact]
    public void Fewer_bytes_are_refused() => Assert.Throws<MalformedDataException>(() => GuidOrder.Interpret(new byte[15], out _));
}
