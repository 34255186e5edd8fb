using System;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Cache;
using IpmiPS.Commands;
using IpmiPS.Commands.App;
using IpmiPS.Sdr;
using IpmiPS.Tests.Support;
using Xunit;

namespace IpmiPS.Tests.Sdr;

/// <summary>What one process writes and the next one reads. The next one is this process with an empty memory cache.</summary>
public class SdrCacheFileTests
{
    private static readonly byte[] Device = [0, 0x20, 0x01, 0x02, 0x30, 0x02, 0xBF, 0x57, 0x01, 0x00, 0x6F, 0x00];

    [Fact]
    public async Task The_next_process_needs_two_requests()
    {
        var bmc = Bmc();
        SdrRepository first = await ReadAsync(bmc);
        SdrCache.Remove(bmc.ComputerName);
        int before = bmc.Requests.Count;
        SdrRepository second = await ReadAsync(bmc);
        Assert.Equal(2, bmc.Requests.Count - before);
        Assert.NotSame(first, second);
        AssertSame(first, second);
        Assert.Same(second, await ReadAsync(bmc));
    }

    [Fact]
    public async Task Every_kind_of_record_comes_back_as_it_was()
    {
        var bmc = Bmc();
        bmc.Add(50, [50, 0, 0x51, 0x09, 0x03, 1, 2, 3]); // a reserved type
        bmc.Add(51, [51, 0, 0x51, 0x01, 0x02, 7, 8]); // a full sensor's record that ends too soon
        bmc.Add(52, [52, 0, 0x51, 0xC0, 0x06, 0x57, 0x01, 0xF0, 9, 9, 9]); // a vendor's, with reserved bits set
        bmc.Add(53, [.. new FruDeviceLocatorRecord { RecordId = 53, IdString = "Board" }.ToBytes(), 0xAA]);
        bmc.Count = 14;
        SdrRepository first = await ReadAsync(bmc);
        Assert.Equal(14, first.Records.Count);
        SdrCache.Remove(bmc.ComputerName);
        int before = bmc.Requests.Count;
        AssertSame(first, await ReadAsync(bmc));
        Assert.Equal(2, bmc.Requests.Count - before);
    }

    [Fact]
    public async Task What_the_BMC_changed_in_between_is_read_again()
    {
        byte[] device = (byte[])Device.Clone();
        var bmc = Bmc(() => device);
        await ReadAsync(bmc);

        SdrCache.Remove(bmc.ComputerName);
        bmc.Count = 11;
        Assert.True(await RequestsOf(bmc) > 10);
        SdrCache.Remove(bmc.ComputerName);
        Assert.Equal(2, await RequestsOf(bmc));

        SdrCache.Remove(bmc.ComputerName);
        device[3] ^= 0x10;
        Assert.True(await RequestsOf(bmc) > 10);
        SdrCache.Remove(bmc.ComputerName);
        Assert.Equal(2, await RequestsOf(bmc));
    }

    [Fact]
    public async Task Refresh_believes_no_file_and_replaces_it()
    {
        var bmc = Bmc();
        await ReadAsync(bmc);
        SdrCache.Remove(bmc.ComputerName);
        bmc.Add(11, ScriptedRepository.Sensor(11)); // and the BMC does not report it
        Assert.Equal(10, (await ReadAsync(bmc)).Records.Count);
        Assert.Equal(11, (await SdrCache.GetAsync(bmc, refresh: true, CancellationToken.None)).Records.Count);
        SdrCache.Remove(bmc.ComputerName);
        Assert.Equal(11, (await ReadAsync(bmc)).Records.Count);
    }

    [Fact]
    public async Task What_is_not_kept_here_is_forgotten_there()
    {
        var bmc = Bmc();
        await ReadAsync(bmc);
        Assert.True(File.Exists(FileOf(bmc)));
        bmc.Failing[5] = 0xFF;
        Assert.NotNull((await SdrCache.GetAsync(bmc, refresh: true, CancellationToken.None)).Problem);
        Assert.False(File.Exists(FileOf(bmc)));
        bmc.Failing.Clear();
        Assert.True(await RequestsOf(bmc) > 10);
        Assert.True(File.Exists(FileOf(bmc)));
    }

