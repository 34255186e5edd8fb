using System.Linq;
using IpmiPS.Crypto;
using Xunit;

namespace IpmiPS.Tests.Crypto;

public class SecretBufferTests
{
    [Fact]
    public void A_secret_that_is_taken_over_is_wiped_where_it_was()
    {
        byte[] secret = [1, 2, 3];
        using var buffer = SecretBuffer.Take(secret);
        Assert.Equal([1, 2, 3], buffer.Bytes);
        Assert.Equal([0, 0, 0], secret);
    }

    [Theory]
    [InlineData(2, new byte[] { 1, 2 })]
    [InlineData(3, new byte[] { 1, 2, 3 })]
    [InlineData(5, new byte[] { 1, 2, 3, 0, 0 })]
    [InlineData(0, new byte[0])]
    public void A_copy_has_the_length_that_is_asked_for_and_leaves_the_original(int length, byte[] copied)
    {
        byte[] secret = [1, 2, 3];
        using var buffer = SecretBuffer.CopyOf(secret, length);
        Assert.Equal(copied, buffer.Bytes);
        Assert.Equal([1, 2, 3], secret);
    }

    [Fact]
    public void Nothing_is_left_at_the_end_and_ending_twice_does_no_harm()
    {
        var buffer = SecretBuffer.Take([1, 2, 3]);
        buffer.Dispose();
        buffer.Dispose();
        Assert.True(buffer.Bytes.All(value => value == 0));
    }
}
