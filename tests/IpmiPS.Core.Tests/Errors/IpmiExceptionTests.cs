using Xunit;

namespace IpmiPS.Tests.Errors;

public sealed class IpmiExceptionTests
{
    [Theory]
    [InlineData("bmc1", "The session is closed.", "bmc1: The session is closed.")]
    [InlineData("bmc1", "bmc1 refused a log-in before.", "bmc1 refused a log-in before.")]
    [InlineData("bmc1", "Nothing listens at bmc1.", "Nothing listens at bmc1.")]
    [InlineData("bmc1", "bmc10 is another.", "bmc1: bmc10 is another.")]
    [InlineData("bmc1", "rack-bmc1 is another.", "bmc1: rack-bmc1 is another.")]
    [InlineData("bmc1", "bmc1.example.org is another.", "bmc1: bmc1.example.org is another.")]
    [InlineData("10.0.0.1", "10.0.0.12 is another, and 110.0.0.1.", "10.0.0.1: 10.0.0.12 is another, and 110.0.0.1.")]
    [InlineData("10.0.0.1", "110.0.0.1 is another; this is 10.0.0.1.", "110.0.0.1 is another; this is 10.0.0.1.")]
    [InlineData("[::1]:6230", "[::1]:6230 was not asked.", "[::1]:6230 was not asked.")]
    [InlineData("", "Text.", "Text.")]
    [InlineData(null, "Text.", "Text.")]
    public void The_message_names_the_bmc_once(string? target, string text, string expected)
    {
        var error = new IpmiException(IpmiErrorKind.Timeout, text) { Target = target };
        Assert.Equal(expected, error.Message);
        Assert.Equal(text, error.Description);
    }
}
