using IpmiPS.Commands.App;
using IpmiPS.Tests.Support;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Tests.Commands.App;

public sealed class WatchdogCommandTests
{
    [Fact]
    public void Set_Watchdog_Timer()
    {
        // SMS/OS use, no logging, NMI before a hard reset, 10 s ahead; clears the flag of SMS/OS; 60 s.
        const string Hex = "84 21 0A 10 58 02";
        var timer = new WatchdogTimer { DoNotLog = true, Use = 4, Actions = 0x21, PreTimeout = 10, ExpirationFlags = 0x10, InitialCountdown = 600 };
        Vectors.Request(Hex, new SetWatchdogTimer(timer), SetWatchdogTimer.ReadRequest);
        Vectors.RequestPrefixes(Hex, SetWatchdogTimer.ReadRequest);
        Vectors.Request("44 00 00 00 00 00", new SetWatchdogTimer(new WatchdogTimer { DoNotStop = true, Use = 4 }), SetWatchdogTimer.ReadRequest);
    }

    [Fact]
    public void Get_Watchdog_Timer()
    {
        var state = new GetWatchdogTimer().ReadResponse(new ByteReader(IpmiPS.Wire.Hex.Parse("44 01 00 10 58 02 2C 01")));
        Assert.True(state.Timer.DoNotStop);
        Assert.Equal((4, 600, (ushort?)300), (state.Timer.Use, state.Timer.InitialCountdown, state.PresentCountdown));
    }

    [Fact]
    public void A_timer_that_was_never_set_may_come_without_its_present_countdown()
    {
        // OpenIPMI's ipmi_sim.
        var state = Vectors.Response("00 00 00 00 00 00", new GetWatchdogTimer(), 6, static (s, w) => s.Write(w));
        Assert.Equal((0, null), (state.Timer.InitialCountdown, state.PresentCountdown));
    }

    [Fact]
    public void Reset_Watchdog_Timer_has_no_data_and_names_a_timer_that_was_never_set()
    {
        Vectors.Request("", new ResetWatchdogTimer());
        Assert.Equal("watchdog timer not initialised", new ResetWatchdogTimer().DescribeCompletionCode(0x80));
    }
}
