using System;
using System.Linq;
using System.Threading.Tasks;
using IpmiPS.Commands.Chassis;
using IpmiPS.Commands.Storage;
using IpmiPS.Power;
using IpmiPS.Tests.Sel;
using IpmiPS.Tests.Support;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Tests.Power;

/// <summary>What counts as proof that a machine restarted.</summary>
public class RestartEvidenceTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(5);

    private readonly SelBmc _bmc = SelBmc.With(Enumerable.Range(1, 3));
    private byte _power = 0x01;
    private byte? _cause;

    public RestartEvidenceTests() => _bmc.Meddle = request => request.Command switch
    {
        GetChassisStatus => [0, _power, 0x00, 0x00],
        GetSystemRestartCause => _cause is { } cause ? [0, cause, 0x01] : [0xC1],
        _ => null,
    };

    private static byte[] Event(int id, string sensorAndEvent) => Hex.Parse($"{id & 0xFF:X2}{id >> 8:X2}02{id & 0xFF:X2}{id >> 8:X2}0060200004{sensorAndEvent}FFFF");

    private async Task<RestartEvidence> CollectAsync(bool withLog = true)
    {
        var evidence = new RestartEvidence(_bmc);
        await evidence.CollectAsync(withLog, default);
        return evidence;
    }

    /// <summary>Sensor type, number, direction and event type, event data 1.</summary>
    [Theory]
    [InlineData("1D306F00", true)] // system boot initiated, by power-up
    [InlineData("1D306F07", true)]
    [InlineData("09306F00", true)] // power unit: power off
    [InlineData("09306F01", true)] // power cycle
    [InlineData("09306F02", false)]
    [InlineData("22306F00", true)] // ACPI: working
    [InlineData("22306F01", false)]
    [InlineData("22306F04", false)]
    [InlineData("22306F05", true)] // soft off
    [InlineData("22306F07", true)] // mechanical off
    [InlineData("22306F08", false)]
    [InlineData("1D30EF00", false)] // deasserted
    [InlineData("1D300300", false)] // another event type
    [InlineData("01306F00", false)] // a temperature
    public async Task An_event_of_a_restart_that_was_added_is_proof(string sensorAndEvent, bool isProof)
    {
        var evidence = await CollectAsync();
        Assert.False(await evidence.IsFoundAsync(null, s_limit, default));
        _bmc.Log.Add(Event(4, sensorAndEvent));
        Assert.Equal(isProof, await evidence.IsFoundAsync(null, s_limit, default));
    }

    [Fact]
    public async Task One_such_event_among_others_is_enough()
    {
        var evidence = await CollectAsync();
        _bmc.Log.Add(Event(4, "1D306F00"));
        _bmc.Log.Add(Event(5, "01306F00"));
        Assert.True(await evidence.IsFoundAsync(null, s_limit, default));
    }

    [Fact]
    public async Task Entries_that_were_there_before_prove_nothing_and_are_not_read()
    {
        _bmc.Log.Add(Event(4, "1D306F00"));
        var evidence = await CollectAsync();
        Assert.False(await evidence.IsFoundAsync(null, s_limit, default));
        Assert.Equal(0, _bmc.Count(GetSelEntry.Definition.Code));
        _bmc.Log.Add(Event(5, "01306F00"));
        Assert.False(await evidence.IsFoundAsync(null, s_limit, default));
    }

    [Fact]
    public async Task Of_many_new_entries_the_newest_sixteen_are_read()
    {
        var evidence = await CollectAsync();
        _bmc.Log.Add(Event(4, "1D306F00"));
        for (int id = 5; id < 21; id++)
            _bmc.Log.Add(Event(id, "01306F00"));
        Assert.False(await evidence.IsFoundAsync(null, s_limit, default));
        _bmc.Log[_bmc.Log.Count - 16] = Event(5, "1D306F00");
        Assert.True(await evidence.IsFoundAsync(null, s_limit, default));
    }

    [Fact]
    public async Task A_log_that_can_no_longer_be_read_proves_nothing()
    {
        var evidence = await CollectAsync();
        _bmc.Log.Add(Event(4, "1D306F00"));
        var chassis = _bmc.Meddle;
        _bmc.Meddle = request => request.Command is GetSelInfo ? [0xC1] : chassis(request);
        Assert.False(await evidence.IsFoundAsync(null, s_limit, default));
        _bmc.Meddle = request => request.Command is GetSelEntry ? [0xFF] : chassis(request);
        Assert.False(await evidence.IsFoundAsync(null, s_limit, default));
    }

    [Theory]
    [InlineData(true, 0x01, null, 1)]
    [InlineData(true, 0x01, RestartCause.ChassisControl, 1)]
    [InlineData(true, 0x01, RestartCause.Watchdog, 0)] // this can change, and costs less
    [InlineData(true, 0x00, null, 0)] // a machine that is off is only turned on
    [InlineData(false, 0x01, null, 0)]
    public async Task The_log_is_only_read_beforehand_where_nothing_else_can_prove_it(bool withLog, byte power, RestartCause? cause, int reads)
    {
        (_power, _cause) = (power, (byte?)cause);
        var evidence = await CollectAsync(withLog);
        Assert.Equal(reads, _bmc.Count(GetSelInfo.Definition.Code));
        _bmc.Log.Add(Event(4, "1D306F00"));
        Assert.Equal(reads == 1, await evidence.IsFoundAsync(null, s_limit, default));
    }

    [Fact]
    public async Task A_log_that_could_not_be_read_beforehand_proves_nothing()
    {
        var chassis = _bmc.Meddle;
        _bmc.Meddle = request => request.Command is GetSelInfo ? [0xC1] : chassis(request);
        var evidence = await CollectAsync();
        _bmc.Meddle = chassis;
        _bmc.Log.Add(Event(4, "1D306F00"));
        Assert.False(await evidence.IsFoundAsync(null, s_limit, default));
    }
}
