using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.Storage;
using IpmiPS.Sel;
using IpmiPS.Tests.Sel;
using IpmiPS.Tests.Support;
using IpmiPS.Watching;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Tests.Watching;

/// <summary>Each entry of a log is reported once, whatever happens to the log between two polls.</summary>
public sealed class SelWatchTests
{
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);

    private readonly FakeClock _clock = new();
    private readonly List<SelMark> _saved = [];

    [Fact]
    public async Task The_first_poll_takes_the_place_and_one_without_news_is_one_request()
    {
        var bmc = SelBmc.With([1, 2, 3]);
        var watch = Watch();
        Assert.Empty(await PollAsync(watch, bmc));
        Assert.Equal(3, Assert.Single(_saved).Id);
        Assert.Empty(await PollAsync(watch, bmc)); // an entry of the same second would show in the newest entry only
        for (int i = 0; i < 3; i++)
        {
            bmc.Requests.Clear();
            Assert.Empty(await PollAsync(watch, bmc));
            Assert.IsType<GetSelInfo>(Assert.Single(bmc.Requests).Command);
        }
    }

    [Fact]
    public async Task New_entries_are_reported_once_in_their_order()
    {
        var bmc = SelBmc.With([1, 2, 3]);
        var watch = Watch();
        await PollAsync(watch, bmc);
        bmc.Log1(4);
        bmc.Log1(5);
        bmc.Requests.Clear();
        Assert.Equal("4 5", await PollAsync(watch, bmc));
        Assert.InRange(bmc.Requests.Count, 1, 12);
        Assert.Equal([3, 4, 5], _saved.Select(static mark => mark.Id));
        Assert.Empty(await PollAsync(watch, bmc));
        bmc.Log1(6);
        Assert.Equal("6", await PollAsync(watch, bmc));
    }

    [Fact]
    public async Task Existing_entries_are_reported_on_request()
    {
        var bmc = SelBmc.With([1, 2]);
        var watch = Watch(new SelWatchOptions { IncludeExisting = true });
        Assert.Equal("1 2", await PollAsync(watch, bmc));
        Assert.Empty(await PollAsync(watch, bmc));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_empty_log_is_a_place_too(bool isNoted)
    {
        var bmc = new SelBmc();
        if (!isNoted)
            (bmc.LastAdd, bmc.LastErase) = (uint.MaxValue, uint.MaxValue);
        var watch = Watch();
        Assert.Empty(await PollAsync(watch, bmc));
        bmc.Add(1);
        Assert.Equal("1", await PollAsync(watch, bmc));
        var resumed = Watch(new SelWatchOptions { Mark = _saved[0] });
        Assert.Equal("1", await PollAsync(resumed, bmc));
    }

    [Fact]
    public async Task A_cleared_log_is_reported_before_what_came_afterwards_also_if_IDs_begin_anew()
    {
        var bmc = SelBmc.With([1, 2, 3]);
        var watch = Watch();
        await PollAsync(watch, bmc);
        bmc.Erase();
        bmc.LastAdd = 0x70000000;
        bmc.Log.Add(Later(1));
        Assert.Equal("LogCleared 1", await PollAsync(watch, bmc));
        Assert.Empty(await PollAsync(watch, bmc));
        bmc.Erase();
        Assert.Equal("LogCleared", await PollAsync(watch, bmc));
        Assert.Equal(SelMark.Beginning, _saved[_saved.Count - 1]);
        Assert.Empty(await PollAsync(watch, bmc));
    }

    [Fact]
    public async Task A_log_that_was_cleared_without_a_time_of_it_is_reported_by_its_size()
    {
        var bmc = SelBmc.With([1, 2, 3]);
        var watch = Watch();
        await PollAsync(watch, bmc);
        bmc.Log.Clear();
        bmc.Log.Add(Later(1));
        Assert.Equal("LogCleared 1", await PollAsync(watch, bmc));
    }

    [Fact]
    public async Task Deleted_entries_are_no_clearing_and_repeat_nothing()
    {
        var bmc = SelBmc.With([1, 2, 3, 4]);
        var watch = Watch();
        await PollAsync(watch, bmc);
        Delete(3); // the place in the log
        Assert.Empty(await PollAsync(watch, bmc));
        bmc.Log1(5);
        Assert.Equal("5", await PollAsync(watch, bmc));
        Delete(3);
        Delete(0);
        bmc.Log1(6);
        Assert.Equal("6", await PollAsync(watch, bmc));

        void Delete(int position)
        {
            bmc.Log.RemoveAt(position);
            bmc.LastErase++;
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_log_that_is_cleared_while_it_is_read_repeats_nothing_and_hides_nothing_that_follows(bool isResumed)
    {
        int cleared = 0;
        for (int request = 0; request < 30; request++)
        {
            var bmc = SelBmc.With([1, 2, 3]);
            var watch = Watch();
            await PollAsync(watch, bmc);
            await PollAsync(watch, bmc);
            if (isResumed)
                watch = Watch(new SelWatchOptions { Mark = Reread(_saved[_saved.Count - 1]) });
            bmc.Log1(4);
            bmc.Log1(5);
            int count = 0;
            bmc.Meddle = _ =>
            {
                if (count++ != request)
                    return null;
                cleared++;
                bmc.Erase();
                bmc.LastAdd++;
                bmc.Log.Add(Later(9));
                return null;
            };
            var reported = new List<string>();
            for (int poll = 0; poll < 3; poll++)
            {
                try
                {
                    reported.AddRange((await PollAsync(watch, bmc)).Split(' '));
                }
                catch (IpmiException)
                {
                    // The next poll reads again.
                }
            }

            reported.RemoveAll(static word => word.Length == 0);
            Assert.Equal(reported.Distinct(), reported);
            Assert.DoesNotContain(reported, static word => word is "1" or "2" or "3");
            Assert.Equal(cleared == request + 1, reported.Contains("9"));
        }

        Assert.InRange(cleared, 5, 29);
    }

    [Fact]
    public async Task A_log_that_overwrites_its_oldest_entries_loses_nothing()
    {
        var bmc = SelBmc.With(Enumerable.Range(1, 8));
        bmc.FreeBytes = 0;
        var watch = Watch();
        Assert.Equal("LogFull", await PollAsync(watch, bmc));
        for (int id = 9; id < 40; id++)
        {
            bmc.Log.RemoveAt(0);
            bmc.Add(id); // the size stays, and so does the time if it is the same second
            Assert.Equal($"{id}", await PollAsync(watch, bmc));
        }

        for (int id = 40; id < 50; id++)
        {
            bmc.Log.RemoveAt(0);
            bmc.Log1(id);
        }

        Assert.Equal("EventsMissed 42 43 44 45 46 47 48 49", await PollAsync(watch, bmc));
    }

    [Theory]
    [InlineData("no count")]
    [InlineData("count too large")]
    [InlineData("count too small")]
    [InlineData("count by chance")]
    [InlineData("no time of addition")]
    [InlineData("another time of addition each time")]
    [InlineData("another time of erasure each time")]
    public async Task Get_SEL_Info_may_be_wrong(string fault)
    {
        var bmc = SelBmc.With([1, 2, 3]);
        var random = new Random(1);
        uint calls = 0;
        bmc.Meddle = request =>
        {
            if (request.Command is not GetSelInfo)
                return null;
            calls++;
            var info = new SelRepositoryInfo { Entries = (ushort)bmc.Log.Count, FreeBytes = 4096, LastAdd = bmc.LastAdd, LastErase = bmc.LastErase };
            return Answer(fault switch
            {
                "no count" => info with { Entries = 0 },
                "count too large" => info with { Entries = 100 },
                "count too small" => info with { Entries = (ushort)(info.Entries - 1) },
                "count by chance" => info with { Entries = (ushort)random.Next(1, 9) },
                "no time of addition" => info with { LastAdd = 0 },
                "another time of addition each time" => info with { LastAdd = 0x60000000 + calls },
                _ => info with { LastErase = 0x60000000 + calls },
            });
        };
        var watch = Watch();
        Assert.Empty(await PollAsync(watch, bmc));
        Assert.Empty(await PollAsync(watch, bmc));
        for (int id = 4; id < 20; id += 2)
        {
            bmc.Log1(id);
            bmc.Log1(id + 1);
            Assert.Equal($"{id} {id + 1}", await PollAsync(watch, bmc));
            Assert.Empty(await PollAsync(watch, bmc));
        }

        static byte[] Answer(SelRepositoryInfo info)
        {
            var writer = new ByteWriter();
            writer.WriteByte(0);
            info.Write(writer);
            return writer.ToArray();
        }
    }

    [Fact]
    public async Task Entries_without_a_date_are_not_taken_for_those_of_before_the_log_was_cleared()
    {
        var bmc = new SelBmc();
        for (int id = 1; id <= 40; id++)
            bmc.Log.Add(Undated(id));
        var watch = Watch();
        await PollAsync(watch, bmc);
        bmc.Erase();
        bmc.Log.Add(Undated(1)); // the same as before: the BMC has no clock
        bmc.Log.Add(Undated(2));
        Assert.Equal("LogCleared 1 2", await PollAsync(watch, bmc));

        static byte[] Undated(int id)
        {
            byte[] record = SelBmc.Event(id);
            for (int i = 3; i < 7; i++)
                record[i] = 0xFF;
            return record;
        }
    }

    [Fact]
    public async Task Clearing_an_empty_log_is_no_event()
    {
        var bmc = new SelBmc();
        var watch = Watch();
        await PollAsync(watch, bmc);
        bmc.Erase();
        Assert.Empty(await PollAsync(watch, bmc));
        bmc.LastAdd++; // added and cleared
        bmc.Erase();
        Assert.Equal("LogCleared", await PollAsync(watch, bmc));
    }

    [Fact]
    public async Task A_full_log_is_reported_once()
    {
        var bmc = SelBmc.With([1]);
        var watch = Watch();
        await PollAsync(watch, bmc);
        bmc.FreeBytes = 0;
        Assert.Equal("LogFull", await PollAsync(watch, bmc));
        bmc.Overflow = true;
        Assert.Empty(await PollAsync(watch, bmc));
        bmc.Erase();
        (bmc.FreeBytes, bmc.Overflow) = (4096, false);
        Assert.Equal("LogCleared", await PollAsync(watch, bmc));
        bmc.Log.Add(Later(1));
        bmc.Overflow = true;
        Assert.Equal("1 LogFull", await PollAsync(watch, bmc));
    }

    [Fact]
    public async Task A_bookmark_continues_where_the_other_watch_ended()
    {
        var bmc = SelBmc.With([1, 2, 3]);
        var first = Watch();
        await PollAsync(first, bmc);
        bmc.Log1(4);
        await PollAsync(first, bmc);
        bmc.Log1(5);
        var second = Watch(new SelWatchOptions { Mark = Reread(_saved[_saved.Count - 1]) });
        Assert.Equal("5", await PollAsync(second, bmc));
        bmc.Erase();
        bmc.Log.Add(Later(1));
        var third = Watch(new SelWatchOptions { Mark = Reread(_saved[_saved.Count - 1]) });
        Assert.Equal("EventsMissed 1", await PollAsync(third, bmc));
    }

    [Fact]
    public async Task Rules_ignore_and_limit_and_what_was_left_out_is_counted()
    {
        var bmc = SelBmc.With([1]);
        var rules = new SelRules([new SelRule { Offset = 7, Limit = 2, Period = TimeSpan.FromMinutes(10), Severity = SelSeverity.Critical }]);
        var watch = Watch(new SelWatchOptions { Rules = rules });
        await PollAsync(watch, bmc);
        var reported = new List<WatchItem>();
        for (int id = 2; id < 9; id++)
        {
            bmc.Log1(id);
            await watch.PollAsync(bmc, reported, CancellationToken.None);
            _clock.Advance(s_minute);
        }

        Assert.Equal([2, 3], reported.Select(static item => item.Output).OfType<SelEntry>().Select(static entry => entry.Id));
        Assert.All(reported.Select(static item => item.Output).OfType<SelEntry>(), static entry => Assert.Equal(SelSeverity.Critical, entry.Severity));
        _clock.Advance(TimeSpan.FromMinutes(5));
        bmc.Log1(9);
        Assert.Equal("Suppressed 9", await PollAsync(watch, bmc));
        Assert.Equal(9, _saved[_saved.Count - 1].Id);

        var deaf = Watch(new SelWatchOptions { IncludeExisting = true, Rules = new SelRules([new SelRule { IsIgnored = true }]) });
        Assert.Empty(await PollAsync(deaf, bmc));
        Assert.Equal(9, _saved[_saved.Count - 1].Id);
    }

    [Fact]
    public async Task What_a_rule_left_out_is_described_also_without_a_sensor_and_where_there_are_too_many()
    {
        var bmc = SelBmc.With([1]);
        var rules = new SelRules([new SelRule { Limit = 1, Period = TimeSpan.FromMinutes(10) }]);
        var watch = Watch(new SelWatchOptions { Rules = rules });
        await PollAsync(watch, bmc);
        bmc.LastAdd++;
        for (int id = 2; id < 4; id++)
            bmc.Log.Add([(byte)id, 0, 0xC0, 0, 0, 0, 0x60, 0x57, 1, 0, 1, 2, 3, 4, 5, 6]);
        for (int id = 4; id < 1000; id++)
        {
            byte[] record = SelBmc.Event(id);
            (record[7], record[11]) = (id % 2 == 0 ? (byte)0x20 : (byte)0x22, (byte)(id / 4));
            bmc.Log.Add(record);
        }

        await PollAsync(watch, bmc);
        _clock.Advance(TimeSpan.FromMinutes(10));
        var items = new List<WatchItem>();
        await watch.PollAsync(bmc, items, CancellationToken.None);
        string[] texts = [.. items.Select(static item => item.Output).OfType<WatchEvent>().Select(static suppressed => suppressed.Event).Distinct()];
        Assert.Contains("1 more event was left out: a rule permits 1 in 10 min.", texts);
        Assert.Contains("1 more event of this sensor was left out: a rule permits 1 in 10 min.", texts);
        Assert.Single(texts, static text => text.EndsWith(" more events of other sensors were left out: a rule permits 1 in 10 min.", StringComparison.Ordinal));
        Assert.Equal(3, texts.Length);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Whatever_happens_each_entry_that_a_poll_could_see_is_reported_once(bool isRing)
    {
        for (int seed = 1; seed <= 60; seed++)
        {
            var random = new Random(seed);
            var bmc = new SelBmc();
            const int Capacity = 12;
            int next = 1, id = 0;
            var expected = new List<int>();
            var unseen = new List<int>();
            var reported = new List<int>();
            bool loses = false;
            bmc.Meddle = _ => loses && random.Next(4) == 0 ? [] : null;
            var watch = Watch();
            await PollAsync(watch, bmc);
            for (int step = 0; step < 300; step++)
            {
                switch (random.Next(10))
                {
                    case 0 when random.Next(4) == 0:
                        bmc.Erase();
                        unseen.Clear();
                        id = 0;
                        break;
                    case < 5:
                        if (bmc.Log.Count == Capacity)
                        {
                            if (!isRing)
                                break;
                            unseen.Remove(Number(bmc.Log[0]));
                            bmc.Log.RemoveAt(0);
                        }

                        // Several in one second, and IDs that are used again.
                        bmc.Log.Add(Numbered(++id, next));
                        bmc.LastAdd = 0x60000000u + (uint)next / 3;
                        unseen.Add(next++);
                        break;
                    default:
                        _clock.Advance(TimeSpan.FromSeconds(random.Next(1, 5)));
                        loses = random.Next(3) == 0;
                        bmc.FreeBytes = (ushort)((Capacity - bmc.Log.Count) * 16);
                        var items = new List<WatchItem>();
                        try
                        {
                            await watch.PollAsync(bmc, items, CancellationToken.None);
                            expected.AddRange(unseen);
                            unseen.Clear();
                        }
                        catch (IpmiException)
                        {
                            Assert.DoesNotContain(items, static item => item.Output is SelEntry);
                        }

                        reported.AddRange(items.Select(static item => item.Output).OfType<SelEntry>().Select(static entry => Number([.. entry.Raw])));
                        break;
                }
            }

            Assert.Equal(expected, reported);
        }

        static byte[] Numbered(int id, int number) => [(byte)id, (byte)(id >> 8), 2, (byte)(number / 3), (byte)(number / 3 >> 8), 0, 0x60, 0x20, 0, 4, 1, 0x30, 1, 0x57, (byte)number, (byte)(number >> 8)];
        static int Number(byte[] record) => record[14] | record[15] << 8;
    }

    private static byte[] Later(int id)
    {
        byte[] record = SelBmc.Event(id);
        record[6] = 0x70;
        return record;
    }

    private static SelMark Reread(SelMark mark)
    {
        var bookmarks = new SelBookmarks();
        bookmarks.Set("bmc1", mark);
        return SelBookmarks.Parse(bookmarks.ToText()).Find("bmc1")!;
    }

    private SelWatch Watch(SelWatchOptions? options = null) => new((options ?? new SelWatchOptions()) with { Save = _saved.Add }, _clock);

    /// <summary>What a poll reports: IDs of entries, and types of other events.</summary>
    private async Task<string> PollAsync(SelWatch watch, SelBmc bmc)
    {
        var items = new List<WatchItem>();
        await watch.PollAsync(bmc, items, CancellationToken.None);
        foreach (var item in items)
            item.Taken?.Invoke();
        _clock.Advance(s_minute);
        return string.Join(" ", items.Where(static item => item.Output is not null).Select(static item => item.Output is SelEntry entry ? $"{entry.Id}" : $"{((WatchEvent)item.Output!).Type}"));
    }
}
