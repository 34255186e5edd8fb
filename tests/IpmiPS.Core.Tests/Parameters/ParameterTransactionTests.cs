using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Parameters;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Tests.Parameters;

public sealed class ParameterTransactionTests
{
    private static readonly ParameterWrite s_community = ParameterWrite.Of(LanParameters.CommunityString, "alerts"), s_source = ParameterWrite.Of(LanParameters.IPAddressSource, AddressSource.Static);

    private static readonly string s_communityHex = Hex.Format(s_community.Data, " ");

    [Fact]
    public async Task A_transaction_announces_writes_commits_withdraws_and_reads_back()
    {
        var bmc = new ParameterBmc();
        var read = await RunAsync(bmc, LanParameters.Family, s_source, s_community);
        Assert.Equal(["0: 01", "4: 01", $"16: {s_communityHex}", "0: 02", "0: 00", "get 4", "get 16"], bmc.Log);
        Assert.Equal(s_community.Data, read[1].Data);
        Assert.All(bmc.Bmc.Requests, static request => Assert.Equal(1, request.Data[0]));
    }

    [Fact]
    public async Task A_family_without_a_commit_sends_none()
    {
        var bmc = new ParameterBmc();
        await RunAsync(bmc, BootOptionParameters.Family, ParameterWrite.Of(BootOptionParameters.ServicePartitionSelector, (byte)3));
        Assert.Equal(["0: 01", "1: 03", "0: 00", "get 1"], bmc.Log);
    }

    [Theory]
    [InlineData(0x80)]
    [InlineData(0xCC)]
    [InlineData(0)] // no response
    public async Task A_BMC_without_set_in_progress_is_written_without_it(byte code)
    {
        var bmc = new ParameterBmc { Refusals = { [0] = code } };
        await RunAsync(bmc, LanParameters.Family, s_source);
        Assert.Equal(["0: 01", "4: 01", "get 4"], bmc.Log);
    }

    [Fact]
    public async Task The_announcement_of_another_party_is_waited_for_and_then_replaced()
    {
        var bmc = new ParameterBmc { OtherAnnouncements = 2 };
        await RunAsync(bmc, SolParameters.Family, ParameterWrite.Of(SolParameters.Enable, true));
        Assert.Equal(["0: 01", "0: 01", "0: 01", "1: 01", "0: 02", "0: 00", "get 1"], bmc.Log);
        Assert.Equal(TimeSpan.FromSeconds(1.5), bmc.Clock.Now);

        bmc = new ParameterBmc { OtherAnnouncements = 4 };
        await RunAsync(bmc, SolParameters.Family, ParameterWrite.Of(SolParameters.Enable, true));
        Assert.Equal(["0: 01", "0: 01", "0: 01", "0: 01", "0: 00", "0: 01", "1: 01", "0: 02", "0: 00", "get 1"], bmc.Log);
    }

    [Fact]
    public async Task Set_and_block_of_the_data_are_read_back()
    {
        var bmc = new ParameterBmc();
        await RunAsync(bmc, LanParameters.Family, ParameterWrite.Of(LanIpv6Parameters.StaticDuid, new byte[16], set: 1, block: 2));
        Assert.Equal("01 3A 01 02", Hex.Format(bmc.Bmc.Requests.Last().Data, " "));
    }

    [Fact]
    public async Task Optional_writes_may_be_refused_and_fall_back()
    {
        var bmc = new ParameterBmc { Refusals = { [5] = 0xCC, [6] = 0x80 } };
        var optional = ParameterWrite.Of(SolParameters.NonVolatileBitRate, SolBitRate.Bps115200) with { IsOptional = true, Fallback = [6] };
        await RunAsync(bmc, SolParameters.Family, optional, ParameterWrite.Of(SolParameters.VolatileBitRate, SolBitRate.Bps9600) with { IsOptional = true }, ParameterWrite.Of(SolParameters.Enable, true));
        Assert.Equal(["0: 01", "5: 0A", "5: 06", "6: 06", "1: 01", "0: 02", "0: 00", "get 1"], bmc.Log);
    }

    [Fact]
    public async Task A_refused_write_is_the_error_and_the_announcement_is_withdrawn()
    {
        var bmc = new ParameterBmc { Refusals = { [4] = 0x82 } };
        var error = await Assert.ThrowsAsync<IpmiCommandException>(() => RunAsync(bmc, LanParameters.Family, s_source, s_community));
        Assert.Contains("read-only", error.Message);
        Assert.Equal(["0: 01", "4: 01", "0: 00"], bmc.Log);
    }

