using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.Storage;
using IpmiPS.Sel;
using IpmiPS.Tests.Support;
using Xunit;

namespace IpmiPS.Tests.Sel;

public class SelClearTests
{
    private static Task<IReadOnlyList<SelEntry>> Clear(SelBmc bmc, bool returnEntries = true) =>
        SelReader.ClearAsync(bmc, null, returnEntries, new FakeClock(), CancellationToken.None);

    private static bool IsInitiate(SentRequest request) => request.Code == ClearSel.Definition.Code && request.Data[5] == 0xAA;

    [Fact]
    public async Task Clearing_returns_what_was_cleared()
    {
        var bmc = SelBmc.With(Enumerable.Range(1, 20));
        var entries = await Clear(bmc);
        Assert.Equal(Enumerable.Range(1, 20), entries.Select(entry => entry.Id));
        Assert.Equal((1, 0), (bmc.Clears, bmc.Log.Count));
    }

    [Fact]
    public async Task Clearing_without_entries_reads_none()
    {
        var bmc = SelBmc.With(Enumerable.Range(1, 20));
        Assert.Empty(await Clear(bmc, returnEntries: false));
        Assert.Equal((1, 0), (bmc.Clears, bmc.Count(GetSelEntry.Definition.Code)));
    }

    [Fact]
    public async Task An_empty_log_is_cleared_too()
    {
        var bmc = new SelBmc();
        Assert.Empty(await Clear(bmc));
        Assert.Equal(1, bmc.Clears);
    }

    [Fact]
    public async Task A_slow_erasure_is_waited_for()
    {
        var bmc = SelBmc.With([1, 2]);
        bmc.ErasurePolls = 5;
        await Clear(bmc);
        Assert.Equal(7, bmc.Count(ClearSel.Definition.Code)); // one to begin, five in progress, one complete
        Assert.Equal(1, bmc.Clears);
    }

    [Fact]
    public async Task What_was_read_is_given_away_before_the_log_is_cleared()
    {
        var bmc = SelBmc.With([1, 2, 3]);
        bmc.ErasurePolls = int.MaxValue;
        IReadOnlyList<SelEntry> read = [];
        int cleared = -1;
        await Assert.ThrowsAsync<IpmiException>(() => SelReader.ClearAsync(bmc, null, true, new FakeClock(), CancellationToken.None, entries =>
        {
            read = entries;
            cleared = bmc.Count(ClearSel.Definition.Code);
        }));
        Assert.Equal([1, 2, 3], read.Select(entry => entry.Id));
        Assert.Equal(0, cleared);
    }

