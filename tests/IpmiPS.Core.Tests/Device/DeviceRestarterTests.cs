using System;
using System.Threading.Tasks;
using IpmiPS.Commands;
using IpmiPS.Device;
using IpmiPS.Tests.Support;
using Xunit;

namespace IpmiPS.Tests.Device;

public sealed class DeviceRestarterTests
{
    private static readonly byte[] s_id = [0, 0x20, 0x81, 0x02, 0x40, 0x02, 0xDF, 0xA2, 0x02, 0x00, 0x00, 0x01];
    private static readonly byte[] s_starting = [0, 0x20, 0x81, 0x82, 0x40, 0x02, 0xDF, 0xA2, 0x02, 0x00, 0x00, 0x01];

    private bool _isDown;
    private byte _sdrs = 50;
    private byte[] _answerToReset = [0];
    private byte[] _deviceId = s_id;
    private int _waits;

    [Theory]
    [InlineData(DeviceRestartKind.Cold, 0x02)]
    [InlineData(DeviceRestartKind.Warm, 0x03)]
    public async Task The_restart_is_sent_once_and_a_lost_response_is_no_failure(DeviceRestartKind kind, byte code)
    {
        _answerToReset = [];
        var bmc = new ScriptedBmc(Respond);
        var result = await new DeviceRestarter(bmc, new SteppingClock()).SendAsync(kind, isWaitedFor: false, default);
        Assert.Equal((kind, false, null, null), (result.Kind, result.Confirmed, result.Interrupted, result.Ready));
        Assert.Equal(code, Assert.Single(bmc.Requests).Code);
        Assert.Single(result.Notes);
    }

    [Fact]
    public async Task A_refused_restart_is_an_error()
    {
        _answerToReset = [0xC1];
        var restarter = new DeviceRestarter(new ScriptedBmc(Respond), new SteppingClock());
        Assert.Equal(IpmiErrorKind.CommandNotSupported, (await Assert.ThrowsAsync<IpmiCommandException>(() => restarter.SendAsync(DeviceRestartKind.Warm, false, default))).Kind);
    }

    [Fact]
    public async Task A_BMC_is_ready_when_it_answers_has_started_and_has_its_SDRs()
    {
        // After each wait something more works: down, then up without SDRs and starting, then all of it.
        var result = await RunAsync(() =>
        {
            _waits++;
            _isDown = _waits is 2 or 3;
            _sdrs = (byte)(_waits < 6 ? 0 : 50);
            _deviceId = _waits < 5 ? s_starting : s_id;
        });
        Assert.Equal((true, true, true, "2.40"), (result.Confirmed, result.Interrupted, result.Ready, result.FirmwareVersion));
        Assert.True(_waits >= 6);
    }

    [Fact]
    public async Task A_BMC_that_never_stopped_answering_may_not_have_restarted()
    {
        var result = await RunAsync(static () => { });
        Assert.Equal((false, true), (result.Interrupted, result.Ready));
        Assert.Contains(result.Notes, static note => note.Contains("may not have restarted"));
    }

    [Fact]
    public async Task A_BMC_that_does_not_come_back_is_a_timeout()
    {
        var error = await Assert.ThrowsAsync<IpmiException>(() => RunAsync(() => _isDown = true));
        Assert.Equal(IpmiErrorKind.Timeout, error.Kind);
        Assert.Contains("cold restart", error.Message, StringComparison.Ordinal);
    }

    private async Task<DeviceRestart> RunAsync(Action onWait)
    {
        var bmc = new ScriptedBmc(Respond);
        var restarter = new DeviceRestarter(bmc, new SteppingClock(onWait: onWait));
        await restarter.SendAsync(DeviceRestartKind.Cold, isWaitedFor: true, default);
        return await restarter.WaitAsync(
            DeviceRestartKind.Cold, bmc, _ => _isDown ? throw new IpmiException(IpmiErrorKind.Timeout, "No response.") : Task.FromResult<IIpmiConnection>(bmc), TimeSpan.FromMinutes(5), default);
    }

    private byte[] Respond(SentRequest request) => (request.NetFn, request.Code) switch
    {
        (NetFn.App, 0x02 or 0x03) => _answerToReset,
        _ when _isDown => [],
        (NetFn.App, 0x01) => _deviceId,
        (NetFn.Storage, 0x20) => [0, 0x51, _sdrs, 0, 0, 0x10, .. new byte[8], 0x02],
        _ => [0xC1],
    };
}
