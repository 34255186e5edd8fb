using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands;
using IpmiPS.Commands.SensorEvent;
using IpmiPS.Sdr;
using IpmiPS.Sensors;
using IpmiPS.Tests.Support;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Tests.Sensors;

/// <summary>Changes of thresholds, hysteresis and events of one sensor, whose state is three responses.</summary>
public sealed class SensorThresholdChangeTests
{
    private const byte Number = 0x31;

    private readonly ScriptedBmc _bmc;
    private byte[] _thresholds = [0x3F, 10, 5, 0, 80, 90, 100];
    private byte[] _hysteresis = [2, 3];
    private byte[] _enables = [0xC0, 0x80, 0x0A, 0x80, 0x0A];
    private byte[]? _answer;

    public SensorThresholdChangeTests() => _bmc = new ScriptedBmc(Answer);

    /// <summary>Whole degrees; all thresholds readable, the critical ones and the upper non-critical one settable; hysteresis settable; events one by one.</summary>
    private static FullSensorRecord Temperature => new()
    {
        SensorNumber = Number,
        IdString = "CPU Temp",
        SensorType = 0x01,
        EventReadingType = 0x01,
        Capabilities = 0x68,
        AssertionMask = 0x7A80,
        DeassertionMask = 0x7A80,
        ReadingMask = 0x1A3F,
        Units = new SensorUnits { BaseUnit = 1 },
        Factors = new ReadingFactors { M = 1 },
    };

    private IEnumerable<string> Sets => _bmc.Requests.Where(static request => request.Code is 0x24 or 0x26 or 0x28 or 0x2A).Select(static request => $"{request.Code:X2}: {Hex.Format(request.Data, " ")}");

    private byte[] Answer(SentRequest request)
    {
        if (_answer is not null && request.Code is (0x24 or 0x26 or 0x28))
            return _answer;
        switch (request.Command)
        {
            case SetSensorThresholds set:
                byte[] values = [set.Thresholds.LowerNonCritical, set.Thresholds.LowerCritical, set.Thresholds.LowerNonRecoverable, set.Thresholds.UpperNonCritical, set.Thresholds.UpperCritical, set.Thresholds.UpperNonRecoverable];
                for (int bit = 0; bit < 6; bit++)
                    if (((byte)set.Thresholds.Mask & 1 << bit) != 0)
                        _thresholds[1 + bit] = values[bit];
                return [0];
            case SetSensorHysteresis set:
                _hysteresis = [set.Hysteresis.Positive, set.Hysteresis.Negative];
                return [0];
            case GetSensorThresholds: return [0, .. _thresholds];
            case GetSensorHysteresis: return [0, .. _hysteresis];
            case GetSensorEventEnable: return [0, .. _enables];
            case SetSensorEventEnable set:
                _enables[0] = (byte)(set.Control & 0xC0);
                for (int i = 0; set.Events is not null && i < 4; i++)
                    _enables[1 + i] = (byte)((set.Control & 0x10) != 0 ? _enables[1 + i] | request.Data[2 + i] : _enables[1 + i] & ~request.Data[2 + i]);
                return [0];
            default: return [0xC1];
        }
    }

    private async Task<SensorThresholdChange> PrepareAsync(SensorThresholdSettings settings, SensorRecord? record = null)
    {
        record ??= Temperature;
        var repository = new SdrRepository([record]);
        return await SensorThresholdChange.PrepareAsync(_bmc, new SensorRoutes(_bmc, Task.FromResult<SdrRepository?>(repository)), repository, record, settings, CancellationToken.None);
    }

    [Fact]
    public async Task Thresholds_that_differ_are_sent_together_and_read_back()
    {
        var change = await PrepareAsync(new SensorThresholdSettings { UpperNonCritical = 82.4, UpperCritical = 92, LowerCritical = 5 });
        Assert.Equal("'CPU Temp': UpperNonCritical/UpperCritical 80/90 °C -> 82/92 °C", change.Description);
        Assert.Empty(Sets);
        var update = await change.RunAsync();
        Assert.Equal(["26: 31 18 0A 05 00 52 5C 64"], Sets);
        Assert.Equal((0, 5, 10, 82, 92, 100), (update.LowerNonRecoverable, update.LowerCritical, update.LowerNonCritical, update.UpperNonCritical, update.UpperCritical, update.UpperNonRecoverable));
        Assert.Equal((true, true, null, "°C"), (update.Changed, update.Verified, update.Difference, update.Unit));
        Assert.Equal(["UpperNonCritical: 82.4 °C is rounded to 82 °C."], update.Notes.Select(static note => note.Replace(",", ".")));
        Assert.Null(update.PositiveHysteresis);
    }

