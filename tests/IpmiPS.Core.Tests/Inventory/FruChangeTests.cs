using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Inventory;
using IpmiPS.Tests.Support;
using Xunit;
using static IpmiPS.Tests.Inventory.FruBytes;

namespace IpmiPS.Tests.Inventory;

/// <summary>A FRU device is saved, written in small blocks, read back and, if that fails, restored.</summary>
public class FruChangeTests
{
    private readonly List<byte[]> _saved = [];

    private static byte[] Image() => new FruBytes()
        .Board([0x00, 0xA4, 0x53, 0x62, .. Latin1("Maker"), .. Latin1("Board X"), .. Latin1("BS-1"), .. Latin1("BP-1"), 0xC0])
        .Product([0x19, .. Latin1("Maker Inc."), .. Latin1("Server X"), .. Latin1("PP-1"), .. Latin1("v2"), .. Latin1("PS-1"), .. Latin1("Asset 7"), .. Latin1("file.p")])
        .ToImage(256);

    private Task<FruChange> PrepareAsync(FruBmc bmc, string tag, byte id = 0) => FruChange.PrepareAsync(
        bmc, null, new FruAddress(id), image => FruChange.Edit(image, new FruSettings { Fields = new Dictionary<string, string> { ["ProductAssetTag"] = tag, ["BoardManufacturer"] = tag } }, force: false),
        Save, new FakeClock(), CancellationToken.None);

    private string Save(string computerName, FruAddress device, byte[] image)
    {
        _saved.Add((byte[])image.Clone());
        return "backup.bin";
    }

    private async Task<FruUpdate> SetAsync(FruBmc bmc, string tag) => await (await PrepareAsync(bmc, tag)).RunAsync();

    [Fact]
    public async Task The_old_content_is_saved_the_new_one_written_and_compared()
    {
        byte[] image = Image(), before = (byte[])image.Clone();
        var bmc = FruBmc.With(image);
        var change = await PrepareAsync(bmc, "A tag that is longer");
        Assert.StartsWith("BoardManufacturer Maker -> A tag that is longer, ProductAssetTag Asset 7 -> A tag that is longer, product area 30h -> ", change.Description, StringComparison.Ordinal);
        Assert.Empty(bmc.Writes);
        var update = await change.RunAsync();
        Assert.Equal((true, true, "backup.bin", "A tag that is longer"), (update.Changed, update.Verified, update.BackupPath, update.ProductAssetTag));
        Assert.Equal(before, Assert.Single(_saved));
        Assert.Equal("A tag that is longer", FruReader.Decode(image, "now").BoardManufacturer);
        Assert.All(bmc.Writes, write => Assert.True(write.Length <= 16));
        Assert.Equal((0, 8), bmc.Writes.Last()); // the header last
        Assert.Equal(bmc.Writes.Sum(write => write.Length), update.BytesWritten);
    }

    [Fact]
    public async Task Only_blocks_that_differ_are_written()
    {
        byte[] image = Image();
        var bmc = FruBmc.With(image);
        var change = await FruChange.PrepareAsync(
            bmc, null, new FruAddress(0), bytes => FruChange.Edit(bytes, new FruSettings { Fields = new Dictionary<string, string> { ["ProductAssetTag"] = "Asset 8" } }, false), Save, new FakeClock(), default);
        await change.RunAsync();
        Assert.Equal(2, bmc.Writes.Count);
    }

    [Fact]
    public async Task Nothing_is_sent_or_saved_where_all_is_as_requested()
    {
        var bmc = FruBmc.With(Image());
        await SetAsync(bmc, "T");
        var (writes, saved) = (bmc.Writes.Count, _saved.Count);
        var change = await PrepareAsync(bmc, "T");
        Assert.Null(change.Description);
        Assert.False((await change.RunAsync()).Changed);
        Assert.Equal((writes, saved), (bmc.Writes.Count, _saved.Count));
    }

    [Theory]
    [InlineData(8)]
    [InlineData(1)]
    public async Task A_BMC_with_a_short_buffer_gets_smaller_blocks(int maximum)
    {
        byte[] image = Image();
        var bmc = FruBmc.With(image);
        bmc.MaximumWrite = maximum;
        Assert.True((await SetAsync(bmc, "A tag that is longer")).Verified);
        Assert.All(bmc.Writes, write => Assert.True(write.Length <= maximum));
    }

