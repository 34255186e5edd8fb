using IpmiPS.Commands.Transport;
using IpmiPS.Tests.Support;
using Xunit;

namespace IpmiPS.Tests.Commands.Transport;

public class SerialCommandTests
{
    [Fact]
    public void Parameters_are_asked_for_by_channel_and_selectors()
    {
        Vectors.Request("02 0A 01 00", new GetSerialModemConfiguration(2, 10, 1), GetSerialModemConfiguration.ReadRequest);
        Vectors.Request("82 00 00 00", new GetSerialModemConfiguration(2, 0) { RevisionOnly = true }, GetSerialModemConfiguration.ReadRequest);
        Vectors.RequestPrefixes("02 15 01 02", GetSerialModemConfiguration.ReadRequest);
        Assert.Equal(0x84, Vectors.Response("11 84", new GetSerialModemConfiguration(2, 3), 1, (p, w) => p.Write(w)).Data[0]);
    }

    [Fact]
    public void Parameters_are_set_by_channel()
    {
        Vectors.Request("02 07 40 0A", new SetSerialModemConfiguration(2, 7, [0x40, 0x0A]), SetSerialModemConfiguration.ReadRequest);
        Vectors.RequestPrefixes("02 07", SetSerialModemConfiguration.ReadRequest);
        Assert.True(new SetSerialModemConfiguration(2, 26, [1]).HoldsSecret);
        Assert.True(new SetSerialModemConfiguration(2, 42, [1]).HoldsSecret);
        Assert.False(new SetSerialModemConfiguration(2, 7, [1]).HoldsSecret);
    }

    [Fact]
    public void The_mux_is_switched_and_says_who_has_the_port()
    {
        Vectors.Request("02 04", new SetSerialModemMux(2, SerialMuxRequest.ForceBmc), SetSerialModemMux.ReadRequest);
        Vectors.RequestPrefixes("02 04", SetSerialModemMux.ReadRequest);
        var state = Vectors.Response("03", new SetSerialModemMux(2, SerialMuxRequest.Get), 1, (s, w) => s.Write(w));
        Assert.Equal((true, true), (state.IsBmc, state.IsAccepted));
        Assert.Equal((false, false), (new SerialMuxState(0x84).IsBmc, new SerialMuxState(0x84).IsAccepted));
    }
}
