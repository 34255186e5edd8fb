using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.Chassis;
using IpmiPS.Commands.Storage;
using IpmiPS.Power;
using IpmiPS.Sdr;
using IpmiPS.Sensors;
using IpmiPS.Simulator;
using Xunit;

namespace IpmiPS.Tests.Simulator;

/// <summary>The client against virtual BMCs with each of their faults.</summary>
public sealed class EndToEndFaultTests
{
    private const int Tries = 2;

    public static TheoryData<string> NetworkFaults => ["latency", "loss", "duplicates", "reordering", "corruption", "rubbish", "busy", "everything"];

    /// <summary>Faults that a log-in survives. A corrupted log-in may be refused, and is then not repeated.</summary>
    public static TheoryData<string> LogInFaults => ["latency", "loss", "duplicates", "reordering"];

    private static SimulatorFaults Faults(string name) => name switch
    {
        "latency" => new() { Latency = TimeSpan.FromMilliseconds(10) },
        "loss" => new() { LossPercent = 5 },
        "duplicates" => new() { DuplicatePercent = 50 },
        "reordering" => new() { ReorderPercent = 30 },
        "corruption" => new() { CorruptPercent = 5 },
        "rubbish" => new() { GarbagePercent = 5 },
        "busy" => new() { BusyPercent = 20 },
        _ => new() { Latency = TimeSpan.FromMilliseconds(2), LossPercent = 3, DuplicatePercent = 3, ReorderPercent = 3, CorruptPercent = 3, GarbagePercent = 3, BusyPercent = 3 },
    };

    [Theory]
    [MemberData(nameof(LogInFaults))]
    public async Task A_log_in_survives_what_the_network_does(string fault)
    {
        for (int seed = 1; seed <= Tries; seed++)
        {
            using var rack = new SimulatedRack(new SimulatorOptions { Faults = Faults(fault), Seed = seed });
            using var client = await rack.ConnectAsync();
            Assert.True((await client.SendAsync(new GetChassisStatus())).IsOn);
        }
    }

    [Theory]
    [MemberData(nameof(NetworkFaults))]
    public async Task Commands_get_the_right_response_whatever_the_network_does(string fault)
    {
        for (int seed = 1; seed <= Tries; seed++)
        {
            using var rack = new SimulatedRack(new SimulatorOptions { Seed = seed });
            using var client = await rack.ConnectAsync(options => options with { RetryCount = 8 });
            rack.Bmc.Faults = Faults(fault);
            for (int i = 0; i < 20; i++)
                Assert.True((await client.SendAsync(new GetChassisStatus())).IsOn);
        }
    }

    [Theory]
    [MemberData(nameof(NetworkFaults))]
    public async Task Sensors_are_the_same_whatever_the_network_does(string fault)
    {
        using var rack = new SimulatedRack(new SimulatorOptions { Profile = "legacy", Seed = 7 });
        using var client = await rack.ConnectAsync(options => options with { RetryCount = 10 });
        rack.Bmc.Faults = Faults(fault);
        var names = (await ReadSensorsAsync(client)).Select(sensor => sensor.Name);
        Assert.Equal(rack.Bmc.SensorNames, names);
    }

    [Theory]
    [MemberData(nameof(NetworkFaults))]
    public async Task Power_is_switched_once_whatever_the_network_does(string fault)
    {
        for (int seed = 1; seed <= Tries; seed++)
        {
            using var rack = new SimulatedRack(new SimulatorOptions { Seed = seed });
            using var client = await rack.ConnectAsync(options => options with { RetryCount = 8 });
            rack.Bmc.Faults = Faults(fault);
            var result = await ChassisPower.InvokeAsync(client, PowerAction.Off, new PowerOptions { Wait = true });
            Assert.True(result.Changed);
            Assert.False(rack.Bmc.IsPoweredOn);

            // Switching off a machine that is off does no harm, so that this command may be repeated.
            Assert.All(rack.Bmc.PowerActions, action => Assert.Equal("Off", action));
        }
    }

    [Fact]
    public async Task A_power_cycle_whose_response_is_lost_happens_once()
    {
        using var rack = new SimulatedRack(new SimulatorOptions { Faults = new() { SilentCommands = [new(0x00, 0x02)] } });
        using var client = await rack.ConnectAsync(options => options with { Timeout = TimeSpan.FromSeconds(5) });
        try
        {
            await ChassisPower.InvokeAsync(client, PowerAction.Cycle, new PowerOptions { Wait = true, WaitTimeout = TimeSpan.FromSeconds(2) });
        }
        catch (IpmiException error)
        {
            Assert.Equal(IpmiErrorKind.OutcomeUnknown, error.Kind);
        }

        Assert.Equal(["Cycle"], rack.Bmc.PowerActions);
    }