    [Fact]
    public async Task Nothing_is_sent_if_all_is_as_requested()
    {
        var change = await PrepareAsync(new SensorThresholdSettings { LowerNonRecoverable = 0, UpperCritical = 90.2, PositiveHysteresis = 2 });
        Assert.Null(change.Description);
        var update = await change.RunAsync();
        Assert.Empty(Sets);
        Assert.Equal((false, true, 2d, 3d), (update.Changed, update.Verified, update.PositiveHysteresis, update.NegativeHysteresis));
    }

    [Fact]
    public async Task One_hysteresis_leaves_the_other()
    {
        var change = await PrepareAsync(new SensorThresholdSettings { NegativeHysteresis = 5 });
        Assert.Equal("'CPU Temp': PositiveHysteresis/NegativeHysteresis 2/3 °C -> 2/5 °C", change.Description);
        Assert.True((await change.RunAsync()).Verified);
        Assert.Equal(["24: 31 FF 02 05"], Sets);
    }

    [Theory]
    [InlineData(null, 101d, "UpperCritical 101 °C, UpperNonRecoverable 100 °C")]
    [InlineData(95d, null, "UpperNonCritical 95 °C, UpperCritical 90 °C")]
    [InlineData(95d, 94d, "UpperNonCritical 95 °C, UpperCritical 94 °C")]
    [InlineData(10d, null, "LowerNonCritical 10 °C, UpperNonCritical 10 °C")] // lower ones are below upper ones
    public async Task A_wrong_order_is_refused(double? upperNonCritical, double? upperCritical, string pair)
    {
        var error = await Assert.ThrowsAsync<IpmiException>(() => PrepareAsync(new SensorThresholdSettings { UpperNonCritical = upperNonCritical, UpperCritical = upperCritical }));
        Assert.Equal(IpmiErrorKind.InvalidParameter, error.Kind);
        Assert.Contains(pair, error.Message);
        Assert.Empty(Sets);
    }

    [Fact]
    public async Task Upper_thresholds_may_be_equal_and_illogical_ones_that_stay_do_not_matter()
    {
        _thresholds = [0x3F, 5, 10, 0, 80, 90, 0]; // lower ones swapped, one never set
        Assert.NotNull((await PrepareAsync(new SensorThresholdSettings { UpperNonCritical = 90 })).Description);
    }

    [Theory]
    [InlineData(nameof(SensorThresholdSettings.LowerNonCritical), 11, "does not allow to set LowerNonCritical")]
    [InlineData(nameof(SensorThresholdSettings.UpperCritical), 300, "cannot express 300 °C for UpperCritical")]
    public async Task What_the_sensor_does_not_allow_is_refused_by_name(string name, double value, string text)
    {
        var settings = name == nameof(SensorThresholdSettings.UpperCritical) ? new SensorThresholdSettings { UpperCritical = value } : new SensorThresholdSettings { LowerNonCritical = value };
        var error = await Assert.ThrowsAsync<IpmiException>(() => PrepareAsync(settings));
        Assert.Equal(IpmiErrorKind.InvalidParameter, error.Kind);
        Assert.Contains(text, error.Message);
        Assert.Empty(Sets);
    }

    [Fact]
    public async Task A_sensor_without_thresholds_or_with_a_fixed_hysteresis_is_refused()
    {
        var discrete = new CompactSensorRecord { SensorNumber = 2, IdString = "PS1", SensorType = 0x08, EventReadingType = 0x6F };
        Assert.Contains("'PS1' has no thresholds", (await Assert.ThrowsAsync<IpmiException>(() => PrepareAsync(new SensorThresholdSettings { UpperCritical = 1 }, discrete))).Message);
        var sensor = Temperature with { Capabilities = 0x78 };
        Assert.Contains("hysteresis", (await Assert.ThrowsAsync<IpmiException>(() => PrepareAsync(new SensorThresholdSettings { PositiveHysteresis = 9 }, sensor))).Message);
    }

    [Fact]
    public async Task What_the_BMC_stores_otherwise_is_a_difference()
    {
        var change = await PrepareAsync(new SensorThresholdSettings { UpperCritical = 95 });
        _answer = [0];
        var update = await change.RunAsync();
        Assert.Equal((true, false), (update.Changed, update.Verified));
        Assert.Contains("UpperCritical 90 °C instead of 95 °C", update.Difference!.Message);
    }

    [Fact]
    public async Task A_refusal_changes_nothing()
    {
        var change = await PrepareAsync(new SensorThresholdSettings { UpperCritical = 95 });
        _answer = [0xD4];
        Assert.Equal(IpmiErrorKind.InsufficientPrivilege, (await Assert.ThrowsAsync<IpmiCommandException>(() => change.RunAsync())).Kind);
    }

