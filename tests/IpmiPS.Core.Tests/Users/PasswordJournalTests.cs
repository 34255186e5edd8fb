using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using IpmiPS.Tests.Cache;
using IpmiPS.Users;
using Xunit;
using static IpmiPS.Tests.Users.PasswordSealTests;

namespace IpmiPS.Tests.Users;

public sealed class PasswordJournalTests : IDisposable
{
    /// <summary>Written by a Python script with the library cryptography, from the description in docs/password-journal.md. The present password is "calvin".</summary>
    private const string Foreign =
        "journal=IpmiPS.Password.1\ttime=2026-01-02T03:04:05Z\tsalt=000102030405060708090a0b0c0d0e0f\titerations=1000\tsum=d27ec4ee09a80f92\n"
        + "state=Prepared\ttime=2026-01-02T03:04:06Z\tentry=101112131415161718191a1b1c1d1e1f\tcomputer=rack1-bmc01:6230\taccount=root\tuser=2\tlogin=root"
        + "\tiv=202122232425262728292a2b2c2d2e2f\tsealed=aa3affd521dbcd5607a7917261ced69712f160cb09bff050c23db84e2486cf87"
        + "\ttag=47398f382078f9834102021666c8649cd5a82ea71708e9cf864f2bcfe86f1f0f\tsum=ef3ae04fcc705bd5\n"
        + "state=Sent\ttime=2026-01-02T03:04:07Z\tentry=101112131415161718191a1b1c1d1e1f\tsum=9be0d9d35fb9b549\n";

    private readonly TemporaryFolder _folder = new();
    private readonly string _path;

