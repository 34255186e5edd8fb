using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands;
using IpmiPS.Commands.Storage;
using IpmiPS.Sdr;
using IpmiPS.Simulator;
using IpmiPS.Tests.Simulator;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Tests.Sdr;

/// <summary>Replacing the records of a repository, on a virtual BMC.</summary>
public sealed class SdrImportTests
{
    private readonly Bench _bench = new();
    private readonly List<byte[]> _backups = [];

    private Task<SdrImage> ReadAsync() => SdrImage.ReadAsync(_bench, CancellationToken.None);

    private async Task<SdrImage> HalfAsync() => new([.. (await ReadAsync()).Records.Where(static (_, index) => index % 2 == 0)]);

    private Task<SdrImport> PrepareAsync(IIpmiConnection connection, SdrImage image) => SdrImport.PrepareAsync(connection, image, _backups.Add, CancellationToken.None);

    [Fact]
    public async Task Records_are_replaced_after_a_backup()
    {
        SdrImage before = await ReadAsync();
        SdrImage half = await HalfAsync();
        SdrImport import = await PrepareAsync(_bench, half);
        Assert.StartsWith($"replace {before.Records.Count} records", import.Description);
        var result = await import.RunAsync();
        Assert.Equal((half.Records.Count, before.Records.Count, true, true), (result.Records, result.PreviousRecords, result.Changed, result.Verified));
        Assert.True((await ReadAsync()).HasSameRecords(half));

        SdrImage backup = SdrImage.Parse(Assert.Single(_backups));
        _ = await (await PrepareAsync(_bench, backup)).RunAsync();
        Assert.True((await ReadAsync()).HasSameRecords(before));
    }

    [Fact]
    public async Task The_same_records_are_not_sent()
    {
        SdrImport import = await PrepareAsync(_bench, await ReadAsync());
        Assert.Null(import.Description);
        Assert.False((await import.RunAsync()).Changed);
        Assert.Empty(_backups);
    }

    [Fact]
    public async Task Records_are_added_in_pieces_where_the_BMC_does_not_take_them_whole()
    {
        SdrImage half = await HalfAsync();
        var bmc = new Refusing(_bench, static command => command is AddSdr);
        _ = await (await PrepareAsync(bmc, half)).RunAsync();
        Assert.True((await ReadAsync()).HasSameRecords(half));
    }

    [Fact]
    public async Task What_cannot_be_added_is_taken_back()
    {
        SdrImage before = await ReadAsync();
        int added = 0;
        var bmc = new Refusing(_bench, command => command is AddSdr && added++ == 3) { Code = CompletionCode.OutOfSpace };
        SdrImport import = await PrepareAsync(bmc, await HalfAsync());
        var error = await Assert.ThrowsAsync<IpmiException>(() => import.RunAsync());
        Assert.Equal(IpmiErrorKind.CommandFailed, error.Kind);
        Assert.Contains("The previous records were restored.", error.Message);
        Assert.True((await ReadAsync()).HasSameRecords(before));
    }

    [Fact]
    public async Task It_is_said_if_the_previous_records_are_lost()
    {
        var bmc = new Refusing(_bench, static command => command is AddSdr) { Code = CompletionCode.OutOfSpace };
        SdrImport import = await PrepareAsync(bmc, await HalfAsync());
        var error = await Assert.ThrowsAsync<IpmiException>(() => import.RunAsync());
        Assert.Contains("could not be restored either", error.Message);
        Assert.Single(_backups);
    }

    [Fact]
    public async Task A_BMC_that_does_not_clear_its_repository_has_not_changed()
    {
        SdrImage before = await ReadAsync();
        SdrImport import = await PrepareAsync(new Refusing(_bench, static command => command is ClearSdrRepository), await HalfAsync());
        var error = await Assert.ThrowsAsync<IpmiCommandException>(() => import.RunAsync());
        Assert.Equal(IpmiErrorKind.CommandNotSupported, error.Kind);
        Assert.True((await ReadAsync()).HasSameRecords(before));
    }

