using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands;
using IpmiPS.Commands.Storage;
using IpmiPS.Inventory;
using IpmiPS.Sdr;
using IpmiPS.Sel;
using IpmiPS.Sensors;
using IpmiPS.Tests.Inventory;
using IpmiPS.Tests.Sdr;
using IpmiPS.Tests.Sel;
using IpmiPS.Tests.Support;
using Xunit;

namespace IpmiPS.Tests.Hostile;

/// <summary>Chains without end, records that claim more than there is, and answers that come as late as they may: each walk ends, and says so.</summary>
public sealed class HostileWalkTests
{
    /// <summary>A BMC that answers each request a moment before it would be given up.</summary>
    private static readonly TimeSpan s_late = TimeSpan.FromSeconds(14);

    private readonly FakeClock _clock = new();

    [Fact]
    public async Task More_records_than_any_machine_has_are_told_and_not_kept()
    {
        var bmc = new ScriptedRepository { ComputerName = "hostile-endless", Override = Endless };
        var repository = await SdrCache.GetAsync(bmc, refresh: true, CancellationToken.None);
        Assert.Equal(SdrWalk.MaximumRecords, repository.Records.Count);
        Assert.Contains("more than 4096", repository.Problem);
        Assert.DoesNotContain(bmc.ComputerName, SdrCache.Names);
    }

    [Fact]
    public async Task Satellites_without_end_bring_no_more_records_than_one_bmc_may()
    {
        // Each controller has an endless chain of locators, and each of these names a controller.
        int requests = 0;
        var bmc = new ScriptedBmc(request =>
        {
            requests++;
            if (request.NetFn == NetFn.SensorEvent && request.Code == 0x20)
                return [0, 10, 0x0F];
            if (request.NetFn != NetFn.SensorEvent || request.Code is not (0x21 or 0x22))
                return [0xC1];
            if (request.Code == 0x22)
                return [0, 1, 0];
            int id = request.Data[2] | request.Data[3] << 8;
            var record = new McDeviceLocatorRecord { RecordId = (ushort)id, SlaveAddress = (byte)(id * 2), Channel = (byte)(id >> 7 & 0xF), Capabilities = 0xFF };
            return [0, (byte)(id + 1), (byte)(id + 1 >> 8), .. record.ToBytes()];
        });
        var repository = await SdrRepository.ReadAsync(bmc, CancellationToken.None);
        Assert.Equal(SdrWalk.MaximumRecords, repository.Records.Count);
        Assert.NotNull(repository.Problem);
        Assert.InRange(requests, SdrWalk.MaximumRecords, 2 * SdrWalk.MaximumRecords);
    }

    [Fact]
    public async Task A_repository_whose_answers_come_as_late_as_they_may_is_left_after_half_an_hour()
    {
        var bmc = new ScriptedRepository
        {
            Override = request =>
            {
                _clock.Advance(s_late);
                return Endless(request);
            },
        };
        var error = await Assert.ThrowsAsync<IpmiException>(() => new SdrReader(bmc, _clock).ReadAsync(CancellationToken.None));
        Assert.Equal(IpmiErrorKind.Timeout, error.Kind);
        Assert.Contains("30 minutes", error.Message);
        Assert.InRange(bmc.Requests.Count, 100, 160);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(17)]
    [InlineData(254)]
    public async Task Whatever_is_remembered_of_read_sizes_the_same_records_are_read(int remembered)
    {
        var bmc = ScriptedRepository.Of(12);
        bmc.Profile.SdrReadSize = remembered;
        var expected = await SdrRepository.ReadAsync(ScriptedRepository.Of(12), CancellationToken.None);
        var repository = await SdrRepository.ReadAsync(bmc, CancellationToken.None);
        Assert.Null(repository.Problem);
        Assert.Equal(expected.Records.Select(record => record.ToBytes()), repository.Records.Select(record => record.ToBytes()));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(33)]
    [InlineData(255)]
    public async Task Whatever_is_remembered_of_read_sizes_the_same_inventory_is_read_by_words(int remembered)
    {
        byte[] image = Image(700);
        var bmc = FruBmc.With(image);
        bmc.ByWords = true;
        bmc.Profile.FruReadSize = remembered;
        var frus = new List<Fru>();
        await FruReader.ReadAsync(bmc, null, null, frus.Add, CancellationToken.None);
        byte[] read = frus.Single().Raw;
        Assert.InRange(read.Length, 500, image.Length);
        Assert.Equal(image.Take(read.Length), read);
    }

