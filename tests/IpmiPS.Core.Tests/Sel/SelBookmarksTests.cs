using System;
using System.Linq;
using IpmiPS.Sel;
using Xunit;

namespace IpmiPS.Tests.Sel;

public sealed class SelBookmarksTests
{
    private static readonly DateTimeOffset s_time = new(2026, 11, 28, 10, 0, 0, TimeSpan.FromHours(1));

    [Fact]
    public void What_is_written_is_read_again()
    {
        var bookmarks = new SelBookmarks();
        SelMark entry = new(17, s_time, new ByteString(SelBmc.Event(17))), time = SelMark.After(s_time), preInit = new(3, null, new ByteString(SelBmc.Event(3)));
        bookmarks.Set("rack1:624", entry);
        bookmarks.Set("bmc1", time);
        bookmarks.Set("[::1]:6230", preInit);
        SelBookmarks read = SelBookmarks.Parse(bookmarks.ToText());
        Assert.Equal(bookmarks.ToText(), read.ToText());
        Assert.Equal((17, s_time), (read.Find("RACK1:624")!.Id, read.Find("rack1:624")!.Timestamp));
        Assert.True(read.Find("rack1:624")!.Record!.SequenceEqual(SelBmc.Event(17)));
        Assert.Equal(time, read.Find("bmc1"));
        Assert.Null(read.Find("[::1]:6230")!.Timestamp);
        Assert.Null(read.Find("bmc2"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\uFEFFComputerName,Id,Timestamp,Record\r\n\r\n")]
    public void A_new_or_empty_file_has_none(string text) => Assert.Null(SelBookmarks.Parse(text).Find("bmc1"));

    [Fact]
    public void Cells_may_be_quoted() =>
        Assert.Equal(17, SelBookmarks.Parse("\"ComputerName\",\"Id\",\"Timestamp\",\"Record\"\r\n\"bmc1\",\"17\",\"2026-11-28T10:00:00+01:00\",\"1100021100006020000401300157FF55\"\r\n").Find("bmc1")!.Id);

    [Theory]
    [InlineData("notes of mine")]
    [InlineData("ComputerName,Id,Timestamp,Record\nbmc1,1\n")]
    [InlineData("ComputerName,Id,Timestamp,Record\nbmc1,,,\n")]
    [InlineData("ComputerName,Id,Timestamp,Record\n,1,2026-11-28T10:00:00+01:00,\n")]
    [InlineData("ComputerName,Id,Timestamp,Record\nbmc1,x,2026-11-28T10:00:00+01:00,\n")]
    [InlineData("ComputerName,Id,Timestamp,Record\nbmc1,1,noon,\n")]
    [InlineData("ComputerName,Id,Timestamp,Record\nbmc1,1,,0102zz\n")]
    public void Another_file_is_refused(string text) => Assert.Throws<FormatException>(() => SelBookmarks.Parse(text));

    [Fact]
    public void A_later_line_replaces_an_earlier_one_and_one_that_was_cut_is_left_out()
    {
        const string Header = "ComputerName,Id,Timestamp,Record\n";
        string first = SelBookmarks.LineOf("bmc1", new SelMark(1, s_time, new ByteString(SelBmc.Event(1)))), second = SelBookmarks.LineOf("bmc1", new SelMark(2, s_time, new ByteString(SelBmc.Event(2))));
        Assert.Equal(2, SelBookmarks.Parse(Header + first + second).Find("bmc1")!.Id);
        for (int length = 1; length < second.Length - 1; length++)
            Assert.Equal(1, SelBookmarks.Parse(Header + first + second.Remove(length)).Find("bmc1")!.Id);
    }
}