    [Fact]
    public async Task A_backup_that_fails_ends_the_work()
    {
        SdrImage before = await ReadAsync();
        SdrImport import = await SdrImport.PrepareAsync(_bench, await HalfAsync(), static _ => throw new IpmiException(IpmiErrorKind.InvalidParameter, "full"), CancellationToken.None);
        _ = await Assert.ThrowsAsync<IpmiException>(() => import.RunAsync());
        Assert.True((await ReadAsync()).HasSameRecords(before));
    }

    [Fact]
    public async Task A_BMC_without_a_repository_cannot_be_changed()
    {
        var bmc = new Refusing(_bench, static command => command.NetFn == NetFn.Storage);
        var error = await Assert.ThrowsAnyAsync<IpmiException>(() => PrepareAsync(bmc, new SdrImage([])));
        Assert.Equal(IpmiErrorKind.CommandNotSupported, error.Kind);
    }

    [Fact]
    public async Task A_file_has_the_records_one_after_the_other()
    {
        SdrImage image = await ReadAsync();
        byte[] file = image.ToBytes();
        Assert.Equal(image.Records.SelectMany(static record => record), file);
        Assert.True(SdrImage.Parse(file).HasSameRecords(image));
    }

    [Theory]
    [InlineData("")]
    [InlineData("01 00 51 01")]
    [InlineData("01 00 51 C0 04 57 01 00")]
    [InlineData("01 00 51 C0 03 57 01 00 02")]
    public void A_file_that_does_not_end_with_a_record_is_refused(string bytes) =>
        Assert.Equal(IpmiErrorKind.InvalidParameter, Assert.Throws<IpmiException>(() => SdrImage.Parse(Hex.Parse(bytes))).Kind);

    [Fact]
    public void A_record_that_is_shorter_than_its_header_says_gets_a_header_that_fits() =>
        Assert.Equal("01 00 51 C0 03 57 01 00", Hex.Format(SdrImage.Whole(Hex.Parse("01 00 51 C0 09 57 01 00")), " "));

    [Fact]
    public async Task Every_record_of_a_BMC_is_described()
    {
        SdrEntry[] entries = [.. (await ReadAsync()).Records.Select(static record => SdrEntry.Of("bmc1", record))];
        SdrEntry sensor = entries.Single(static entry => entry.Name == "Inlet Temp");
        Assert.Equal((SdrRecordType.FullSensor, "Temperature", 1, 0x20, "Air Inlet 1"), (sensor.RecordType, sensor.SensorType, sensor.Number, sensor.OwnerId, sensor.Entity));
        Assert.IsType<FullSensorRecord>(sensor.ToRecord());
        Assert.Contains(entries, static entry => entry.Detail == "contains Power Supply 1, Power Supply 2" || entry.Detail.StartsWith("contains", StringComparison.Ordinal));
        Assert.All(entries, static entry => Assert.NotEmpty(entry.Detail));
        Assert.Equal("3 bytes", SdrEntry.Of("bmc1", Hex.Parse("01 00 51 77 03 01 02 03")).Detail);
    }

    /// <summary>The virtual BMC, which refuses some commands.</summary>
    private sealed class Refusing(IIpmiConnection inner, Func<IpmiCommand, bool> refuses) : IIpmiConnection
    {
        public CompletionCode Code { get; init; } = CompletionCode.InvalidCommand;

        public string ComputerName => inner.ComputerName;

        public BmcProfile Profile => inner.Profile;

        public Task<TResponse> SendAsync<TResponse>(IpmiCommand<TResponse> command, IpmbTarget target, CancellationToken cancellationToken) =>
            refuses(command) ? Task.FromException<TResponse>(new IpmiCommandException(command, Code)) : inner.SendAsync(command, target, cancellationToken);
    }
}