    [Fact]
    public async Task A_BMC_that_is_busy_at_the_log_out_keeps_no_session()
    {
        using var rack = new SimulatedRack();
        var client = await rack.ConnectAsync();
        rack.Bmc.Faults = new SimulatorFaults { BusyPercent = 100 };
        var closing = client.CloseAsync();
        rack.Bmc.Faults = new SimulatorFaults();
        await closing;
        Assert.Equal(0, rack.Bmc.OpenSessions);
    }

    [Fact]
    public async Task A_command_without_response_is_a_timeout_and_the_session_continues()
    {
        using var rack = new SimulatedRack(new SimulatorOptions { Faults = new() { SilentCommands = [new(0x00, 0x0F)] } });
        using var client = await rack.ConnectAsync(options => options with { Timeout = TimeSpan.FromSeconds(5) });
        var error = await Assert.ThrowsAsync<IpmiException>(() => client.SendAsync(new GetPohCounter()));
        Assert.Equal(IpmiErrorKind.Timeout, error.Kind);
        Assert.True((await client.SendAsync(new GetChassisStatus())).IsOn);
    }

    [Fact]
    public async Task A_BMC_that_stays_busy_is_reported_as_busy()
    {
        using var rack = new SimulatedRack();
        using var client = await rack.ConnectAsync();
        rack.Bmc.Faults = new SimulatorFaults { BusyPercent = 100 };
        var error = await Assert.ThrowsAnyAsync<IpmiException>(() => client.SendAsync(new GetChassisStatus()));
        Assert.Equal(IpmiErrorKind.Busy, error.Kind);
    }

    [Fact]
    public async Task Responses_that_are_too_short_are_protocol_errors()
    {
        using var rack = new SimulatedRack();
        using var client = await rack.ConnectAsync();
        rack.Bmc.Faults = new SimulatorFaults { ShortResponsePercent = 100 };
        var error = await Assert.ThrowsAnyAsync<IpmiException>(() => client.SendAsync(new GetSelInfo()));
        Assert.Equal(IpmiErrorKind.ProtocolError, error.Kind);
    }

    [Fact]
    public async Task An_unknown_command_is_not_supported()
    {
        using var rack = new SimulatedRack(new SimulatorOptions { Faults = new() { UnknownCommands = [new(0x00, 0x01)] } });
        using var client = await rack.ConnectAsync();
        var error = await Assert.ThrowsAsync<IpmiCommandException>(() => client.SendAsync(new GetChassisStatus()));
        Assert.Equal(IpmiErrorKind.CommandNotSupported, error.Kind);
    }

    [Theory]
    [InlineData(0, false, 0, 0)]
    [InlineData(16, false, 0, 0)]
    [InlineData(22, false, 0, 0)]
    [InlineData(0, true, 0, 0)]
    [InlineData(20, false, 5, 0)]
    [InlineData(0, false, 0, 1)]
    public async Task SDRs_and_sensors_are_read_through_every_limit(int largestRead, bool wholeOnly, int reservationLostAfter, double serviceMilliseconds)
    {
        using var rack = new SimulatedRack(new SimulatorOptions
        {
            Faults = new() { MaximumRead = largestRead, RefusePartialReads = wholeOnly, ReservationLostAfter = reservationLostAfter, ServiceTime = TimeSpan.FromMilliseconds(serviceMilliseconds) },
        });
        using var client = await rack.ConnectAsync();
        var sensors = await ReadSensorsAsync(client);
        Assert.Equal(rack.Bmc.SensorNames, sensors.Select(sensor => sensor.Name));
    }

    [Fact]
    public async Task A_BMC_that_handles_one_command_at_a_time_loses_none_of_many_in_flight()
    {
        using var rack = new SimulatedRack(new SimulatorOptions { Faults = new() { ServiceTime = TimeSpan.FromMilliseconds(2) } });
        using var client = await rack.ConnectAsync();
        var responses = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => client.SendAsync(new GetChassisStatus())));
        Assert.All(responses, response => Assert.True(response.IsOn));
    }

    private static async Task<List<Sensor>> ReadSensorsAsync(IIpmiConnection connection)
    {
        var repository = await SdrRepository.ReadAsync(connection, CancellationToken.None);
        var sensors = new List<Sensor>();
        await SensorReader.ReadAllAsync(connection, repository, new SensorQuery(), sensors.Add, CancellationToken.None);
        return sensors;
    }
}
