using System.Linq;
using IpmiPS.Watching;
using Xunit;

namespace IpmiPS.Tests.Watching;

/// <summary>Which changes of a sensor are reported, and in which words.</summary>
public sealed class SensorWatchTests
{
    [Fact]
    public void What_is_unhealthy_at_the_beginning_and_each_change_of_health_or_state_is_reported_once()
    {
        var watch = new SensorWatch(new SensorWatchOptions());
        Assert.Null(watch.Compare(Temperature(50)));
        Assert.Null(watch.Compare(Temperature(70)));
        SensorChange critical = watch.Compare(Temperature(90))!;
        Assert.Equal(("Upper Critical, was Normal", SelSeverity.Critical, SensorHealth.Ok, 90d, SensorTrend.Rising), (critical.Event, critical.Severity, critical.PreviousHealth, critical.Threshold, critical.Trend));
        Assert.Null(watch.Compare(Temperature(95)));
        SensorChange well = watch.Compare(Temperature(60))!;
        Assert.Equal(("Normal, was Upper Critical", SelSeverity.Information, 90d, SensorTrend.Falling), (well.Event, well.Severity, well.Threshold, well.Trend));

        Assert.Null(watch.Compare(Supply("Presence detected")));
        Assert.Equal("Presence detected; Predictive Failure, was Presence detected", watch.Compare(Supply("Presence detected", "Predictive Failure"))!.Event);

        Assert.Equal("Upper Critical at the beginning of the watch", new SensorWatch(new SensorWatchOptions()).Compare(Temperature(90))!.Event);
    }

    [Fact]
    public void A_sensor_that_does_not_respond_is_reported_the_third_time_and_when_it_is_back()
    {
        var watch = new SensorWatch(new SensorWatchOptions());
        Assert.Null(watch.Compare(Temperature(50)));
        Assert.Null(watch.Compare(Silent()));
        Assert.Null(watch.Compare(Silent()));
        Assert.Null(watch.Compare(Temperature(50)));
        Assert.Null(watch.Compare(Silent()));
        Assert.Null(watch.Compare(Silent()));
        Assert.Equal("No reading: No response, was Normal", watch.Compare(Silent())!.Event);
        Assert.Null(watch.Compare(Silent()));
        Assert.Equal("Normal, was not known", watch.Compare(Temperature(50))!.Event);
    }

    [Fact]
    public void With_a_minimum_change_readings_are_reported_and_a_threshold_does_not_flutter()
    {
        var watch = new SensorWatch(new SensorWatchOptions { MinimumChange = 3 });
        double[] readings = [50, 52, 53, 51, 49, 89, 90, 89, 90, 88, 87];
        Assert.Equal([53, 49, 89, 90, 87], readings.Select(reading => watch.Compare(Temperature(reading))).Where(static change => change is not null).Select(static change => change!.Value!.Value));
        SensorChange moved = watch.Compare(Temperature(70))!;
        Assert.Equal(("Reading changed from 87 °C", SensorTrend.Falling, SelSeverity.Information), (moved.Event, moved.Trend, moved.Severity));
    }

    private static Sensor Temperature(double value) => new()
    {
        ComputerName = "bmc1", Name = "CPU Temp", Number = 1, Value = value, Unit = "°C", UpperCritical = 90,
        Health = value >= 90 ? SensorHealth.Critical : SensorHealth.Ok, State = value >= 90 ? ["Upper Critical"] : [],
    };

    private static Sensor Silent() => new()
    {
        ComputerName = "bmc1", Name = "CPU Temp", Number = 1, UnavailableReason = "No response.", Failure = new IpmiException(IpmiErrorKind.Timeout, "No response."),
    };

    private static Sensor Supply(params string[] states) => new() { ComputerName = "bmc1", Name = "PS1 Status", Number = 2, Health = SensorHealth.Ok, State = states };
}
