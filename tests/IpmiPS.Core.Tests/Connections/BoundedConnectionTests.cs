using System.Linq;
using System.Threading.Tasks;
using IpmiPS.Commands;
using IpmiPS.Commands.App;
using IpmiPS.Commands.Storage;
using IpmiPS.Tests.Support;
using Xunit;

namespace IpmiPS.Tests.Connections;

/// <summary>The connection of work that takes many requests. Its bounds are tested with what hostile BMCs send.</summary>
public class BoundedConnectionTests
{
    private const byte SelfTest = 0x04;

    /// <summary>Get Device ID is answered at all times; Get Self Test Results and Clear SEL stay without an answer so many times.</summary>
    private static ScriptedBmc Silent(int times) => new(request => request switch
    {
        { Command: GetSelfTestResults or ClearSel } when --times >= 0 => [],
        { Command: GetSelfTestResults } => [0, 0x55, 0],
        { Command: ClearSel } => [0, 1],
        _ => [0, .. Vectors.Written(new DeviceId().Write)],
    });

    [Fact]
    public async Task A_question_that_was_given_up_is_asked_once_more_where_others_were_answered()
    {
        var bmc = Silent(times: 1);
        var connection = new BoundedConnection(bmc, new FakeClock());
        await connection.SendAsync(new GetDeviceId());
        await connection.SendAsync(new GetSelfTestResults());
        Assert.Equal([0x01, SelfTest, SelfTest], bmc.Requests.Select(request => request.Code));
    }

    [Fact]
    public async Task It_is_given_up_for_good_when_that_is_not_answered_either()
    {
        var bmc = Silent(times: 2);
        var connection = new BoundedConnection(bmc, new FakeClock());
        await connection.SendAsync(new GetDeviceId());
        Assert.Equal(IpmiErrorKind.Timeout, (await Assert.ThrowsAsync<IpmiException>(() => connection.SendAsync(new GetSelfTestResults()))).Kind);
        Assert.Equal(3, bmc.Requests.Count);
    }

    [Fact]
    public async Task A_bmc_that_has_not_answered_anything_is_not_asked_twice()
    {
        var bmc = Silent(times: 1);
        await Assert.ThrowsAsync<IpmiException>(() => new BoundedConnection(bmc, new FakeClock()).SendAsync(new GetSelfTestResults()));
        Assert.Single(bmc.Requests);
    }

    [Fact]
    public async Task Work_that_goes_on_without_one_answer_does_not_wait_for_it_twice()
    {
        var bmc = Silent(times: 1);
        var connection = new BoundedConnection(bmc, new FakeClock(), needsAll: false);
        await connection.SendAsync(new GetDeviceId());
        await Assert.ThrowsAsync<IpmiException>(() => connection.SendAsync(new GetSelfTestResults()));
        Assert.Equal(2, bmc.Requests.Count);
    }

    [Fact]
    public async Task A_change_is_sent_once_here_too()
    {
        var bmc = Silent(times: 1);
        var connection = new BoundedConnection(bmc, new FakeClock());
        await connection.SendAsync(new GetDeviceId());
        Assert.Equal(IpmiErrorKind.OutcomeUnknown, (await Assert.ThrowsAsync<IpmiException>(() => connection.SendAsync(new ClearSel(1, initiate: true)))).Kind);
        Assert.Equal(2, bmc.Requests.Count);
    }
}