    [Theory]
    [InlineData(0x82, "read-only")]
    [InlineData(0xD5, "D5")]
    public async Task A_refusal_after_other_writes_says_what_was_carried_out(byte code, string text)
    {
        var bmc = new ParameterBmc { Refusals = { [16] = code } };
        var error = await Assert.ThrowsAsync<IpmiException>(() => RunAsync(bmc, LanParameters.Family, s_source, s_community, ParameterWrite.Of(LanParameters.VlanPriority, (byte)1)));
        Assert.Equal(IpmiErrorKind.CommandFailed, error.Kind);
        Assert.Contains("only a part of the LAN configuration (IP Address Source, Community String, 802.1q VLAN Priority): IP Address Source.", error.Message);
        Assert.Contains(text, error.Message);
        Assert.Equal(["0: 01", "4: 01", $"16: {s_communityHex}", "0: 02", "0: 00", "get 4"], bmc.Log);
    }

    [Fact]
    public async Task A_write_without_a_response_is_read_back_and_the_rest_is_not_sent()
    {
        var bmc = new ParameterBmc { Refusals = { [4] = 0 }, KeepsRefused = true };
        var error = await Assert.ThrowsAsync<IpmiException>(() => RunAsync(bmc, LanParameters.Family, s_source, s_community));
        Assert.Equal(IpmiErrorKind.CommandFailed, error.Kind);
        Assert.Contains("): IP Address Source.", error.Message);
        Assert.DoesNotContain($"16: {s_communityHex}", bmc.Log);

        bmc = new ParameterBmc { Refusals = { [4] = 0 } };
        error = await Assert.ThrowsAsync<IpmiException>(() => RunAsync(bmc, LanParameters.Family, s_source));
        Assert.Equal(IpmiErrorKind.OutcomeUnknown, error.Kind);
        Assert.Contains("may have been set on bmc1", error.Message);
        Assert.Contains("reads back 00", error.Message);
    }

    [Fact]
    public async Task What_is_read_back_differently_is_an_error_that_says_so()
    {
        var bmc = new ParameterBmc { Keep = static (parameter, data) => parameter == 4 ? [2] : data };
        var error = await Assert.ThrowsAsync<IpmiException>(() => RunAsync(bmc, LanParameters.Family, s_source));
        Assert.Equal(IpmiErrorKind.CommandFailed, error.Kind);
        Assert.Contains("accepted the LAN configuration (IP Address Source), but reads back 02 for IP Address Source", error.Message);
        Assert.Equal(4, bmc.Log.Count(static entry => entry == "get 4"));
        Assert.Equal(TimeSpan.FromSeconds(3), bmc.Clock.Now);
    }

    [Fact]
    public async Task A_BMC_that_shows_the_value_late_is_read_again()
    {
        var bmc = new ParameterBmc();
        bmc.Keep = (parameter, data) => parameter == 4 ? [0] : data;
        bmc.Clock.Waited = _ => bmc.Values[4] = [1];
        Assert.Equal([1], (await RunAsync(bmc, LanParameters.Family, s_source))[0].Data);
    }

    [Fact]
    public async Task Surplus_bytes_of_what_is_read_back_are_ignored()
    {
        var bmc = new ParameterBmc { Keep = static (_, data) => [.. data, 0xEE] };
        await RunAsync(bmc, LanParameters.Family, s_source);
        Assert.Equal("get 4", bmc.Log.Last());
    }

    [Theory]
    [InlineData("4: 01", true)]
    [InlineData("0: 02", true)]
    [InlineData("get 4", true)]
    [InlineData("0: 01", false)]
    public async Task Cancellation_withdraws_the_announcement_and_is_reported_as_unknown_once_something_was_sent(string at, bool isUnknown)
    {
        using var cancel = new CancellationTokenSource();
        var bmc = new ParameterBmc();
        bmc.Keep = (_, data) =>
        {
            if (bmc.Log.Last() == at)
                cancel.Cancel();
            return data;
        };
        bmc.Requested = request =>
        {
            if (at == "get 4" && request.Code == 0x02)
                cancel.Cancel();
        };
        var run = new ParameterTransaction(bmc.Bmc, new ParameterValuesChange(LanParameters.Family, 1, [s_source, s_community]), bmc.Clock).RunAsync(cancel.Token);
        var error = await Assert.ThrowsAnyAsync<Exception>(() => run);
        Assert.Equal(isUnknown, error is IpmiException { Kind: IpmiErrorKind.OutcomeUnknown });
        Assert.True(isUnknown || error is OperationCanceledException, error.ToString());
        Assert.Contains("0: 00", bmc.Log);
    }

    private static Task<IReadOnlyList<ParameterData>> RunAsync(ParameterBmc bmc, ParameterFamily family, params ParameterWrite[] writes) =>
        new ParameterTransaction(bmc.Bmc, new ParameterValuesChange(family, 1, writes), bmc.Clock).RunAsync(default);
}
