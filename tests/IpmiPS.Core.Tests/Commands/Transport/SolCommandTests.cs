using IpmiPS.Commands.Transport;
using IpmiPS.Tests.Support;
using Xunit;

namespace IpmiPS.Tests.Commands.Transport;

public class SolCommandTests
{
    [Fact]
    public void Parameters_are_asked_for_by_channel()
    {
        Vectors.Request("0E 02 00 00", new GetSolConfigurationParameters(0x0E, 2), GetSolConfigurationParameters.ReadRequest);
        Vectors.Request("81 00 00 00", new GetSolConfigurationParameters(1, 0) { RevisionOnly = true }, GetSolConfigurationParameters.ReadRequest);
        Vectors.RequestPrefixes("0E 02 00 00", GetSolConfigurationParameters.ReadRequest);
    }

    [Fact]
    public void Parameters_are_read_with_their_revision()
    {
        var parameter = Vectors.Response("11 84", new GetSolConfigurationParameters(0x0E, 2), 1, (p, w) => p.Write(w));
        Assert.Equal((0x11, 1, 0x84), (parameter.Revision, parameter.Data.Length, parameter.Data[0]));
    }

    [Fact]
    public void Parameters_are_set_by_channel()
    {
        Vectors.Request("01 01 01", new SetSolConfigurationParameters(1, 1, [1]), SetSolConfigurationParameters.ReadRequest);
        Vectors.RequestPrefixes("01 01", SetSolConfigurationParameters.ReadRequest);
    }

    [Fact]
    public void Sol_activating_is_written_and_read()
    {
        Vectors.Request("00 01 01 00", new SolActivating(0, 1), SolActivating.ReadRequest);
        Vectors.RequestPrefixes("00 01 01 00", SolActivating.ReadRequest);
    }
}