    [Fact]
    public async Task A_file_that_is_damaged_is_replaced_without_a_word()
    {
        var bmc = Bmc();
        await ReadAsync(bmc);
        byte[] whole = File.ReadAllBytes(FileOf(bmc));
        foreach (byte[] damaged in new[] { [], whole.Take(whole.Length / 2).ToArray(), [.. whole.Select(b => (byte)~b)], new byte[20] })
        {
            SdrCache.Remove(bmc.ComputerName);
            File.WriteAllBytes(FileOf(bmc), damaged);
            Assert.True(await RequestsOf(bmc) > 10);
            Assert.Equal(whole, File.ReadAllBytes(FileOf(bmc)));
            SdrCache.Remove(bmc.ComputerName);
            Assert.Equal(2, await RequestsOf(bmc));
        }
    }

    [Fact]
    public async Task What_is_the_same_is_not_written_again()
    {
        var bmc = Bmc();
        await ReadAsync(bmc);
        var longAgo = new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(FileOf(bmc), longAgo);
        SdrCache.Remove(bmc.ComputerName);
        await ReadAsync(bmc);
        await SdrCache.GetAsync(bmc, refresh: true, CancellationToken.None);
        Assert.Equal(longAgo, File.GetLastWriteTimeUtc(FileOf(bmc)));
    }

    [Fact]
    public async Task Nothing_is_in_the_file_but_what_anybody_gets_from_the_BMC()
    {
        var bmc = Bmc();
        SdrRepository repository = await ReadAsync(bmc);
        byte[] content = CacheFolder.Current.Read(bmc.ComputerName, CacheFolder.Sdr)!;
        int records = repository.Records.Sum(record => 2 + record.ToBytes().Length);
        int device = 2 * (Device.Length - 1);
        Assert.Equal(1 + 2 + device + 14 + 2 + records, content.Length);
    }

    [Fact]
    public async Task Content_that_is_cut_or_goes_on_is_as_none()
    {
        var bmc = Bmc();
        await ReadAsync(bmc);
        byte[] content = CacheFolder.Current.Read(bmc.ComputerName, CacheFolder.Sdr)!;
        Assert.NotNull(SdrCacheFile.Decode(bmc.ComputerName, content));
        for (int length = 0; length < content.Length; length++)
            Assert.Null(SdrCacheFile.Decode(bmc.ComputerName, content.Take(length).ToArray()));
        Assert.Null(SdrCacheFile.Decode(bmc.ComputerName, [.. content, 0]));
        Assert.Null(SdrCacheFile.Decode(bmc.ComputerName, [2, .. content.Skip(1)]));
        for (int i = 0; i < content.Length; i++)
        {
            byte[] changed = (byte[])content.Clone();
            changed[i] ^= 0xFF;
            SdrCacheFile.Decode(bmc.ComputerName, changed); // whatever it returns, it does not throw
        }
    }

    private static ScriptedRepository Bmc(Func<byte[]>? device = null, [CallerMemberName] string test = "")
    {
        var bmc = new ScriptedRepository { ComputerName = "SdrCacheFileTests." + test, Count = 10 };
        for (int i = 0; i < 10; i++)
            bmc.Add((ushort)(i + 1), ScriptedRepository.Sensor(i));
        bmc.Override = request => (request.NetFn, request.Code) == (NetFn.App, GetDeviceId.Definition.Code) ? device is null ? Device : device() : null;
        return bmc;
    }

    private static Task<SdrRepository> ReadAsync(ScriptedRepository bmc) => SdrCache.GetAsync(bmc, refresh: false, CancellationToken.None);

    private static async Task<int> RequestsOf(ScriptedRepository bmc)
    {
        int before = bmc.Requests.Count;
        Assert.Equal(10, (await ReadAsync(bmc)).Records.Count);
        return bmc.Requests.Count - before;
    }

    private static string FileOf(ScriptedRepository bmc) => Path.Combine(OwnCache.Folder, CacheFileName.Of(bmc.ComputerName, CacheFolder.Sdr));

    private static void AssertSame(SdrRepository first, SdrRepository second)
    {
        Assert.Equal(first.Info, second.Info);
        Assert.Null(second.Problem);
        Assert.Equal(first.Sensors.Select(sensor => sensor.Name), second.Sensors.Select(sensor => sensor.Name));
        Assert.Equal(first.Records.Select(Told), second.Records.Select(Told));
    }

    /// <summary>A record with all its fields, also those that are arrays.</summary>
    private static string Told(SdrRecord record) =>
        $"{record} {Convert.ToBase64String(record.ToBytes())} {(record as UnknownRecord)?.Problem}";
}