    [Fact]
    public async Task A_busy_device_is_waited_for()
    {
        var bmc = FruBmc.With(Image());
        bmc.BusyWrites = 5;
        Assert.True((await SetAsync(bmc, "New")).Verified);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(200)]
    public async Task The_count_in_the_response_is_not_trusted(byte count)
    {
        var bmc = FruBmc.With(Image());
        bmc.ReportedCount = count;
        Assert.True((await SetAsync(bmc, "A tag that is longer")).Verified);
    }

    [Fact]
    public async Task A_device_by_words_gets_even_offsets_and_lengths()
    {
        var bmc = FruBmc.With(Image());
        bmc.ByWords = true;
        Assert.True((await SetAsync(bmc, "A tag that is longer")).Verified);
        Assert.All(bmc.Writes, write => Assert.Equal((0, 0), (write.Offset % 2, write.Length % 2)));
    }

    [Fact]
    public async Task A_write_protected_device_is_said_to_be_unchanged()
    {
        byte[] image = Image(), before = (byte[])image.Clone();
        var bmc = FruBmc.With(image);
        bmc.ProtectedFrom = 0;
        var error = await Assert.ThrowsAsync<IpmiException>(() => SetAsync(bmc, "New"));
        Assert.Equal(IpmiErrorKind.CommandFailed, error.Kind);
        Assert.Contains("write-protected. Nothing was changed.", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, image);
    }

    [Fact]
    public async Task What_was_written_before_the_protected_part_is_restored()
    {
        byte[] image = Image(), before = (byte[])image.Clone();
        var bmc = FruBmc.With(image);
        bmc.ProtectedFrom = 0x40;
        var error = await Assert.ThrowsAsync<IpmiException>(() => SetAsync(bmc, "A tag that is longer"));
        Assert.Contains("The previous content was restored.", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, image);
    }

    [Fact]
    public async Task A_BMC_that_accepts_and_forgets_is_an_error()
    {
        byte[] image = Image(), before = (byte[])image.Clone();
        var bmc = FruBmc.With(image);
        bmc.ForgetsWrites = true;
        var error = await Assert.ThrowsAsync<IpmiException>(() => SetAsync(bmc, "New"));
        Assert.Contains("accepted", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, image);
    }

    [Fact]
    public async Task A_device_that_keeps_something_else_is_restored()
    {
        byte[] image = Image(), before = (byte[])image.Clone();
        var bmc = FruBmc.With(image);
        bmc.Keep = (offset, value) => offset == 100 && value != before[100] ? (byte)0xEE : value;
        var error = await Assert.ThrowsAsync<IpmiException>(() => SetAsync(bmc, "A tag that is longer"));
        Assert.Contains("restored", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, image);
    }

    [Fact]
    public async Task Content_that_cannot_be_restored_is_said_to_be_in_the_backup()
    {
        byte[] image = Image();
        var bmc = FruBmc.With(image);
        bmc.Keep = (offset, value) => offset == 100 ? (byte)0xEE : value;
        var error = await Assert.ThrowsAsync<IpmiException>(() => SetAsync(bmc, "A tag that is longer"));
        Assert.Contains("could not be restored. It is in 'backup.bin'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_image_is_written_and_the_rest_of_the_device_stays()
    {
        byte[] image = Image();
        image[250] = 0x77;
        var bmc = FruBmc.With(image);
        byte[] other = new FruBytes().Product([0x19, .. Latin1("Other"), 0xC0, 0xC0, 0xC0, 0xC0, 0xC0, 0xC0]).ToImage(64);
        var change = await FruChange.PrepareAsync(bmc, null, new FruAddress(0), present => FruChange.Replace(present, other, false), Save, new FakeClock(), default);
        Assert.Contains("of 256 bytes, BoardManufacturer Maker -> (none)", change.Description, StringComparison.Ordinal);
        Assert.True((await change.RunAsync()).Verified);
        Assert.Equal(other, image.Take(64).ToArray());
        Assert.Equal(0x77, image[250]);
    }

    [Fact]
    public void A_damaged_or_too_long_image_is_refused()
    {
        byte[] damaged = Image();
        damaged[20] ^= 1;
        Assert.Throws<IpmiException>(() => FruChange.Replace(Image(), damaged, false));
        Assert.Equal(damaged, FruChange.Replace(Image(), damaged, true).Image);
        Assert.Throws<IpmiException>(() => FruChange.Replace(new byte[100], Image(), true));
    }

    [Fact]
    public async Task A_device_that_is_absent_is_not_present()
    {
        var error = await Assert.ThrowsAsync<IpmiException>(() => PrepareAsync(FruBmc.With(Image()), "x", id: 9));
        Assert.Equal(IpmiErrorKind.NotPresent, error.Kind);
    }
}
