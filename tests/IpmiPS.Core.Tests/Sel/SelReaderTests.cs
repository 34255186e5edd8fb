using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.Storage;
using IpmiPS.Sel;
using IpmiPS.Tests.Support;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Tests.Sel;

public class SelReaderTests
{
    private static async Task<int[]> ReadIds(SelBmc bmc, SelQuery? query = null) =>
        (await Read(bmc, query)).Select(entry => entry.Id).ToArray();

    /// <summary>A BMC that records each read of an entry.</summary>
    private static SelBmc Growing(int before)
    {
        var bmc = SelBmc.With(Enumerable.Range(1, before));
        bmc.Meddle = request =>
        {
            if (request.Code == GetSelEntry.Definition.Code)
                bmc.Log1(bmc.Log.Count + 1);
            return null;
        };
        return bmc;
    }

    private static async Task AssertReads(IEnumerable<int> expected, SelBmc bmc, SelQuery? query = null) =>
        Assert.Equal(expected, await ReadIds(bmc, query));

    private static async Task<List<SelEntry>> Read(SelBmc bmc, SelQuery? query = null)
    {
        var entries = new List<SelEntry>();
        Assert.Null(await SelReader.ReadAsync(bmc, (query ?? new SelQuery()) with { Clock = new FakeClock() }, null, entries.Add, CancellationToken.None));
        return entries;
    }

    private static int RequestedId(SentRequest request) => request.Code == GetSelEntry.Definition.Code ? request.Data[2] | request.Data[3] << 8 : -1;

    public static TheoryData<string, int[]> Logs => new()
    {
        { "one", [1] },
        { "consecutive", [.. Enumerable.Range(1, 100)] },
        { "multiples of 16", [.. Enumerable.Range(1, 50).Select(i => i * 16)] },
        { "gaps", [1, 2, 3, 7, 8, 20, 21, 22, 40, 41, 1000, 1001, 1002] },
        { "every second deleted", [.. Enumerable.Range(1, 40).Select(i => i * 2)] },
        { "wrapped round", [0xFFFC, 0xFFFD, 0xFFFE, 1, 2, 3, 4] },
        { "falling", [9, 8, 7, 6, 5, 4] },
        { "in no order", [17, 4, 99, 3, 250, 1, 0x1234, 2] },
    };

    [Theory]
    [MemberData(nameof(Logs))]
    public async Task Every_entry_is_read_once_and_in_the_order_of_the_chain(string log, int[] ids)
    {
        Assert.NotEmpty(log);
        await AssertReads(ids, SelBmc.With(ids));
        await AssertReads(ids, SelBmc.With(ids), new SelQuery { Strict = true });
    }

    [Theory]
    [MemberData(nameof(Logs))]
    public async Task The_newest_are_the_last_of_the_chain(string log, int[] ids)
    {
        Assert.NotEmpty(log);
        foreach (int newest in new[] { 1, 2, 3, 5, ids.Length, ids.Length + 1 })
        {
            await AssertReads(ids.Skip(ids.Length - newest), SelBmc.With(ids), new SelQuery { Newest = newest });
            await AssertReads(ids.Skip(ids.Length - newest), SelBmc.With(ids), new SelQuery { Newest = newest, Strict = true });
        }
    }

    [Theory]
    [MemberData(nameof(Logs))]
    public async Task Entries_since_one_are_those_after_it_in_the_chain(string log, int[] ids)
    {
        Assert.NotEmpty(log);
        foreach (int known in ids)
        {
            var query = new SelQuery { Since = entry => entry.Id == known };
            await AssertReads(ids.SkipWhile(id => id != known).Skip(1), SelBmc.With(ids), query);
            await AssertReads(ids.SkipWhile(id => id != known).Skip(1), SelBmc.With(ids), query with { Strict = true });
            await AssertReads(ids.SkipWhile(id => id != known).Skip(1).Reverse().Take(1), SelBmc.With(ids), query with { Newest = 1 });
        }

        await AssertReads(ids, SelBmc.With(ids), new SelQuery { Since = static _ => false });
    }

    [Fact]
    public async Task Nothing_new_costs_two_reads_however_long_the_log_is()
    {
        var bmc = SelBmc.With(Enumerable.Range(1, 500));
        await AssertReads([], bmc, new SelQuery { Since = static entry => entry.Id == 500 });
        Assert.Equal(2, bmc.Count(GetSelEntry.Definition.Code));
    }

    [Fact]
    public async Task An_empty_log_is_no_error()
    {
        Assert.Empty(await ReadIds(new SelBmc()));
        Assert.Empty(await ReadIds(new SelBmc(), new SelQuery { Newest = 5 }));
    }