    [Theory]
    [InlineData(0x01, 10, 22026)] // logarithm: M·x = e^10
    [InlineData(0x08, 81, 9)] // square
    public async Task Linearisations_are_inverted(byte linearization, double value, int sum)
    {
        _thresholds = [0x10, 0, 0, 0, 0, 1, 0];
        var sensor = Temperature with { Linearization = linearization, Factors = new ReadingFactors { M = linearization == 1 ? (short)100 : (short)1, ResultExponent = linearization == 1 ? (sbyte)1 : (sbyte)0 } };
        _ = await (await PrepareAsync(new SensorThresholdSettings { UpperCritical = value }, sensor)).RunAsync();
        double step = linearization == 1 ? 1000 : 1;
        Assert.Equal((byte)Math.Round(sum / step), _thresholds[5]);
    }

    [Fact]
    public async Task The_factors_of_a_non_linear_sensor_are_requested_for_each_raw_value()
    {
        var bmc = new ScriptedBmc(request => request.Command switch
        {
            GetSensorReadingFactors factors => [0, 0, (byte)(factors.Reading < 100 ? 1 : 2), 0, 0, 0, 0, 0],
            GetSensorThresholds => [0, 0x10, 0, 0, 0, 0, 50, 0],
            _ => [0],
        });
        FullSensorRecord sensor = Temperature with { Linearization = 0x70 };
        var repository = new SdrRepository([sensor]);
        var change = await SensorThresholdChange.PrepareAsync(bmc, new SensorRoutes(bmc, Task.FromResult<SdrRepository?>(repository)), repository, sensor, new SensorThresholdSettings { UpperCritical = 241 }, CancellationToken.None);
        Assert.Equal("'CPU Temp': UpperCritical 50 °C -> 242 °C", change.Description);
    }

    [Fact]
    public async Task Events_are_enabled_and_disabled_by_name()
    {
        var change = await PrepareEventsAsync(new SensorEventSettings { AssertionEvents = [Named("UpperCriticalGoingHigh")], Disable = [Named("Upper Non-critical - going high")], Direction = SensorEventDirection.Deassertion });
        Assert.Equal("'CPU Temp': disable assertion of Upper Non-critical - going high; Upper Non-recoverable - going high; deassertion of Upper Non-critical - going high", change.Description);
        var update = await change.RunAsync();
        Assert.Equal(["28: 31 E0 80 08 80 00"], Sets);
        Assert.Equal(("Upper Critical - going high", "Upper Critical - going high; Upper Non-recoverable - going high", true), (update.AssertionEvents, update.DeassertionEvents, update.Verified));
    }

    [Fact]
    public async Task Flags_come_first_and_go_with_each_command()
    {
        _enables = [0xC0, 0, 0, 0, 0];
        var change = await PrepareEventsAsync(new SensorEventSettings { EventsEnabled = false, Enable = [Named("*")] });
        _ = await change.RunAsync();
        Assert.Equal(["28: 31 40", "28: 31 50 80 0A 80 0A"], Sets);
        Assert.Null((await PrepareEventsAsync(new SensorEventSettings { EventsEnabled = false, ScanningEnabled = true, Enable = [Named("*")] })).Description);
    }

    [Theory]
    [InlineData(0x6B, "sends no events")]
    [InlineData(0x6A, "as long as the controller does")]
    [InlineData(0x69, "single ones cannot be set")]
    public async Task What_cannot_be_set_of_events_is_refused(byte capabilities, string text)
    {
        var error = await Assert.ThrowsAsync<IpmiException>(() => PrepareEventsAsync(new SensorEventSettings { Enable = [Named("*")] }, Temperature with { Capabilities = capabilities }));
        Assert.Contains(text, error.Message);
    }

    [Fact]
    public async Task An_event_that_the_sensor_does_not_have_is_not_present()
    {
        var error = await Assert.ThrowsAsync<IpmiException>(() => PrepareEventsAsync(new SensorEventSettings { AssertionEvents = [Named("Lower Critical - going low")] }));
        Assert.Equal(IpmiErrorKind.NotPresent, error.Kind);
        Assert.Contains("'Upper Critical - going high'", error.Message);
    }

    private static NamePattern Named(string name) => new(name, name == "*", text => name == "*" || string.Equals(name, text, StringComparison.OrdinalIgnoreCase));

    private async Task<SensorEventChange> PrepareEventsAsync(SensorEventSettings settings, SensorRecord? record = null)
    {
        record ??= Temperature;
        var repository = new SdrRepository([record]);
        return await SensorEventChange.PrepareAsync(_bmc, new SensorRoutes(_bmc, Task.FromResult<SdrRepository?>(repository)), repository, record, settings, CancellationToken.None);
    }
}