    [Fact]
    public async Task An_erasure_that_never_ends_is_an_unknown_outcome()
    {
        var bmc = SelBmc.With([1, 2]);
        bmc.ErasurePolls = int.MaxValue;
        var error = await Assert.ThrowsAsync<IpmiException>(() => Clear(bmc));
        Assert.Equal(IpmiErrorKind.OutcomeUnknown, error.Kind);
        Assert.Equal(1, bmc.Clears);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)] // the BMC does not cancel the reservation when an entry comes, though it should
    public async Task An_entry_that_comes_between_reading_and_clearing_is_read_before_it_is_cleared(bool addingCancels)
    {
        var bmc = SelBmc.With([1, 2, 3]);
        bmc.AddingCancelsReservation = addingCancels;
        int infos = 0;
        bmc.Meddle = request =>
        {
            // The second look at the count is the one after the reading.
            if (request.Code == GetSelInfo.Definition.Code && ++infos == 2)
                bmc.Log1(4);
            return null;
        };
        var entries = await Clear(bmc);
        Assert.Equal([1, 2, 3, 4], entries.Select(entry => entry.Id));
        Assert.Equal(1, bmc.Clears);
    }

    [Fact]
    public async Task An_entry_that_comes_right_before_the_clearing_is_kept_by_the_reservation()
    {
        var bmc = SelBmc.With([1, 2, 3]);
        int clears = 0;
        bmc.Meddle = request =>
        {
            if (IsInitiate(request) && ++clears == 1)
                bmc.Log1(4);
            return null;
        };
        var entries = await Clear(bmc);
        Assert.Equal([1, 2, 3, 4], entries.Select(entry => entry.Id));
        Assert.Equal(1, bmc.Clears);
    }

    [Fact]
    public async Task A_log_that_never_rests_is_not_cleared()
    {
        var bmc = SelBmc.With([1]);
        int id = 1;
        bmc.Meddle = request =>
        {
            if (IsInitiate(request))
                bmc.Log1(++id);
            return null;
        };
        var error = await Assert.ThrowsAsync<IpmiException>(() => Clear(bmc));
        Assert.Equal(IpmiErrorKind.Busy, error.Kind);
        Assert.Equal(0, bmc.Clears);
    }

    [Fact]
    public async Task A_log_that_grows_with_each_read_is_not_cleared_and_not_read_again_and_again()
    {
        var bmc = SelBmc.With(Enumerable.Range(1, 100));
        bmc.Meddle = request =>
        {
            if (request.Code == GetSelEntry.Definition.Code)
                bmc.Log1(bmc.Log.Count + 1);
            return null;
        };
        var error = await Assert.ThrowsAsync<IpmiException>(() => Clear(bmc));
        Assert.Equal(IpmiErrorKind.Busy, error.Kind);
        Assert.Contains("not cleared", error.Message, System.StringComparison.Ordinal);
        Assert.InRange(bmc.Count(GetSelEntry.Definition.Code), 100, 260);
        Assert.Equal(0, bmc.Clears);

        // Unread it is cleared.
        await Clear(bmc, returnEntries: false);
        Assert.Equal(1, bmc.Clears);
    }

    [Fact]
    public async Task A_lost_answer_to_a_clearing_that_happened_is_found_out_and_nothing_is_lost()
    {
        var bmc = SelBmc.With([1, 2, 3]);
        bmc.Meddle = request =>
        {
            if (!IsInitiate(request))
                return null;
            bmc.Erase();
            return [];
        };
        var entries = await Clear(bmc);
        Assert.Equal([1, 2, 3], entries.Select(entry => entry.Id));
        Assert.Equal((1, 1), (bmc.Clears, bmc.Requests.Count(IsInitiate)));
    }

    [Fact]
    public async Task A_lost_command_to_clear_is_given_again_under_a_new_reservation()
    {
        var bmc = SelBmc.With([1, 2, 3]);
        int sent = 0;
        bmc.Meddle = request => IsInitiate(request) && ++sent == 1 ? [] : null;
        var entries = await Clear(bmc);
        Assert.Equal([1, 2, 3], entries.Select(entry => entry.Id));
        Assert.Equal(1, bmc.Clears);
        var reservations = bmc.Requests.Where(IsInitiate).Select(request => request.Data[0]).ToArray();
        Assert.Equal(2, reservations.Distinct().Count());
    }

    [Theory]
    [InlineData(0xC3)]
    [InlineData(0xCE)]
    [InlineData(0xCF)]
    [InlineData(0xFF)]
    public async Task An_answer_that_leaves_open_what_was_done_is_looked_up_in_the_log(byte code)
    {
        var bmc = SelBmc.With([1, 2, 3]);
        bmc.Meddle = request =>
        {
            if (!IsInitiate(request))
                return null;
            bmc.Erase();
            return [code];
        };
        Assert.Equal(3, (await Clear(bmc)).Count);
        Assert.Equal((1, 1), (bmc.Clears, bmc.Requests.Count(IsInitiate)));
    }

    [Fact]
    public async Task A_log_that_was_empty_before_does_not_prove_that_a_lost_command_was_carried_out()
    {
        var bmc = new SelBmc();
        int sent = 0;
        bmc.Meddle = request => IsInitiate(request) && ++sent == 1 ? [] : null;
        await Clear(bmc);
        Assert.Equal((1, 2), (bmc.Clears, sent));
    }

    [Fact]
    public async Task A_lost_answer_to_a_slow_erasure_waits_until_it_is_done()
    {
        // The BMC erases in the background, and reports the old count meanwhile.
        var bmc = SelBmc.With([1, 2, 3]);
        int polls = 0;
        bmc.Meddle = request =>
        {
            if (IsInitiate(request))
                return [];
            if (request.Code != ClearSel.Definition.Code || bmc.Clears > 0)
                return null;
            if (++polls < 3)
                return [0, 0];
            bmc.Erase();
            return [0, 1];
        };
        Assert.Equal(3, (await Clear(bmc)).Count);
        Assert.Equal((3, 1), (polls, bmc.Requests.Count(IsInitiate)));
    }

    [Fact]
    public async Task A_bmc_that_never_takes_the_command_is_not_said_to_have_new_entries()
    {
        var bmc = SelBmc.With([1]);
        bmc.Meddle = request => IsInitiate(request) ? [] : null;
        var error = await Assert.ThrowsAsync<IpmiException>(() => Clear(bmc));
        Assert.Equal(IpmiErrorKind.CommandFailed, error.Kind);
        Assert.Contains("did not clear", error.Message, System.StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_reservations_a_lost_command_stays_an_unknown_outcome()
    {
        var bmc = SelBmc.With([1, 2, 3]);
        bmc.HasReservations = false;
        bmc.Meddle = request => IsInitiate(request) ? [] : null;
        var error = await Assert.ThrowsAsync<IpmiException>(() => Clear(bmc));
        Assert.Equal(IpmiErrorKind.OutcomeUnknown, error.Kind);
        Assert.Equal(1, bmc.Requests.Count(IsInitiate));
    }

    [Fact]
    public async Task Without_reservations_a_log_is_cleared_with_reservation_zero()
    {
        var bmc = SelBmc.With([1, 2, 3]);
        bmc.HasReservations = false;
        Assert.Equal(3, (await Clear(bmc)).Count);
        Assert.Equal(1, bmc.Clears);
    }

    [Fact]
    public async Task A_clearing_that_logs_itself_is_a_clearing()
    {
        var bmc = SelBmc.With([1]);
        bmc.Meddle = request =>
        {
            if (!IsInitiate(request))
                return null;
            bmc.Erase();
            bmc.Add(1);
            return [0, 1];
        };
        Assert.Single(await Clear(bmc));
    }

    [Fact]
    public async Task A_bmc_that_accepts_and_clears_nothing_is_found_out()
    {
        var bmc = SelBmc.With([1, 2]);
        bmc.Meddle = request => IsInitiate(request) ? [0, 1] : null;
        var error = await Assert.ThrowsAsync<IpmiException>(() => Clear(bmc));
        Assert.Equal(IpmiErrorKind.OutcomeUnknown, error.Kind);
        Assert.Equal(1, bmc.Requests.Count(IsInitiate));
    }

    [Fact]
    public async Task A_question_for_progress_that_is_refused_leaves_the_word_to_the_log()
    {
        var bmc = SelBmc.With([1, 2]);
        bmc.ErasurePolls = 1;
        bmc.Meddle = request => request.Code == ClearSel.Definition.Code && !IsInitiate(request) ? [0xC5] : null;
        Assert.Equal(2, (await Clear(bmc)).Count);
    }

    [Fact]
    public async Task A_refusal_to_clear_is_the_bmcs_own()
    {
        var bmc = SelBmc.With([1, 2]);
        bmc.Meddle = request => IsInitiate(request) ? [0xD4] : null;
        var error = await Assert.ThrowsAsync<IpmiCommandException>(() => Clear(bmc));
        Assert.Equal(IpmiErrorKind.InsufficientPrivilege, error.Kind);
    }
}