    public PasswordJournalTests()
    {
        Directory.CreateDirectory(_folder.Path);
        _path = Path.Combine(_folder.Path, "a.journal");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_journal_of_another_implementation_is_read()
    {
        var content = PasswordJournalContent.Parse(Encoding.UTF8.GetBytes(Foreign))!;
        var entry = Assert.Single(content.Entries);
        Assert.Equal(("rack1-bmc01:6230", "root", 2, "root", PasswordJournalState.Sent), (entry.ComputerName, entry.Account, entry.UserId, entry.LogIn, entry.State));
        Assert.Equal(new DateTimeOffset(2026, 1, 2, 3, 4, 7, TimeSpan.Zero), entry.Changed);
        Assert.Equal("Grün-7.Wald", TextOf((await content.Seals.UnsealAsync(entry, Secret("calvin")))!));
        Assert.Null(await content.Seals.UnsealAsync(entry, Secret("Calvin")));
    }

    [Fact]
    public async Task Line_ends_of_Windows_do_no_harm()
    {
        var content = PasswordJournalContent.Parse(Encoding.UTF8.GetBytes(Foreign.Replace("\n", "\r\n")))!;
        Assert.NotNull(await content.Seals.UnsealAsync(Assert.Single(content.Entries), Secret("calvin")));
    }

    [Theory]
    [InlineData("time=2026-01-02T03:04:06", "time=2026-01-02T03:04:08")]
    [InlineData("computer=rack1-bmc01", "computer=rack1-bmc02")]
    [InlineData("account=root", "account=toor")]
    [InlineData("user=2", "user=3")]
    [InlineData("login=root", "login=rood")]
    [InlineData("iv=20", "iv=21")]
    [InlineData("sealed=aa", "sealed=ab")]
    [InlineData("tag=47", "tag=00")]
    [InlineData("entry=10", "entry=11")]
    public async Task An_entry_that_was_changed_is_not_unsealed(string before, string after)
    {
        string[] lines = Foreign.Split('\n');
        lines[1] = lines[1].Replace(before, after);
        var damaged = Parse(lines);
        Assert.Empty(damaged.Entries);
        Assert.NotEqual(0, damaged.DamagedLines);

        // Whoever changes it on purpose corrects the checksum as well.
        lines[1] = WithSum(Regex.Replace(lines[1], "\tsum=.*", ""));
        var changed = Parse(lines);
        Assert.Null(await changed.Seals.UnsealAsync(Assert.Single(changed.Entries), Secret("calvin")));
    }

    [Fact]
    public void What_a_crash_leaves_of_a_journal_is_read()
    {
        byte[] whole = Encoding.UTF8.GetBytes(Foreign);
        int[] ends = [.. Enumerable.Range(0, whole.Length).Where(i => whole[i] == '\n')];
        for (int length = 0; length <= whole.Length; length++)
        {
            int lines = ends.Count(end => end < length);
            var content = PasswordJournalContent.Parse([.. whole.Take(length)]);
            Assert.Equal(lines > 0, content is not null);
            if (content is null)
                continue;
            Assert.Equal(lines > 1 ? 1 : 0, content.Entries.Count);
            Assert.All(content.Entries, entry => Assert.Equal(lines > 2 ? PasswordJournalState.Sent : PasswordJournalState.Prepared, entry.State));
            Assert.Equal(0, content.DamagedLines);
            Assert.Equal(ends[lines - 1] + 1 < length, content.IsTorn);
        }
    }

    [Fact]
    public async Task A_journal_that_a_crash_cut_off_is_continued()
    {
        foreach (int length in new[] { 0, 1, 40, Foreign.IndexOf('\n') + 1, Foreign.IndexOf('\n') + 100, Foreign.Length - 3, Foreign.Length })
        {
            WritePrivately(Foreign.Substring(0, length));
            int before;
            using (var journal = PasswordJournal.Open(_path, isContinued: true))
            {
                before = journal.Entries.Count;
                var entry = await journal.PrepareAsync("bmc9", "", 1, "admin", Secret("old"), Secret("new"));
                await journal.RecordAsync(entry, PasswordJournalState.Verified);
            }

            var content = PasswordJournalContent.Load(_path)!;
            Assert.Equal(before + 1, content.Entries.Count);
            Assert.False(content.IsTorn);
            Assert.Equal(PasswordJournalState.Verified, content.Find("BMC9", "")!.State);
        }
    }

    [Fact]
    public async Task What_was_written_is_there_with_its_state()
    {
        const string Odd = "a%b\tc\n\u007Fd=é";
        using (var journal = PasswordJournal.Open(_path, isContinued: false))
        {
            Assert.False(File.Exists(_path), "a journal without an entry is no file");
            var entries = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => journal.PrepareAsync($"bmc{i}", Odd, 2, "admin", Secret("old"), Secret($"new{i}"))));
            Assert.Equal(20, PasswordJournalContent.Load(_path)!.Entries.Count);
            await Task.WhenAll(entries.Select(entry => journal.RecordAsync(entry, PasswordJournalState.Sent)));
            await journal.RecordAsync(entries[3], PasswordJournalState.Restored);
        }