    [Fact]
    public async Task An_inventory_whose_answers_come_as_late_as_they_may_is_left_after_half_an_hour()
    {
        var bmc = FruBmc.With(Image(3000));
        bmc.SizeLie = 60000;
        bmc.MaximumRead = 1;
        bmc.GivesLess = true;
        bmc.Meddle = _ =>
        {
            _clock.Advance(s_late);
            return null;
        };
        var error = await Assert.ThrowsAsync<IpmiException>(() => FruReader.ReadAsync(bmc, null, null, _ => { }, _clock, CancellationToken.None));
        Assert.Equal(IpmiErrorKind.Timeout, error.Kind);
        Assert.InRange(bmc.Requests.Count, 100, 160);
    }

    [Fact]
    public async Task A_log_that_never_says_which_entry_is_the_last_is_left_after_4096_more_than_it_counts()
    {
        int given = 0;
        var bmc = new SelBmc { Meddle = request => request.Code == GetSelEntry.Definition.Code ? EndlessLog(request) : null };
        string? problem = await SelReader.ReadAsync(bmc, new SelQuery { Clock = _clock }, null, _ => given++, CancellationToken.None);
        Assert.Equal(4097, given);
        Assert.Contains("4097 entries were read", problem, StringComparison.Ordinal);
        Assert.InRange(bmc.Requests.Count, 4097, 4200);
    }

    [Fact]
    public async Task A_log_that_counts_all_ids_and_never_says_which_entry_is_the_last_ends_with_its_ids()
    {
        int given = 0;
        var bmc = new SelBmc { Meddle = request => request.Code == GetSelEntry.Definition.Code ? EndlessLog(request) : null };
        bmc.Log.AddRange(Enumerable.Repeat(SelBmc.Event(1), 0xFFFE));
        Assert.Null(await SelReader.ReadAsync(bmc, new SelQuery { Clock = _clock }, null, _ => given++, CancellationToken.None));
        Assert.Equal(0xFFFE, given);
        Assert.InRange(bmc.Requests.Count, 0xFFFE, 0x10100);
    }

    [Fact]
    public async Task Entries_longer_than_entries_are_are_cut()
    {
        var bmc = new SelBmc { Meddle = request => request.Code == GetSelEntry.Definition.Code ? [0, 0xFF, 0xFF, .. SelBmc.Event(7), .. new byte[2000]] : null };
        var entries = new List<SelEntry>();
        await SelReader.ReadAsync(bmc, new SelQuery { Clock = _clock }, null, entries.Add, CancellationToken.None);
        Assert.Equal(SelBmc.Event(7), entries.Single().Raw);
    }

