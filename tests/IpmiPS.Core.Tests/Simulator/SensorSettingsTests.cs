using System.Linq;
using System.Threading.Tasks;
using IpmiPS.Commands;
using IpmiPS.Commands.SensorEvent;
using IpmiPS.Commands.Storage;
using Xunit;

namespace IpmiPS.Tests.Simulator;

/// <summary>What a virtual BMC does when sensors are re-armed or initialised, and when records are added in pieces.</summary>
public sealed class SensorSettingsTests
{
    private const byte Inlet = 0x01, PowerSupply1 = 0x60;

    private readonly Bench _bench = new();

    [Fact]
    public async Task Re_arming_a_sensor_sends_what_still_holds_and_keeps_its_states()
    {
        var before = await _bench.SendAsync(new GetSensorReading(PowerSupply1));
        int entries = _bench.Bmc.SelCount;
        await _bench.SendAsync(new RearmSensorEvents(PowerSupply1));
        Assert.Equal(before.StateBits, (await _bench.SendAsync(new GetSensorReading(PowerSupply1))).StateBits);
        Assert.Equal(entries + 1, _bench.Bmc.SelCount);
    }

    [Fact]
    public async Task Re_arming_a_crossed_threshold_sends_it_again()
    {
        var thresholds = await _bench.SendAsync(new GetSensorThresholds(Inlet));
        await _bench.SendAsync(new SetSensorThresholds(Inlet, thresholds with { Mask = ThresholdMask.UpperNonCritical, UpperNonCritical = 10 }));
        int entries = _bench.Bmc.SelCount;
        await _bench.SendAsync(new RearmSensorEvents(Inlet, new SensorEventMask(0x0200, 0)));
        Assert.Equal(entries, _bench.Bmc.SelCount); // upper critical does not hold
        await _bench.SendAsync(new RearmSensorEvents(Inlet, new SensorEventMask(0x0080, 0)));
        Assert.Equal(entries + 1, _bench.Bmc.SelCount);
    }

    [Fact]
    public async Task The_initialisation_agent_sets_thresholds_back()
    {
        var before = await _bench.SendAsync(new GetSensorThresholds(Inlet));
        await _bench.SendAsync(new SetSensorThresholds(Inlet, before with { Mask = ThresholdMask.UpperCritical, UpperCritical = 44 }));
        Assert.True(await _bench.SendAsync(new RunInitializationAgent(run: true)));
        Assert.Equal(before, await _bench.SendAsync(new GetSensorThresholds(Inlet)));
    }

    [Fact]
    public async Task A_record_is_added_in_pieces()
    {
        byte[] record = (await _bench.SendAsync(new GetSdr(new SdrRequest(0, 2, 0, 0xFF)))).Data;
        ushort reservation = (await _bench.SendAsync(new ReserveSdrRepository())).Id;
        ushort id = await _bench.SendAsync(new PartialAddSdr(reservation, 0, 0, isLast: false, [.. record.Take(10)]));
        Assert.Equal(id, await _bench.SendAsync(new PartialAddSdr(reservation, id, 10, isLast: true, [.. record.Skip(10)])));
        Assert.Equal(record.Skip(2), (await _bench.SendAsync(new GetSdr(new SdrRequest(0, id, 0, 0xFF)))).Data.Skip(2));
    }

    [Fact]
    public async Task Pieces_that_do_not_follow_each_other_or_the_length_in_the_header_are_refused()
    {
        byte[] record = (await _bench.SendAsync(new GetSdr(new SdrRequest(0, 2, 0, 0xFF)))).Data;
        ushort reservation = (await _bench.SendAsync(new ReserveSdrRepository())).Id;
        ushort id = await _bench.SendAsync(new PartialAddSdr(reservation, 0, 0, isLast: false, [.. record.Take(10)]));
        Assert.Equal(CompletionCode.ParameterOutOfRange, (await Assert.ThrowsAsync<IpmiCommandException>(() => _bench.SendAsync(new PartialAddSdr(reservation, id, 11, isLast: false, [1])))).CompletionCode);
        Assert.Equal((CompletionCode)AddSdr.LengthMismatch, (await Assert.ThrowsAsync<IpmiCommandException>(() => _bench.SendAsync(new PartialAddSdr(reservation, id, 10, isLast: true, [1])))).CompletionCode);
        Assert.Equal(CompletionCode.ReservationLost, (await Assert.ThrowsAsync<IpmiCommandException>(() => _bench.SendAsync(new PartialAddSdr(0x7777, 0, 0, isLast: true, record)))).CompletionCode);
    }

    [Fact]
    public async Task A_sensor_takes_a_reading_and_sends_the_event_that_follows()
    {
        int entries = _bench.Bmc.SelCount;
        await _bench.SendAsync(new SetSensorReading { SensorNumber = Inlet, Operation = 0x01, Reading = 120 });
        Assert.Equal(120, (await _bench.SendAsync(new GetSensorReading(Inlet))).Reading);
        Assert.True(_bench.Bmc.SelCount > entries);
    }

    [Theory]
    [InlineData(0x04, 0x0008, 0x0008)]
    [InlineData(0x0C, 0x0008, 0x0009)]
    [InlineData(0x08, 0x0008, 0x0000)]
    public async Task A_discrete_sensor_takes_states(byte operation, ushort given, ushort expected)
    {
        await _bench.SendAsync(new SetSensorReading { SensorNumber = PowerSupply1, Operation = operation, Events = new SensorEventMask(given, 0) });
        Assert.Equal(expected, (await _bench.SendAsync(new GetSensorReading(PowerSupply1))).StateBits & 0x7FFF);
    }

    [Theory]
    [InlineData(PowerSupply1, 0x01)]
    [InlineData(Inlet, 0x04)]
    [InlineData(Inlet, 0x10)]
    public async Task What_a_sensor_does_not_take_is_refused(byte sensor, byte operation)
    {
        var error = await Assert.ThrowsAsync<IpmiCommandException>(() => _bench.SendAsync(new SetSensorReading { SensorNumber = sensor, Operation = operation, Events = new SensorEventMask(1, 1) }));
        Assert.Equal(SetSensorReading.NotSettable, (byte)error.CompletionCode);
    }

    [Fact]
    public async Task The_type_of_a_sensor_is_kept()
    {
        await _bench.SendAsync(new SetSensorType(Inlet, new SensorTypeCodes(0x02, 0x01)));
        Assert.Equal(new SensorTypeCodes(0x02, 0x01), await _bench.SendAsync(new GetSensorType(Inlet)));
    }

    [Fact]
    public async Task The_clock_of_the_repository_is_set_and_its_update_mode_is_entered_and_left()
    {
        await _bench.SendAsync(new SetSdrRepositoryTime(1_767_225_600));
        Assert.Equal(1_767_225_600u, await _bench.SendAsync(new GetSdrRepositoryTime()));
        await _bench.SendAsync(new EnterSdrRepositoryUpdateMode());
        await _bench.SendAsync(new ExitSdrRepositoryUpdateMode());
        await Assert.ThrowsAsync<IpmiCommandException>(() => _bench.SendAsync(new ExitSdrRepositoryUpdateMode()));
    }
}
