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

public class SelChangeTests
{
    private static readonly byte[] s_record = Hex.Parse("00 00 02 00 00 00 00 41 00 04 0C 53 6F 00 FF FF");

    private static async Task<(SelEntry Entry, IpmiException? Difference)> Add(SelBmc bmc) =>
        await (await SelAdding.PrepareAsync(bmc, null, CancellationToken.None)).AddAsync(s_record, CancellationToken.None);

    private static async Task<List<SelEntry>> Remove(SelBmc bmc, params SelRemovalItem[] items)
    {
        var removed = new List<SelEntry>();
        await (await SelRemoval.PrepareAsync(bmc, items, null, CancellationToken.None)).RunAsync(removed.Add, CancellationToken.None);
        return removed;
    }

    private static int[] Ids(SelBmc bmc) => [.. bmc.Log.Select(static record => record[0] | record[1] << 8)];

    [Fact]
    public async Task An_entry_is_added_and_read_back_with_its_ID()
    {
        var bmc = SelBmc.With([1, 2]);
        var (entry, difference) = await Add(bmc);
        Assert.Null(difference);
        Assert.Equal((3, "Correctable ECC"), (entry.Id, entry.Event));
        Assert.Equal([1, 2, 3], Ids(bmc));
    }

    [Fact]
    public async Task A_BMC_without_Add_SEL_Entry_gets_pieces()
    {
        var bmc = SelBmc.With([1]);
        bmc.HasPartialAdd = true;
        bmc.Meddle = static request => request.Command is AddSelEntry ? [0xC1] : null;
        Assert.Equal(2, (await Add(bmc)).Entry.Id);
        Assert.Equal(2, bmc.Count(PartialAddSelEntry.Definition.Code));
    }

    [Fact]
    public async Task A_BMC_that_has_neither_is_not_supported()
    {
        var bmc = SelBmc.With([1]);
        bmc.Meddle = static request => request.Command is AddSelEntry ? [0xC1] : null;
        Assert.Equal(IpmiErrorKind.CommandNotSupported, (await Assert.ThrowsAnyAsync<IpmiException>(() => Add(bmc))).Kind);
    }

    [Fact]
    public async Task An_added_entry_whose_response_was_lost_is_found_in_the_log()
    {
        var bmc = SelBmc.With([1]);
        bmc.Meddle = request => request.Command is AddSelEntry add ? Lost(() => bmc.AddRecord(add.Record)) : null;
        Assert.Equal(2, (await Add(bmc)).Entry.Id);
        Assert.Equal(1, bmc.Count(AddSelEntry.Definition.Code));
    }

    [Fact]
    public async Task An_entry_that_did_not_arrive_is_of_unknown_outcome()
    {
        var bmc = SelBmc.With([1]);
        bmc.Meddle = static request => request.Command is AddSelEntry ? [] : null;
        Assert.Equal(IpmiErrorKind.OutcomeUnknown, (await Assert.ThrowsAnyAsync<IpmiException>(() => Add(bmc))).Kind);
    }

    [Fact]
    public async Task What_the_BMC_logs_otherwise_is_an_error_with_the_entry()
    {
        var bmc = SelBmc.With([1]);
        bmc.Meddle = request => request.Command is AddSelEntry ? Done(() => bmc.AddRecord(Hex.Parse("00 00 02 00 00 00 00 20 00 04 0C 53 6F 00 FF FF"))) : null;
        var (entry, difference) = await Add(bmc);
        Assert.Equal(0x20, entry.GeneratorId);
        Assert.Equal(IpmiErrorKind.CommandFailed, difference!.Kind);
    }

    [Fact]
    public async Task Entries_are_removed_and_returned()
    {
        var bmc = SelBmc.With([1, 2, 3, 4]);
        Assert.Equal([2, 4], (await Remove(bmc, new(2, null), new(4, SelBmc.Event(4)))).Select(static entry => entry.Id));
        Assert.Equal([1, 3], Ids(bmc));
    }