    [Fact]
    public async Task A_consecutive_log_costs_one_request_an_entry()
    {
        var bmc = SelBmc.With(Enumerable.Range(1, 100));
        await ReadIds(bmc);
        Assert.Equal(100, bmc.Count(GetSelEntry.Definition.Code));
        Assert.Equal(0, bmc.Count(ReserveSel.Definition.Code));
    }

    [Fact]
    public async Task The_newest_of_a_long_log_cost_few_requests()
    {
        var bmc = SelBmc.With(Enumerable.Range(1, 1000));
        await AssertReads([998, 999, 1000], bmc, new SelQuery { Newest = 3 });
        Assert.InRange(bmc.Count(GetSelEntry.Definition.Code), 4, 5);
    }

    [Fact]
    public async Task Strict_reading_asks_only_what_an_answer_named()
    {
        int[] ids = [1, 2, 3, 9, 10];
        var bmc = SelBmc.With(ids);
        await ReadIds(bmc, new SelQuery { Strict = true });
        Assert.Equal([0, 2, 3, 9, 10], bmc.Requests.Select(RequestedId).Where(id => id >= 0));
    }

    [Fact]
    public async Task A_record_with_another_id_than_asked_for_is_no_guess_but_is_taken_from_the_chain()
    {
        // The BMC writes 77 into its third record, and returns the first record for guesses of missing ones.
        var bmc = SelBmc.With([1, 2, 3, 4]);
        byte[] odd = SelBmc.Event(77);
        bmc.Meddle = request => RequestedId(request) switch
        {
            3 => [0, 4, 0, .. odd],
            > 4 and < 0xFFFF => [0, 2, 0, .. SelBmc.Event(1)],
            _ => null,
        };
        await AssertReads([1, 2, 3, 4], bmc);
    }

    [Theory]
    [InlineData(0xCA, 8)]
    [InlineData(0xC8, 4)]
    [InlineData(0xC7, 1)]
    [InlineData(0xC9, 16)]
    [InlineData(0xCC, 5)]
    [InlineData(0xC6, 8)]
    [InlineData(0xCE, 2)]
    [InlineData(0xFF, 16)]
    public async Task Whole_records_refused_are_read_in_pieces(byte code, int longestPiece)
    {
        int[] ids = [.. Enumerable.Range(1, 20)];
        var bmc = SelBmc.With(ids);
        (bmc.MaximumPiece, bmc.TooLongCode) = (longestPiece, code);
        var entries = await Read(bmc);
        Assert.Equal(ids, entries.Select(entry => entry.Id));
        Assert.All(entries, entry => Assert.Equal(SelBmc.Event(entry.Id), entry.Raw));
        Assert.Equal(1, bmc.Count(ReserveSel.Definition.Code));
    }

    [Theory]
    [InlineData(0xC9)]
    [InlineData(0xCC)]
    [InlineData(0xCE)]
    [InlineData(0xFF)]
    public async Task Where_whole_records_come_a_refusal_is_not_taken_for_one_of_their_size(byte code)
    {
        var bmc = SelBmc.With([1, 2, 3, 5, 6]);
        bmc.Meddle = request => request.Code == GetSelEntry.Definition.Code && GetSelEntry.ReadRequest(new ByteReader(request.Data)).RecordId == 4 ? [code] : null;
        Assert.Equal([1, 2, 3, 5, 6], (await Read(bmc)).Select(entry => entry.Id));
        Assert.DoesNotContain(bmc.Requests, request => request.Code == GetSelEntry.Definition.Code && request.Data[5] != GetSelEntry.WholeRecord);
    }

    [Fact]
    public async Task A_reservation_lost_while_reading_in_pieces_is_renewed()
    {
        var bmc = SelBmc.With(Enumerable.Range(1, 10));
        bmc.MaximumPiece = 8;
        int pieces = 0;
        bmc.Meddle = request =>
        {
            if (request.Code == GetSelEntry.Definition.Code && request.Data[4] == 8 && ++pieces == 5)
                bmc.Log1(11);
            return null;
        };
        await AssertReads(Enumerable.Range(1, 11), bmc);
        Assert.Equal(2, bmc.Count(ReserveSel.Definition.Code));
    }

    [Fact]
    public async Task A_reservation_that_is_lost_for_ever_is_an_error_and_no_loop()
    {
        var bmc = SelBmc.With([1, 2]);
        bmc.MaximumPiece = 8;
        bmc.Meddle = request => request.Code == GetSelEntry.Definition.Code && request.Data[4] > 0 ? [0xC5] : null;
        await Assert.ThrowsAsync<IpmiCommandException>(() => ReadIds(bmc));
    }

