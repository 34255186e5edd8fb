using IpmiPS.Commands.Transport;
using IpmiPS.Tests.Support;
using Xunit;

namespace IpmiPS.Tests.Commands.Transport;

public class LanCommandTests
{
    [Fact]
    public void Parameters_are_set_by_channel()
    {
        Vectors.Request("01 04 01", new SetLanConfigurationParameters(1, 4, [1]), SetLanConfigurationParameters.ReadRequest);
        Vectors.RequestPrefixes("01 04", SetLanConfigurationParameters.ReadRequest);
    }

    [Theory]
    [InlineData(0x80, "parameter not supported")]
    [InlineData(0x81, "another party is changing the parameters")]
    [InlineData(0x82, "parameter is read-only")]
    [InlineData(0x83, "parameter is write-only")]
    public void Set_explains_its_own_codes(byte code, string text) =>
        Assert.Contains(text, new IpmiCommandException(new SetLanConfigurationParameters(1, 4, [1]), (CompletionCode)code).Message);
}
