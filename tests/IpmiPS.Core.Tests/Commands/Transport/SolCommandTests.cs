using IpmiPS.Commands.Transport;
using IpmiPS.Tests.Support;
using Xunit;

namespace IpmiPS.Tests.Commands.Transport;

public class SolCommandTests
{
    [Fact]
    public void Parameters_are_asked_for_by_channel()
    {
        Vectors.Request("0E 02 00 00", new GetSolConfigurationParameters(0x0E, SolParameter.Authentication), GetSolConfigurationParameters.ReadRequest);
        Vectors.Request("81 00 00 00", new GetSolConfigurationParameters(1, SolParameter.SetInProgress) { RevisionOnly = true }, GetSolConfigurationParameters.ReadRequest);
        Vectors.RequestPrefixes("0E 02 00 00", GetSolConfigurationParameters.ReadRequest);
    }

    [Theory]
    [InlineData("11 84", true, false, PrivilegeLevel.Administrator)]
    [InlineData("11 42", false, true, PrivilegeLevel.User)]
    public void Authentication_is_read(string hex, bool encryption, bool authentication, PrivilegeLevel privilege)
    {
        var parameter = Vectors.Response(hex, new GetSolConfigurationParameters(0x0E, SolParameter.Authentication), 1, (p, w) => p.Write(w));
        var value = new SolAuthentication(parameter.Data[0]);
        Assert.Equal((encryption, authentication, privilege), (value.ForceEncryption, value.ForceAuthentication, value.Privilege));
    }

    [Fact]
    public void Parameters_are_set_by_channel()
    {
        Vectors.Request("01 01 01", new SetSolConfigurationParameters(1, SolParameter.Enable, [1]), SetSolConfigurationParameters.ReadRequest);
        Vectors.RequestPrefixes("01 01", SetSolConfigurationParameters.ReadRequest);
    }

    [Fact]
    public void Sol_activating_is_written_and_read()
    {
        Vectors.Request("00 01 01 00", new SolActivating(0, 1), SolActivating.ReadRequest);
        Vectors.RequestPrefixes("00 01 01 00", SolActivating.ReadRequest);
    }
}
