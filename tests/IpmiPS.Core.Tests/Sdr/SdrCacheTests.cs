using System;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands;
using IpmiPS.Commands.App;
using IpmiPS.Sdr;
using Xunit;

namespace IpmiPS.Tests.Sdr;

public class SdrCacheTests
{
    private static readonly byte[] Device = [0, 0x20, 0x01, 0x02, 0x30, 0x02, 0xBF, 0x57, 0x01, 0x00, 0x6F, 0x00];

    /// <summary>A BMC of ten sensors under the name of the test, as the cache is one for the whole process.</summary>
    private static ScriptedRepository Bmc(Func<byte[]>? device = null, [CallerMemberName] string test = "")
    {
        var bmc = new ScriptedRepository { ComputerName = "SdrCacheTests." + test, Count = 10 };
        for (int i = 0; i < 10; i++)
            bmc.Add((ushort)(i + 1), ScriptedRepository.Sensor(i));
        bmc.Override = request => (request.NetFn, request.Code) == (NetFn.App, GetDeviceId.Definition.Code) ? device is null ? Device : device() : null;
        return bmc;
    }

    private static async Task<int> RequestsOf(ScriptedRepository bmc, bool refresh = false)
    {
        int before = bmc.Requests.Count;
        var repository = await SdrCache.GetAsync(bmc, refresh, CancellationToken.None);
        Assert.Equal(10, repository.Records.Count);
        return bmc.Requests.Count - before;
    }

    [Fact]
    public async Task What_has_not_changed_costs_two_requests()
    {
        var bmc = Bmc();
        Assert.True(await RequestsOf(bmc) > 10);
        Assert.Equal(2, await RequestsOf(bmc));
        Assert.Equal(2, await RequestsOf(bmc));
        Assert.Same(await SdrCache.GetAsync(bmc, false, default), await SdrCache.GetAsync(bmc, false, default));
    }

    [Fact]
    public async Task Refresh_reads_again()
    {
        var bmc = Bmc();
        await RequestsOf(bmc);
        Assert.True(await RequestsOf(bmc, refresh: true) > 10);
        Assert.Equal(2, await RequestsOf(bmc));
    }

    [Fact]
    public async Task A_repository_that_changed_is_read_again()
    {
        var bmc = Bmc();
        await RequestsOf(bmc);
        bmc.Count = 11;
        Assert.True(await RequestsOf(bmc) > 10);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(9)]
    public async Task Another_device_or_firmware_under_the_name_is_read_again(int changedByte)
    {
        byte[] device = (byte[])Device.Clone();
        var bmc = Bmc(() => device, $"{nameof(Another_device_or_firmware_under_the_name_is_read_again)}{changedByte}");
        await RequestsOf(bmc);
        device[changedByte] ^= 0x11;
        Assert.True(await RequestsOf(bmc) > 10);
        Assert.Equal(2, await RequestsOf(bmc));
    }

    [Fact]
    public async Task What_cannot_be_told_apart_is_not_kept()
    {
        var bmc = Bmc(() => [0xC1]);
        await RequestsOf(bmc);
        Assert.True(await RequestsOf(bmc) > 10);

        var unknown = Bmc(test: nameof(What_cannot_be_told_apart_is_not_kept) + "2");
        unknown.Count = null;
        await RequestsOf(unknown);
        Assert.True(await RequestsOf(unknown) > 10);
    }

    [Fact]
    public async Task A_repository_that_could_not_be_read_whole_is_not_kept()
    {
        var bmc = Bmc();
        bmc.Failing[5] = 0xFF;
        var broken = await SdrCache.GetAsync(bmc, false, default);
        Assert.NotNull(broken.Problem);
        bmc.Failing.Clear();
        Assert.True(await RequestsOf(bmc) > 10);
        Assert.Null((await SdrCache.GetAsync(bmc, false, default)).Problem);
    }

    [Fact]
    public async Task Names_are_apart()
    {
        await RequestsOf(Bmc());
        Assert.True(await RequestsOf(Bmc(test: nameof(Names_are_apart) + "2")) > 10);
        Assert.Equal(2, await RequestsOf(Bmc()));
    }
}
