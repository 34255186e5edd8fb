using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands;
using IpmiPS.Commands.Storage;
using IpmiPS.Sdr;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Tests.Sdr;

public class SdrWalkTests
{
    private static Task<SdrRepository> ReadAsync(ScriptedRepository repository, bool strict) =>
        new SdrReader(repository) { IsStrict = strict }.ReadAsync(CancellationToken.None);

    private static string Content(SdrRepository repository) =>
        string.Join("\n", repository.Records.Select(r => Hex.Format(r.ToBytes()))) + "\n" + repository.Problem;

    /// <summary>Reads it both ways, and holds that both bring the same.</summary>
    private static async Task<SdrRepository> ReadBothAsync(Func<ScriptedRepository> create)
    {
        SdrRepository strict = await ReadAsync(create(), strict: true);
        SdrRepository ahead = await ReadAsync(create(), strict: false);
        Assert.Equal(Content(strict), Content(ahead));
        return ahead;
    }

    private static int CountOf(ScriptedRepository repository, byte code) =>
        repository.Requests.Count(r => r.NetFn == NetFn.Storage && r.Code == code);

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(40, 1, 1)]
    [InlineData(40, 0, 1)]
    [InlineData(40, 4, 67)]
    [InlineData(100, 500, 3)]
    public async Task Every_record_is_read_whole_in_one_request(int count, int first, int step)
    {
        var repository = await ReadBothAsync(() => ScriptedRepository.Of(count, (ushort)first, step));
        Assert.Equal(count, repository.Records.Count);
        Assert.Null(repository.Problem);
        Assert.Equal(count, repository.Info!.RecordCount);

        var strict = ScriptedRepository.Of(count, (ushort)first, step);
        await ReadAsync(strict, strict: true);
        Assert.Equal(count, CountOf(strict, GetSdr.Definition.Code));
        Assert.Equal(0, CountOf(strict, ReserveSdrRepository.Definition.Code));
    }

    [Fact]
    public async Task Even_ids_are_guessed_without_a_wasted_request()
    {
        var bmc = ScriptedRepository.Of(100, 1, 1);
        await ReadAsync(bmc, strict: false);
        Assert.Equal(100, CountOf(bmc, GetSdr.Definition.Code));
    }

    [Fact]
    public async Task Uneven_ids_waste_few_requests()
    {
        var bmc = new ScriptedRepository { Count = 60 };
        int id = 1;
        for (int i = 0; i < 60; i++, id += 1 + i * 7 % 13)
            bmc.Add((ushort)id, ScriptedRepository.Sensor(i));
        var repository = await ReadAsync(bmc, strict: false);
        Assert.Equal(60, repository.Records.Count);
        Assert.InRange(CountOf(bmc, GetSdr.Definition.Code), 60, 80);
    }

    [Theory]
    [InlineData(0xCA)]
    [InlineData(0xC8)]
    [InlineData(0xCC)]
    [InlineData(0xC7)]
    [InlineData(0xC6)]
    [InlineData(0xC9)]
    [InlineData(0xCE)]
    [InlineData(0xFF)]
    [InlineData(0x00)]
    public async Task Parts_shrink_until_the_BMC_gives_them_and_the_size_is_remembered(byte refusal)
    {
        foreach (int maximum in new[] { 5, 6, 8, 15, 16, 20, 31, 32, 33, 50, 63, 64 })
        {
            foreach (bool refusesBeyondEnd in new[] { false, true })
            {
                ScriptedRepository Create()
                {
                    var bmc = ScriptedRepository.Of(25);
                    bmc.MaximumRead = maximum;
                    bmc.Refusal = refusal;
                    bmc.RefusesBeyondEnd = refusesBeyondEnd;
                    return bmc;
                }

                var whole = await ReadAsync(ScriptedRepository.Of(25), strict: true);
                Assert.Equal(Content(whole), Content(await ReadBothAsync(Create)));
            }
        }
    }

    [Fact]
    public async Task A_BMC_that_gives_33_bytes_is_asked_for_32_from_the_second_record_on()
    {
        var bmc = ScriptedRepository.Of(25);
        bmc.MaximumRead = 33;
        await ReadAsync(bmc, strict: true);
        Assert.Equal(1, CountOf(bmc, ReserveSdrRepository.Definition.Code));
        Assert.Equal([0xFF, 64, 32, 29, 32, 29, 32], bmc.Requests.Where(r => r.Code == GetSdr.Definition.Code).Take(7).Select(r => (int)r.Data[5]));
        Assert.Equal(2 + 25 + 15, CountOf(bmc, GetSdr.Definition.Code)); // 15 of the 25 are longer than 32
    }

    [Fact]
    public async Task One_long_record_does_not_make_the_others_be_read_in_parts()
    {
        ScriptedRepository Create()
        {
            var bmc = ScriptedRepository.Of(10);
            bmc.MaximumRead = 100;
            bmc.Add(11, new OemRecord { ManufacturerId = 343, Data = [.. Enumerable.Range(0, 150).Select(i => (byte)i)] });
            for (int i = 12; i < 22; i++)
                bmc.Add((ushort)i, ScriptedRepository.Sensor(i));
            bmc.Count = 21;
            return bmc;
        }

        var repository = await ReadBothAsync(Create);
        Assert.Equal(150, Assert.IsType<OemRecord>(repository.Records[10]).Data.Length);
        var strict = Create();
        await ReadAsync(strict, strict: true);
        Assert.Equal(20 + 4, CountOf(strict, GetSdr.Definition.Code));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    public async Task A_lost_reservation_is_renewed(int every)
    {
        var whole = await ReadAsync(ScriptedRepository.Of(30), strict: true);
        var repository = await ReadBothAsync(() =>
        {
            var bmc = ScriptedRepository.Of(30);
            bmc.MaximumRead = 32;
            bmc.LosesReservationEvery = every;
            return bmc;
        });
        Assert.Equal(Content(whole), Content(repository));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_reservation_that_is_lost_every_time_ends_in_an_error(bool strict)
    {
        var bmc = ScriptedRepository.Of(5);
        bmc.MaximumRead = 32;
        bmc.LosesReservationEvery = 1;
        var error = await Assert.ThrowsAsync<IpmiCommandException>(() => ReadAsync(bmc, strict));
        Assert.Equal(CompletionCode.ReservationLost, error.CompletionCode);
        Assert.InRange(bmc.Requests.Count, 10, 60);
    }

    [Fact]
    public async Task A_BMC_that_wants_a_reservation_for_everything_gets_one()
    {
        var repository = await ReadBothAsync(() =>
        {
            var bmc = ScriptedRepository.Of(30);
            bmc.AlwaysNeedsReservation = true;
            bmc.Override = r => r.Code == GetSdr.Definition.Code && r.Data[0] == 0 && r.Data[1] == 0 ? [0xC5] : null;
            return bmc;
        });
        Assert.Equal(30, repository.Records.Count);
    }

    [Fact]
    public async Task A_BMC_without_reservations_is_read_with_0000h()
    {
        var repository = await ReadBothAsync(() =>
        {
            var bmc = ScriptedRepository.Of(30);
            bmc.KnowsReservation = false;
            bmc.MaximumRead = 32;
            bmc.Count = null;
            return bmc;
        });
        Assert.Equal(30, repository.Records.Count);
        Assert.Null(repository.Info);
        Assert.Null(repository.Problem);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(29)]
    [InlineData(31)]
    [InlineData(9999)]
    public async Task A_wrong_record_count_does_not_end_the_walk(int count)
    {
        var repository = await ReadBothAsync(() =>
        {
            var bmc = ScriptedRepository.Of(30);
            bmc.Count = count;
            return bmc;
        });
        Assert.Equal(30, repository.Records.Count);
        Assert.Null(repository.Problem);
    }

    [Theory]
    [InlineData(30, 1, 30, false)] // back to the beginning after the last
    [InlineData(30, 30, 30, false)] // the last names itself
    [InlineData(30, 0, 30, false)] // 0000h
    [InlineData(30, 31, 30, false)] // one that is not there
    [InlineData(10, 5, 10, true)] // a loop in the middle
    [InlineData(10, 0, 10, false)]
    public async Task A_repository_without_end_is_left(int from, int next, int expected, bool hasProblem)
    {
        var repository = await ReadBothAsync(() =>
        {
            var bmc = ScriptedRepository.Of(30);
            bmc.Next[(ushort)from] = (ushort)next;
            return bmc;
        });
        Assert.Equal(expected, repository.Records.Count);
        Assert.Equal(hasProblem, repository.Problem is not null);
    }

    [Fact]
    public async Task A_BMC_that_repeats_its_last_record_for_ever_is_left()
    {
        ScriptedRepository Create(int? count)
        {
            var bmc = ScriptedRepository.Of(30);
            bmc.Count = count;
            for (int i = 31; i < 400; i++)
                bmc.Add((ushort)i, ScriptedRepository.Sensor(29));
            return bmc;
        }

        Assert.Equal(30, (await ReadBothAsync(() => Create(30))).Records.Count);
        Assert.InRange((await ReadBothAsync(() => Create(null))).Records.Count, 30, 40);
    }

    [Fact]
    public async Task A_BMC_that_makes_up_records_for_ever_is_left()
    {
        var repository = await ReadBothAsync(() => new ScriptedRepository
        {
            Override = r =>
            {
                if (r.Code != GetSdr.Definition.Code)
                    return null;
                int id = r.Data[2] | r.Data[3] << 8;
                byte[] record = (new OemRecord { ManufacturerId = id, RecordId = (ushort)id }).ToBytes();
                return [0, (byte)(id + 1), (byte)(id + 1 >> 8), .. record];
            },
        });
        Assert.Equal(SdrWalk.MaximumRecords, repository.Records.Count);
    }

    [Fact]
    public async Task Records_whose_id_is_not_the_one_asked_for_are_taken_by_the_one_asked_for()
    {
        var repository = await ReadBothAsync(() =>
        {
            var bmc = new ScriptedRepository { Count = 10 };
            for (int i = 1; i <= 10; i++)
                bmc.Add((ushort)i, (ScriptedRepository.Sensor(i) with { RecordId = (ushort)(0x1000 + i) }).ToBytes());
            return bmc;
        });
        Assert.Equal(10, repository.Records.Count);
        Assert.Null(repository.Problem);
    }

    [Theory]
    [InlineData(0xC3)]
    [InlineData(0xCB)]
    [InlineData(0xFF)]
    public async Task A_last_record_that_never_comes_is_done_without(byte code)
    {
        var repository = await ReadBothAsync(() =>
        {
            var bmc = ScriptedRepository.Of(30);
            bmc.Failing[30] = code;
            return bmc;
        });
        Assert.Equal(29, repository.Records.Count);
        Assert.Null(repository.Problem);
    }

    [Theory]
    [InlineData(0xC3)]
    [InlineData(0xCB)]
    [InlineData(0xFF)]
    public async Task A_record_in_the_middle_that_cannot_be_read_is_stepped_over_and_told(byte code)
    {
        var repository = await ReadBothAsync(() =>
        {
            var bmc = ScriptedRepository.Of(30);
            bmc.Failing[12] = code;
            bmc.Failing[13] = code;
            return bmc;
        });
        Assert.Equal(28, repository.Records.Count);
        Assert.Contains("000C", repository.Problem);
    }

    [Fact]
    public async Task A_record_shorter_than_it_says_is_cut_and_the_next_are_still_read_whole()
    {
        ScriptedRepository Create()
        {
            var bmc = ScriptedRepository.Of(12);
            byte[] lying = new CompactSensorRecord { IdString = "Shorter than it says" }.ToBytes();
            lying[4] = 0x30;
            bmc.Add(13, lying).Add(14, ScriptedRepository.Sensor(14)).Add(15, ScriptedRepository.Sensor(15));
            bmc.Count = 15;
            bmc.RefusesBeyondEnd = true;
            return bmc;
        }

        var repository = await ReadBothAsync(Create);
        Assert.Equal(15, repository.Records.Count);
        Assert.Equal("Shorter than it says", Assert.IsType<CompactSensorRecord>(repository.Records[12]).Name);
        var strict = Create();
        await ReadAsync(strict, strict: true);
        Assert.Equal([0xFF, 0xFF], strict.Requests.Where(r => r.Code == GetSdr.Definition.Code).Reverse().Take(2).Select(r => (int)r.Data[5]));
    }

    [Fact]
    public async Task A_record_that_cannot_be_understood_is_kept_and_the_others_are_read()
    {
        var repository = await ReadBothAsync(() => ScriptedRepository.Of(5).Add(6, [6, 0, 0x51, 0x01, 3, 0x20, 0, 7]).Add(7, ScriptedRepository.Sensor(7)));
        Assert.Equal(7, repository.Records.Count);
        Assert.NotNull(Assert.IsType<UnknownRecord>(repository.Records[5]).Problem);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_answer_that_never_comes_ends_the_walk(bool strict)
    {
        var bmc = ScriptedRepository.Of(10);
        bmc.Override = r => r.Code == GetSdr.Definition.Code && r.Data[2] > 5 ? [] : null;
        var error = await Assert.ThrowsAsync<IpmiException>(() => ReadAsync(bmc, strict));
        Assert.Equal(IpmiErrorKind.Timeout, error.Kind);
    }

    [Fact]
    public async Task Answers_without_data_are_refused()
    {
        var bmc = new ScriptedRepository { Override = r => r.Code == GetSdr.Definition.Code ? [0, 1, 0] : null };
        await Assert.ThrowsAsync<MalformedDataException>(() => ReadAsync(bmc, strict: true));
        Assert.InRange(bmc.Requests.Count, 2, 6);
    }

    [Fact]
    public async Task Cancelling_ends_the_walk()
    {
        using var cancellation = new CancellationTokenSource();
        var bmc = ScriptedRepository.Of(100);
        bmc.Override = r =>
        {
            if (r.Code == GetSdr.Definition.Code && r.Data[2] == 20)
                cancellation.Cancel();
            return null;
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => SdrRepository.ReadAsync(bmc, cancellation.Token));
        Assert.InRange(bmc.Requests.Count, 20, 60);
    }

    [Fact]
    public async Task An_empty_repository_without_device_SDRs_is_empty()
    {
        var repository = await ReadBothAsync(() => new ScriptedRepository { Count = 0 });
        Assert.Empty(repository.Records);
        Assert.Null(repository.Problem);
    }

    [Fact]
    public async Task Without_a_repository_and_device_SDRs_the_BMC_is_told_not_to_support_it()
    {
        var bmc = new ScriptedRepository { Override = _ => [0xC1] };
        var error = await Assert.ThrowsAsync<IpmiCommandException>(() => SdrRepository.ReadAsync(bmc, CancellationToken.None));
        Assert.Equal(IpmiErrorKind.CommandNotSupported, error.Kind);
    }

    [Fact]
    public async Task Without_a_repository_the_device_SDRs_of_every_logical_unit_are_read()
    {
        var repository = await ReadBothAsync(() =>
        {
            var bmc = ScriptedRepository.Of(10);
            bmc.DeviceSdrs = (target, lun) => target.IsBmc && lun is 0 or 3;
            bmc.MaximumRead = 32;
            return bmc;
        });
        Assert.Equal(20, repository.Records.Count);
        Assert.Null(repository.Info);
        Assert.Null(repository.Problem);
    }

    [Fact]
    public async Task Without_a_repository_satellites_are_asked_for_their_device_SDRs_once()
    {
        var satellite = new IpmbTarget(0x2C, 6);
        ScriptedRepository Create(bool answers)
        {
            var bmc = ScriptedRepository.Of(5).Add(6, new McDeviceLocatorRecord { SlaveAddress = 0x2C, Channel = 6, Capabilities = 0x03, IdString = "ME" })
                .Add(7, new McDeviceLocatorRecord { SlaveAddress = 0x2E, Channel = 6, Capabilities = 0x01, IdString = "no records" });
            bmc.DeviceSdrs = (target, lun) => lun == 0 && (target.IsBmc || target == satellite);
            bmc.Override = r => r.Target == satellite && !answers ? [0xD3] : null;
            return bmc;
        }

        var repository = await ReadBothAsync(() => Create(true));
        Assert.Equal(14, repository.Records.Count);
        Assert.Null(repository.Problem);

        repository = await ReadBothAsync(() => Create(false));
        Assert.Equal(7, repository.Records.Count);
        Assert.Contains("2Ch on channel 6", repository.Problem);
    }

    [Fact]
    public async Task Sensors_are_found_by_owner_unit_and_number()
    {
        var repository = await SdrRepository.ReadAsync(
            new ScriptedRepository { Count = 2 }
                .Add(1, new CompactSensorRecord { SensorNumber = 5, IdString = "Slot ", Sharing = new RecordSharing { Count = 3, ModifierOffset = 1 } })
                .Add(2, new FullSensorRecord { OwnerId = 0x2C, OwnerLun = 1, SensorNumber = 5, IdString = "ME temp" }),
            CancellationToken.None);
        Assert.Equal(4, repository.Sensors.Count);
        Assert.Equal("Slot 3", repository.FindSensor(0x20, 0, 7)!.Name);
        Assert.Equal("ME temp", repository.FindSensor(0x2C, 1, 5)!.Name);
        Assert.Null(repository.FindSensor(0x2C, 0, 5));
    }
}