        var content = PasswordJournalContent.Load(_path)!;
        var found = content.Find("bmc3", Odd)!;
        Assert.True(found.IsFinished);
        Assert.Equal(19, content.Entries.Count(static entry => entry.State == PasswordJournalState.Sent && !entry.IsFinished));
        Assert.Equal("new3", TextOf((await content.Seals.UnsealAsync(found, Secret("old")))!));
        Assert.Null(content.Find("bmc3", "root"));
    }

    [Fact]
    public async Task Of_several_entries_of_an_account_the_last_counts()
    {
        using var journal = PasswordJournal.Open(_path, isContinued: false);
        await journal.RecordAsync(await journal.PrepareAsync("bmc", "root", 2, "root", Secret("old"), Secret("first")), PasswordJournalState.Failed);
        var second = await journal.PrepareAsync("bmc", "root", 2, "root", Secret("old"), Secret("second"));
        Assert.Same(second, journal.Find("BMC", "root"));
        Assert.Equal("second", TextOf((await journal.UnsealAsync(second, Secret("old")))!));
    }

    [Fact]
    public async Task One_run_writes_at_a_time_and_an_earlier_one_is_not_written_over()
    {
        using (var journal = PasswordJournal.Open(_path, isContinued: false))
        {
            Assert.Equal(IpmiErrorKind.Busy, Assert.Throws<IpmiException>(() => PasswordJournal.Open(_path, isContinued: true)).Kind);
            await journal.PrepareAsync("bmc", "root", 2, "root", Secret("old"), Secret("new"));
        }

        var refused = Assert.Throws<IpmiException>(() => PasswordJournal.Open(_path, isContinued: false));
        Assert.Equal(IpmiErrorKind.InvalidParameter, refused.Kind);
        Assert.Contains("1 of them unfinished", refused.Message);
        PasswordJournal.Open(_path, isContinued: true).Dispose();
        Assert.Equal([_path], _folder.Files);
    }

    [Fact]
    public async Task A_journal_stays_open_for_work_that_goes_on()
    {
        var journal = PasswordJournal.Open(_path, isContinued: false);
        journal.AddUser();
        journal.Dispose();
        var entry = await journal.PrepareAsync("bmc", "root", 2, "root", Secret("old"), Secret("new"));
        journal.IsObsolete = static entries => entries.All(static entry => entry.IsFinished);
        journal.Dispose();
        Assert.True(File.Exists(_path), "its entry is unfinished");
        Assert.NotNull(entry);
    }

    [Fact]
    public async Task A_journal_that_is_not_needed_any_more_goes()
    {
        using (var journal = PasswordJournal.Open(_path, isContinued: false))
        {
            journal.IsObsolete = static entries => entries.All(static entry => entry.IsFinished);
            await journal.RecordAsync(await journal.PrepareAsync("bmc", "root", 2, "root", Secret("old"), Secret("new")), PasswordJournalState.Verified);
        }

        Assert.Empty(_folder.Files);
    }

    [Theory]
    [InlineData("ComputerName,Port\nbmc1,623\n")]
    [InlineData("journal=IpmiPS.Password.2\tsum=00\n")]
    [InlineData("# a text without a line end")]
    public void Another_file_is_left_alone(string text)
    {
        WritePrivately(text);
        foreach (bool isContinued in new[] { false, true })
            Assert.Equal(IpmiErrorKind.InvalidParameter, Assert.Throws<IpmiException>(() => PasswordJournal.Open(_path, isContinued)).Kind);
        Assert.Equal(text, File.ReadAllText(_path));
        Assert.Equal([_path], _folder.Files);
    }

    [Theory]
    [InlineData("salt=000102030405060708090a0b0c0d0e0f", "salt=00")]
    [InlineData("salt=000102030405060708090a0b0c0d0e0f", "salt=xy")]
    [InlineData("iterations=1000", "iterations=0")]
    [InlineData("iterations=1000", "iterations=2000000000")]
    public void Parameters_that_no_run_writes_are_refused(string before, string after)
    {
        string[] lines = Foreign.Split('\n');
        lines[0] = WithSum(Regex.Replace(lines[0].Replace(before, after), "\tsum=.*", ""));
        Assert.Null(PasswordJournalContent.Parse(Encoding.UTF8.GetBytes(string.Join("\n", lines))));
    }

    [Fact]
    public void A_folder_that_does_not_exist_is_an_error() =>
        Assert.Equal(IpmiErrorKind.InvalidParameter, Assert.Throws<IpmiException>(() => PasswordJournal.Open(Path.Combine(_folder.Path, "none", "a"), isContinued: false)).Kind);

    private static PasswordJournalContent Parse(string[] lines) => PasswordJournalContent.Parse(Encoding.UTF8.GetBytes(string.Join("\n", lines)))!;

    private static string WithSum(string text) => $"{text}\tsum={JournalLine.SumOf(text)}";

    private void WritePrivately(string text)
    {
        File.Delete(_path);
        IpmiPS.Cache.PrivateFile.Create(_path);
        File.WriteAllText(_path, text);
    }
}