    [Fact]
    public async Task A_record_given_short_is_completed()
    {
        var bmc = SelBmc.With([1, 2]);
        bmc.Meddle = request => RequestedId(request) == 2 && request.Data[5] == 0xFF ? [0, 0xFF, 0xFF, .. SelBmc.Event(2).Take(10)] : null;
        var entries = await Read(bmc);
        Assert.Equal(SelBmc.Event(2), entries[1].Raw);
    }

    [Fact]
    public async Task A_record_that_stays_short_is_given_as_it_is()
    {
        var bmc = SelBmc.With([1, 2, 3]);
        bmc.Meddle = request => RequestedId(request) != 2 ? null : request.Data[4] == 0 ? [0, 3, 0, .. SelBmc.Event(2).Take(10)] : [0, 3, 0];
        var entries = await Read(bmc);
        Assert.Equal([1, 2, 3], entries.Select(entry => entry.Id));
        Assert.Equal((10, false, SelSeverity.Unknown), (entries[1].Raw.Length, entries[1].IsStandardType, entries[1].Severity));
    }

    [Fact]
    public async Task A_next_id_of_zero_is_asked_again()
    {
        var bmc = SelBmc.With([1, 2, 3, 4]);
        bool said = false;
        bmc.Meddle = request =>
        {
            if (RequestedId(request) != 2 || said)
                return null;
            said = true;
            return [0, 0, 0, .. SelBmc.Event(2)];
        };
        await AssertReads([1, 2, 3, 4], bmc);
    }

    [Theory]
    [InlineData(0)] // zero for good
    [InlineData(3)] // its own ID
    [InlineData(1)] // a loop
    public async Task A_broken_chain_is_taken_up_again_behind_the_break(int next)
    {
        var bmc = SelBmc.With([1, 2, 3, 4, 5]);
        bmc.Meddle = request => RequestedId(request) == 3 ? [0, (byte)next, 0, .. SelBmc.Event(3)] : null;
        await AssertReads([1, 2, 3, 4, 5], bmc);
        await AssertReads([1, 2, 3, 4, 5], bmc, new SelQuery { Strict = true });
    }

    [Fact]
    public async Task A_chain_that_bites_its_tail_after_the_last_entry_is_at_its_end()
    {
        var bmc = SelBmc.With([1, 2, 3]);
        bmc.Meddle = request => RequestedId(request) is 3 ? [0, 1, 0, .. SelBmc.Event(3)] : null;
        await AssertReads([1, 2, 3], bmc);
    }

    [Fact]
    public async Task A_log_that_breaks_off_says_so_after_what_could_be_read()
    {
        var bmc = SelBmc.With([1, 2, 30, 31]);
        bmc.Meddle = request => RequestedId(request) == 2 ? [0, 1, 0, .. SelBmc.Event(2)] : null;
        var ids = new List<int>();
        var error = await Assert.ThrowsAsync<IpmiException>(() => SelReader.ReadAsync(bmc, new SelQuery(), null, entry => ids.Add(entry.Id), CancellationToken.None));
        Assert.Equal(IpmiErrorKind.ProtocolError, error.Kind);
        Assert.Contains("2 of 4", error.Message, StringComparison.Ordinal);
        Assert.Equal([1, 2], ids);
    }