    [Fact]
    public async Task A_log_that_is_another_one_at_each_look_is_read_four_times_at_most()
    {
        int reads = 0, given = 0;
        var bmc = new SelBmc
        {
            Meddle = request =>
            {
                if (request.Code != GetSelEntry.Definition.Code)
                    return null;

                // Each first entry names a second one, which then is gone.
                int id = request.Data[2] | request.Data[3] << 8;
                return id == 0 ? [0, 9, 0, .. SelBmc.Event(++reads * 0x10)] : [0xCB];
            },
        };
        string? problem = await SelReader.ReadAsync(bmc, new SelQuery { Clock = _clock }, null, _ => given++, CancellationToken.None);
        Assert.Equal(4, given);
        Assert.Contains("changed each time it was read", problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_log_that_is_being_erased_for_ever_is_left_after_half_an_hour()
    {
        int asked = 0;
        var bmc = new SelBmc
        {
            // A minute of "being erased" before each entry.
            Meddle = request => request.Code == GetSelEntry.Definition.Code ? ++asked % 290 == 0 ? EndlessLog(request) : [0x81] : null,
        };
        var error = await Assert.ThrowsAnyAsync<IpmiException>(() => SelReader.ReadAsync(bmc, new SelQuery { Clock = _clock, Strict = true }, null, _ => { }, CancellationToken.None));
        Assert.Equal(IpmiErrorKind.Timeout, error.Kind);
        Assert.InRange(_clock.Now, TimeSpan.FromMinutes(30), TimeSpan.FromMinutes(32));
    }

    [Fact]
    public async Task Sensors_whose_answers_come_as_late_as_they_may_are_left_after_half_an_hour()
    {
        int given = 0, asked = 0;
        var repository = new SdrRepository(Enumerable.Range(0, 1000).Select(i => new CompactSensorRecord { RecordId = (ushort)i, SensorNumber = (byte)i, OwnerLun = (byte)(i >> 8), IdString = $"S{i}" }));
        var bmc = new ScriptedBmc(request =>
        {
            asked++;
            _clock.Advance(s_late);
            return [0, 1, 0xC0, 0, 0];
        });
        var error = await Assert.ThrowsAsync<IpmiException>(() => SensorReader.ReadAllAsync(bmc, repository, new SensorQuery { Clock = _clock }, _ => given++, CancellationToken.None));
        Assert.Equal(IpmiErrorKind.Timeout, error.Kind);
        Assert.InRange(asked, 100, 160);
        Assert.InRange(given, 1, asked);
    }

    [Fact]
    public async Task Work_that_takes_too_many_requests_comes_to_an_end()
    {
        var connection = new BoundedConnection(new ScriptedBmcWithoutMemory(), _clock);
        for (int i = 0; i < BoundedConnection.MaximumRequests; i++)
            await connection.SendAsync(new ReserveSel(), CancellationToken.None);
        var error = await Assert.ThrowsAsync<IpmiException>(() => connection.SendAsync(new ReserveSel(), CancellationToken.None));
        Assert.Equal(IpmiErrorKind.Timeout, error.Kind);
        Assert.Contains("500000 requests", error.Message);
    }

    /// <summary>The records that claim most: all their sensors, each with a number of its own as far as numbers go.</summary>
    [Fact]
    public void Shared_records_make_no_more_sensors_than_there_are_numbers()
    {
        var record = new CompactSensorRecord { SensorNumber = 250, IdString = "S", Sharing = new RecordSharing { Count = 15, ModifierOffset = 127, UsesLetters = true, EntityInstanceIncrements = true }, EntityInstance = 127 };
        Assert.Equal([250, 251, 252, 253, 254], new SdrRepository([record]).Sensors.Select(sensor => (int)sensor.SensorNumber));
    }

    private static byte[]? Endless(SentRequest request)
    {
        if (request.Code == GetSdrRepositoryInfo.Definition.Code)
            return [0, 0x51, 0xFF, 0xFF, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 0x02];
        if (request.Code != GetSdr.Definition.Code)
            return null;
        int id = request.Data[2] | request.Data[3] << 8;
        byte[] record = new OemRecord { ManufacturerId = id, RecordId = (ushort)id }.ToBytes();
        return [0, (byte)(id + 1), (byte)(id + 1 >> 8), .. record];
    }

    /// <summary>Every ID there is, and the first again after the last.</summary>
    private static byte[] EndlessLog(SentRequest request)
    {
        int id = request.Data[2] | request.Data[3] << 8;
        id = id is 0 or 0xFFFF ? 1 : id;
        int next = id == 0xFFFE ? 1 : id + 1;
        return [0, (byte)next, (byte)(next >> 8), .. SelBmc.Event(id)];
    }

    private static byte[] Image(int length)
    {
        var writer = new IpmiPS.Simulator.FruWriter { Size = length };
        writer.Product([.. Enumerable.Range(0, 8).Select(i => new string((char)('A' + i), 60))]);
        return writer.ToImage();
    }

    /// <summary>Answers everything, and keeps nothing of it.</summary>
    private sealed class ScriptedBmcWithoutMemory : IIpmiConnection
    {
        public string ComputerName => "bmc1";

        public BmcProfile Profile { get; } = new();

        public Task<TResponse> SendAsync<TResponse>(IpmiCommand<TResponse> command, IpmbTarget target, CancellationToken cancellationToken) =>
            Task.FromResult(default(TResponse)!);
    }
}