    [Fact]
    public async Task Nothing_is_removed_if_one_entry_does_not_exist()
    {
        var bmc = SelBmc.With([1, 2]);
        var error = await Assert.ThrowsAnyAsync<IpmiException>(() => Remove(bmc, new(1, null), new(9, null)));
        Assert.Equal(IpmiErrorKind.NotPresent, error.Kind);
        Assert.Equal("The event log has no entry 9. The log begins with entry 1 and ends with entry 2. Nothing was removed.", error.Message);
        Assert.Equal([1, 2], Ids(bmc));
    }

    [Fact]
    public async Task An_entry_that_is_another_one_by_now_is_not_removed()
    {
        var bmc = SelBmc.With([1, 2]);
        Assert.Equal(IpmiErrorKind.Busy, (await Assert.ThrowsAnyAsync<IpmiException>(() => Remove(bmc, new SelRemovalItem(2, SelBmc.Event(7))))).Kind);
        Assert.Equal([1, 2], Ids(bmc));
    }

    [Fact]
    public async Task An_entry_that_changes_between_prompt_and_removal_is_not_removed()
    {
        var bmc = SelBmc.With([1, 2]);
        var removal = await SelRemoval.PrepareAsync(bmc, [new(2, null)], null, CancellationToken.None);
        bmc.Log[1] = [2, 0, .. SelBmc.Event(9).Skip(2)];
        Assert.Equal(IpmiErrorKind.Busy, (await Assert.ThrowsAnyAsync<IpmiException>(() => removal.RunAsync(static _ => { }, CancellationToken.None))).Kind);
        Assert.Equal([1, 2], Ids(bmc));
    }

    [Fact]
    public async Task A_lost_reservation_is_renewed()
    {
        var bmc = SelBmc.With([1, 2]);
        int left = 2;
        bmc.Meddle = request => request.Command is DeleteSelEntry && left-- > 0 ? [0xC5] : null;
        Assert.Single(await Remove(bmc, new SelRemovalItem(1, null)));
        Assert.Equal([2], Ids(bmc));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_removal_whose_response_was_lost_is_checked_in_the_log(bool arrives)
    {
        var bmc = SelBmc.With([1, 2]);
        bool isFirst = true;
        bmc.Meddle = request =>
        {
            if (request.Command is not DeleteSelEntry || !isFirst)
                return null;
            isFirst = false;
            return Lost(() =>
            {
                if (arrives)
                    bmc.Log.RemoveAt(0);
            });
        };
        Assert.Single(await Remove(bmc, new SelRemovalItem(1, null)));
        Assert.Equal([2], Ids(bmc));
        Assert.Equal(arrives ? 1 : 2, bmc.Count(DeleteSelEntry.Definition.Code));
    }

    [Fact]
    public async Task Removals_that_are_never_answered_are_of_unknown_outcome()
    {
        var bmc = SelBmc.With([1]);
        bmc.Meddle = static request => request.Command is DeleteSelEntry ? [] : null;
        Assert.Equal(IpmiErrorKind.OutcomeUnknown, (await Assert.ThrowsAnyAsync<IpmiException>(() => Remove(bmc, new SelRemovalItem(1, null)))).Kind);
    }

    [Fact]
    public async Task A_BMC_that_removes_no_single_entries_says_so()
    {
        var bmc = SelBmc.With([1]);
        bmc.Meddle = static request => request.Command is DeleteSelEntry ? [0xC1] : null;
        Assert.Equal(IpmiErrorKind.CommandNotSupported, (await Assert.ThrowsAnyAsync<IpmiException>(() => Remove(bmc, new SelRemovalItem(1, null)))).Kind);
    }

    private static byte[] Lost(System.Action happens)
    {
        happens();
        return [];
    }

    private static byte[] Done(System.Func<ushort> happens)
    {
        ushort id = happens();
        return [0, (byte)id, (byte)(id >> 8)];
    }
}