    [Fact]
    public async Task Entries_that_come_while_reading_are_read_too()
    {
        var bmc = SelBmc.With(Enumerable.Range(1, 10));
        bmc.Meddle = request =>
        {
            if (RequestedId(request) == 10 && bmc.Log.Count < 15)
                for (int id = 11; id <= 15; id++)
                    bmc.Log1(id);
            return null;
        };
        await AssertReads(Enumerable.Range(1, 15), bmc);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(100, false)]
    [InlineData(100, true)]
    [InlineData(3000, false)]
    public async Task A_log_that_grows_with_each_read_ends_with_what_came_while_it_was_read(int before, bool strict)
    {
        var bmc = Growing(before);
        var ids = new List<int>();
        string? problem = await SelReader.ReadAsync(bmc, new SelQuery { Strict = strict, Clock = new FakeClock() }, null, entry => ids.Add(entry.Id), CancellationToken.None);
        Assert.Equal(Enumerable.Range(1, ids.Count), ids);
        Assert.InRange(ids.Count, before + 1, 2 * before + 40);
        Assert.InRange(bmc.Requests.Count, ids.Count, ids.Count + 40);
        Assert.Contains($"{ids.Count} entries were read", problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_newest_of_a_log_that_grows_with_each_read_are_those_that_were_the_newest()
    {
        var bmc = Growing(3000);
        var ids = new List<int>();
        Assert.Null(await SelReader.ReadAsync(bmc, new SelQuery { Newest = 5, Clock = new FakeClock() }, null, entry => ids.Add(entry.Id), CancellationToken.None));
        Assert.Equal(5, ids.Count);
        Assert.Equal(Enumerable.Range(ids[0], 5), ids);
        Assert.InRange(ids[4], 3000, 3005);
        Assert.InRange(bmc.Requests.Count, 5, 20);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    public async Task A_log_that_counts_too_few_entries_is_read_to_its_end(int counted)
    {
        int[] ids = [.. Enumerable.Range(1, 300)];
        var bmc = SelBmc.With(ids);
        bmc.Meddle = request => request.Code == GetSelInfo.Definition.Code ? [0, 0x51, (byte)counted, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x0A] : null;
        await AssertReads(ids, bmc);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_entry_deleted_while_reading_does_no_harm(bool strict)
    {
        var bmc = SelBmc.With([1, 2, 3, 4, 5, 6]);
        int asked = 0;
        bmc.Meddle = request =>
        {
            if (RequestedId(request) == 4 && asked++ == 0)
                bmc.Log.RemoveAll(record => record[0] == 4);
            return null;
        };
        await AssertReads([1, 2, 3, 5, 6], bmc, new SelQuery { Strict = strict });
    }

    [Fact]
    public async Task A_log_cleared_while_reading_gives_what_was_read_and_what_is_new()
    {
        var bmc = SelBmc.With(Enumerable.Range(1, 6));
        int asked = 0;
        bmc.Meddle = request =>
        {
            if (RequestedId(request) == 4 && asked++ == 0)
            {
                bmc.Erase();
                bmc.Add(1);
                bmc.Log[0][10] = 0x07;
            }

            return null;
        };
        var entries = await Read(bmc, new SelQuery { Strict = true });
        Assert.Equal([1, 2, 3, 1], entries.Select(entry => entry.Id));
        Assert.Equal("Processor", entries[3].SensorType);
    }

    [Fact]
    public async Task Reading_waits_while_the_log_is_being_erased()
    {
        var bmc = SelBmc.With([1, 2]);
        int busy = 3;
        bmc.Meddle = request => RequestedId(request) == 2 && busy-- > 0 ? [0x81] : null;
        await AssertReads([1, 2], bmc);
    }

    [Fact]
    public async Task A_bmc_without_an_event_log_is_told_as_such()
    {
        var bmc = new SelBmc { Meddle = _ => [0xC1] };
        var error = await Assert.ThrowsAsync<IpmiCommandException>(() => ReadIds(bmc));
        Assert.Equal(IpmiErrorKind.CommandNotSupported, error.Kind);
    }

    [Fact]
    public async Task A_bmc_without_sel_info_is_read_along_the_chain()
    {
        var bmc = SelBmc.With([5, 6, 9]);
        bmc.Meddle = request => request.Code == GetSelInfo.Definition.Code ? [0xC1] : null;
        await AssertReads([5, 6, 9], bmc);
        bmc.Log.Clear();
        Assert.Empty(await ReadIds(bmc));
    }

    [Fact]
    public async Task Silence_ends_the_reading_with_the_error_of_the_connection()
    {
        var bmc = SelBmc.With(Enumerable.Range(1, 30));
        bmc.Meddle = request => RequestedId(request) >= 10 && RequestedId(request) < 0xFFFF ? [] : null;
        var error = await Assert.ThrowsAsync<IpmiException>(() => ReadIds(bmc));
        Assert.Equal(IpmiErrorKind.Timeout, error.Kind);
    }

    [Fact]
    public async Task The_newest_go_over_gaps_and_else_fall_back_to_the_whole_log()
    {
        int[] gaps = [1, 2, 3, 4, 9, 10, 12, 13];
        var bmc = SelBmc.With(gaps);
        await AssertReads([4, 9, 10, 12, 13], bmc, new SelQuery { Newest = 5 });
        Assert.DoesNotContain(2, bmc.Requests.Select(RequestedId));

        // A BMC that does not know FFFFh.
        bmc = SelBmc.With(gaps);
        bmc.Meddle = request => RequestedId(request) == 0xFFFF ? [0xCB] : null;
        await AssertReads([12, 13], bmc, new SelQuery { Newest = 2 });

        // A BMC that takes it for the first entry.
        bmc = SelBmc.With(gaps);
        bmc.Meddle = request => RequestedId(request) == 0xFFFF ? [0, 2, 0, .. SelBmc.Event(1)] : null;
        await AssertReads([12, 13], bmc, new SelQuery { Newest = 2 });
    }

    [Fact]
    public async Task A_stale_record_before_the_newest_is_not_taken_for_its_predecessor()
    {
        // 12 is there by number, but the chain does not lead from it to 13.
        var bmc = SelBmc.With([12, 1, 2, 3, 13]);
        await AssertReads([3, 13], bmc, new SelQuery { Newest = 2 });
    }

    [Fact]
    public async Task Conditions_are_kept_before_the_newest_are_counted()
    {
        var bmc = SelBmc.With(Enumerable.Range(1, 50));
        foreach (byte[] record in bmc.Log.Where(record => record[0] % 10 == 0))
            (record[10], record[12], record[13]) = (0x08, 0x6F, 0x01); // power supply failure
        var critical = new SelQuery { Severities = [SelSeverity.Critical] };
        await AssertReads([10, 20, 30, 40, 50], bmc, critical);
        await AssertReads([40, 50], bmc, critical with { Newest = 2 });
        await AssertReads([40, 50], bmc, new SelQuery { SensorTypeFilter = type => type == "Power Supply", Newest = 2 });
        await AssertReads([10, 20, 30, 40, 50], bmc, critical with { Newest = 9 });
    }

    [Fact]
    public async Task Times_are_limits_that_do_not_belong_to_the_range()
    {
        var bmc = SelBmc.With(Enumerable.Range(1, 9));
        bmc.Log[4][3] = bmc.Log[4][4] = bmc.Log[4][5] = bmc.Log[4][6] = 0xFF; // entry 5 has no time
        var first = DateTimeOffset.FromUnixTimeSeconds(0x60000000);
        await AssertReads([4, 6, 7, 8, 9], bmc, new SelQuery { After = first.AddSeconds(3) });
        await AssertReads([1, 2], bmc, new SelQuery { Before = first.AddSeconds(3) });
        await AssertReads([3, 4, 6], bmc, new SelQuery { After = first.AddSeconds(2), Before = first.AddSeconds(7) });
    }

    [Fact]
    public async Task Times_carry_the_offset_that_the_bmc_names()
    {
        var bmc = SelBmc.With([1]);
        bmc.UtcOffset = 120;
        var entry = Assert.Single(await Read(bmc));
        Assert.Equal(TimeSpan.FromHours(2), entry.Timestamp!.Value.Offset);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(0x60000001).AddHours(-2), entry.Timestamp);
    }

    [Fact]
    public async Task Zero_newest_is_refused_before_anything_is_sent()
    {
        var bmc = SelBmc.With([1]);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => ReadIds(bmc, new SelQuery { Newest = 0 }));
        Assert.Empty(bmc.Requests);
    }

    [Fact]
    public async Task A_cancelled_reading_stops()
    {
        var bmc = SelBmc.With(Enumerable.Range(1, 100));
        using var source = new CancellationTokenSource();
        var ids = new List<int>();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => SelReader.ReadAsync(
            bmc, new SelQuery(), null, entry => { ids.Add(entry.Id); if (ids.Count == 10) source.Cancel(); }, source.Token));
        Assert.InRange(ids.Count, 10, 42);
    }

    [Fact]
    public async Task Info_tells_size_times_and_what_the_bmc_can()
    {
        var bmc = SelBmc.With([1, 2, 3, 4]);
        bmc.Meddle = request => request.Command switch
        {
            GetSelTime => [0, 0, 0, 0, 0x61],
            GetSelAllocationInfo => [0, 0, 2, 16, 0, 0x80, 1, 0x80, 1, 1],
            _ => null,
        };
        var info = await SelReader.GetInfoAsync(bmc, CancellationToken.None);
        Assert.Equal(("bmc1", "1.5", 4, 4096, 25), (info.ComputerName, info.Version, info.Entries, info.FreeBytes, info.PercentUsed));
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(0x61000000), info.Time);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(0x60000000), info.LastAdd);
        Assert.Equal(["Delete", "Reserve"], info.SupportedCommands);
        Assert.Equal((512, 16, 384), (info.AllocationUnits, info.AllocationUnitSize, info.FreeUnits));
        Assert.Null(info.UtcOffset);
    }

    [Fact]
    public async Task Info_without_the_optional_commands_counts_in_bytes()
    {
        var bmc = SelBmc.With(Enumerable.Range(1, 256));
        var info = await SelReader.GetInfoAsync(bmc, CancellationToken.None);
        Assert.Equal((50, null, null), (info.PercentUsed, info.Time, info.AllocationUnits));
    }
}
