using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands;
using IpmiPS.Commands.Storage;
using IpmiPS.Inventory;
using IpmiPS.Sdr;
using IpmiPS.Tests.Support;
using Xunit;
using static IpmiPS.Tests.Inventory.FruBytes;

namespace IpmiPS.Tests.Inventory;

public class FruReaderTests
{
    private static async Task<List<Fru>> Read(FruBmc bmc, IReadOnlyList<SdrRecord>? sdr = null, byte[]? ids = null)
    {
        var devices = new List<Fru>();
        await FruReader.ReadAsync(bmc, sdr, ids, devices.Add, new FakeClock(), CancellationToken.None);
        return devices;
    }

    private static async Task<Fru> ReadOne(FruBmc bmc) => Assert.Single(await Read(bmc));

    private static byte[] Image(string serial, int size = 0) => new FruBytes()
        .Chassis([0x17, .. Latin1("CH-1"), .. Latin1("CS-" + serial)])
        .Board([0, 1, 2, 3, .. Latin1("Maker"), .. Latin1("Board"), .. Latin1("BS-" + serial), .. Latin1("BP-1"), 0xC0])
        .Product([0, .. Latin1("Maker"), .. Latin1("Server"), .. Latin1("PP-1"), .. Latin1("v1"), .. Latin1("PS-" + serial), 0xC0, 0xC0])
        .Records((0xC0, [1, 2, 3, 4, 5]), (0xC1, Enumerable.Repeat((byte)7, 60).ToArray()), (0xC2, [1, 2, 3]))
        .ToImage(size);

    private static FruDeviceLocatorRecord Locator(byte id, string name, byte address = 0x20, byte type = 0x10, byte modifier = 0) => new()
    {
        AccessAddress = address,
        DeviceId = id,
        IsLogical = true,
        DeviceType = type,
        DeviceTypeModifier = modifier,
        EntityId = 0x0A,
        EntityInstance = 1,
        IdString = name,
    };

    [Theory]
    [InlineData(0)]
    [InlineData(300)]
    [InlineData(2048)]
    [InlineData(65535)]
    public async Task A_device_is_read_as_far_as_its_areas_reach(int size)
    {
        byte[] image = Image("1", size);
        var bmc = FruBmc.With(image);
        var fru = await ReadOne(bmc);
        Assert.Equal(("Builtin FRU Device", 0, image.Length, null), (fru.Name, fru.Id, fru.Size, fru.Problem));
        Assert.Equal(("CS-1", "BS-1", "PS-1", 3), (fru.ChassisSerial, fru.BoardSerial, fru.ProductSerial, fru.MultiRecord.Length));
        Assert.Equal(Image("1"), fru.Raw);
        Assert.Equal(1, bmc.Reads);
    }

    [Theory]
    [InlineData(0xCA, 128, false)]
    [InlineData(0xC8, 36, false)]
    [InlineData(0xC7, 32, false)]
    [InlineData(0xC9, 16, false)]
    [InlineData(0xCC, 20, false)]
    [InlineData(0xC6, 64, false)]
    [InlineData(0xCE, 16, false)]
    [InlineData(0xFF, 1, false)]
    [InlineData(0xCA, 34, true)]
    [InlineData(0xCA, 3, true)]
    public async Task Reads_that_are_too_long_are_made_smaller_until_they_are_given(byte code, int largest, bool givesLess)
    {
        var bmc = FruBmc.With(Image("1", 1024));
        (bmc.TooLongCode, bmc.MaximumRead, bmc.GivesLess) = (code, largest, givesLess);
        var fru = await ReadOne(bmc);
        Assert.Equal(("CS-1", "PS-1", 3, null), (fru.ChassisSerial, fru.ProductSerial, fru.MultiRecord.Length, fru.Problem));
        Assert.Equal(Image("1"), fru.Raw);
    }

    [Theory]
    [InlineData(255)]
    [InlineData(32)]
    [InlineData(7)]
    [InlineData(2)]
    public async Task Devices_that_count_in_words(int largest)
    {
        var bmc = FruBmc.With(Image("1", 1023));
        (bmc.ByWords, bmc.MaximumRead) = (true, largest);
        var fru = await ReadOne(bmc);
        Assert.Equal(("CS-1", "PS-1", 3, null), (fru.ChassisSerial, fru.ProductSerial, fru.MultiRecord.Length, fru.Problem));
        Assert.Equal(Image("1"), fru.Raw);
    }

    [Fact]
    public async Task What_is_given_at_once_is_found_out_once_for_all_devices()
    {
        var bmc = new FruBmc { MaximumRead = 64 };
        for (byte id = 0; id < 8; id++)
            bmc.Devices[(0x20, id)] = Image(id.ToString(System.Globalization.CultureInfo.InvariantCulture), 1024);
        var devices = await Read(bmc, Enumerable.Range(1, 7).Select(id => Locator((byte)id, $"Device {id}")).ToArray<SdrRecord>());
        Assert.Equal(Enumerable.Range(0, 8).Select(id => $"PS-{id}"), devices.Select(device => device.ProductSerial));
        Assert.Equal(2, bmc.Requests.Count(request => request.Code == ReadFruData.Definition.Code && request.Data[3] > 64));
    }

    [Fact]
    public async Task Devices_come_in_the_order_of_the_sdr_after_device_0()
    {
        var bmc = new FruBmc();
        foreach (byte id in (byte[])[0, 9, 5, 7])
            bmc.Devices[(0x20, id)] = Image($"{id}");
        bmc.Devices[(0x2C, 0)] = Image("me");
        bmc.Devices[(0xB0, 5)] = Image("sat");
        SdrRecord[] sdr =
        [
            Locator(9, "Nine"),
            Locator(5, "Five"),
            new McDeviceLocatorRecord { SlaveAddress = 0x20, Capabilities = 0x08, IdString = "BMC" },
            new McDeviceLocatorRecord { SlaveAddress = 0x2C, Capabilities = 0x08, IdString = "ME" },
            new McDeviceLocatorRecord { SlaveAddress = 0x2E, Capabilities = 0x01, IdString = "No FRU" },
            Locator(5, "Five again"),
            Locator(5, "Satellite", address: 0xB0),
            Locator(7, "Seven"),
        ];
        var devices = await Read(bmc, sdr);
        Assert.Equal(["BMC", "Nine", "Five", "Satellite", "Seven", "ME"], devices.Select(device => device.Name));
        Assert.Equal(["PS-0", "PS-9", "PS-5", "PS-sat", "PS-7", "PS-me"], devices.Select(device => device.ProductSerial));
        Assert.Equal([0x20, 0x20, 0x20, 0xB0, 0x20, 0x2C], devices.Select(device => (int)device.DeviceAddress));
        Assert.Equal("Power Supply 1", devices[1].Entity);
    }

    [Fact]
    public async Task Devices_behind_other_controllers_are_asked_for_no_more_than_the_ipmb_carries()
    {
        var bmc = FruBmc.With(Image("0"));
        bmc.Devices[(0xB0, 5)] = Image("sat");
        await Read(bmc, [Locator(5, "Satellite", address: 0xB0) with { AccessLun = 2, Channel = 6 }]);
        var bridged = bmc.Requests.Where(request => request.Target == new IpmbTarget(0xB0, 6)).ToList();
        Assert.All(bridged, request => Assert.Equal(2, request.Lun));
        Assert.All(bridged.Where(request => request.Code == ReadFruData.Definition.Code), request => Assert.InRange(request.Data[3], 1, 16));
    }

    [Fact]
    public async Task Devices_that_cannot_be_read_have_a_reason()
    {
        var bmc = FruBmc.With(Image("0"));
        bmc.Devices[(0x20, 1)] = Enumerable.Range(0x91, 100).Select(i => (byte)i).ToArray();
        bmc.Meddle = request => request.Target.Address == 0xC0 ? [] : request.Data[0] == 4 ? [0xD5] : null;
        SdrRecord[] sdr =
        [
            Locator(1, "DIMM A1", modifier: 1),
            Locator(2, "Absent"),
            Locator(3, "Silent", address: 0xC0),
            Locator(4, "Refused"),
            Locator(0xA0, "Chip", type: 0x09) with { IsLogical = false, BusId = 1 },
        ];
        var devices = await Read(bmc, sdr);
        Assert.Equal(6, devices.Count);
        Assert.Null(devices[0].Problem);
        Assert.Contains("DIMM Memory ID", devices[1].Problem, StringComparison.Ordinal);
        Assert.Equal(100, devices[1].Raw.Length);
        Assert.Contains("not present", devices[2].Problem, StringComparison.Ordinal);
        Assert.Contains("not answered", devices[3].Problem, StringComparison.Ordinal);
        Assert.Contains("present state", devices[4].Problem, StringComparison.Ordinal);
        Assert.Contains("24C02", devices[5].Problem, StringComparison.Ordinal);
        Assert.All(devices, device => Assert.DoesNotContain('\n', device.Problem ?? ""));
        Assert.DoesNotContain(bmc.Requests, request => request.Data[0] == 0xA0);
    }

    [Fact]
    public async Task Only_the_ids_that_are_asked_for_are_read()
    {
        var bmc = new FruBmc();
        foreach (byte id in (byte[])[0, 1, 2, 200])
            bmc.Devices[(0x20, id)] = Image($"{id}");
        SdrRecord[] sdr = [Locator(1, "One"), Locator(2, "Two")];
        Assert.Equal(["PS-2"], (await Read(bmc, sdr, [2])).Select(device => device.ProductSerial));
        Assert.Equal(["PS-0", "PS-1"], (await Read(bmc, sdr, [1, 0])).Select(device => device.ProductSerial));
        Assert.Equal(["PS-200"], (await Read(bmc, sdr, [200])).Select(device => device.ProductSerial));
        Assert.Equal(4, (await Read(bmc, sdr, [0, 1, 2, 200])).Count);
        Assert.Equal(3, (await Read(bmc, sdr, [])).Count);
    }

    [Theory]
    [InlineData(0xCB)]
    [InlineData(0xCC)] // ipmi_sim and most BMCs
    [InlineData(0xC9)]
    public async Task An_id_that_nobody_has_is_an_error_after_the_others(byte code)
    {
        var bmc = FruBmc.With(Image("0"));
        bmc.AbsentCode = code;
        var devices = new List<Fru>();
        var error = await Assert.ThrowsAsync<IpmiException>(() => FruReader.ReadAsync(bmc, null, [99, 0], devices.Add, CancellationToken.None));
        Assert.Equal(IpmiErrorKind.NotPresent, error.Kind);
        Assert.Contains("no FRU device '99'", error.Message, StringComparison.Ordinal);
        Assert.Equal(code, (byte)Assert.IsType<IpmiCommandException>(error.InnerException).CompletionCode);
        Assert.Equal("PS-0", Assert.Single(devices).ProductSerial);
    }

    [Theory]
    [InlineData(0xCB)]
    [InlineData(0xCC)]
    [InlineData(0xC9)]
    public async Task All_ids_that_are_not_there_are_one_error_that_says_which_there_are(byte code)
    {
        var bmc = FruBmc.With(Image("0"));
        bmc.Devices[(0x20, 1)] = Image("1");
        bmc.Meddle = request => request.Code == GetFruInventoryAreaInfo.Definition.Code && request.Data[0] >= 99 ? [code] : null;
        var devices = new List<Fru>();
        var error = await Assert.ThrowsAsync<IpmiException>(() => FruReader.ReadAsync(bmc, [Locator(1, "PSU 1")], [99, 0, 100], devices.Add, new FakeClock(), CancellationToken.None));
        Assert.Equal(IpmiErrorKind.NotPresent, error.Kind);
        Assert.Equal("There are no FRU devices '99', '100'. There are '0 (Builtin FRU Device)', '1 (PSU 1)'.", error.Message);
        Assert.Equal("PS-0", Assert.Single(devices).ProductSerial);
    }

    [Fact]
    public async Task A_device_that_the_sdr_names_and_that_is_not_there_is_given_with_the_reason()
    {
        var bmc = FruBmc.With(Image("0"));
        var devices = await Read(bmc, [Locator(1, "PSU 1")], [1]);
        Assert.NotNull(Assert.Single(devices).Problem);
    }

    [Fact]
    public async Task A_bmc_without_fru_commands_is_told_as_such()
    {
        var bmc = new FruBmc { Meddle = _ => [0xC1] };
        var error = await Assert.ThrowsAsync<IpmiCommandException>(() => Read(bmc));
        Assert.Equal(IpmiErrorKind.CommandNotSupported, error.Kind);
    }

    [Fact]
    public async Task Silence_of_the_bmc_is_the_error_of_the_connection()
    {
        var bmc = new FruBmc { Meddle = _ => [] };
        var error = await Assert.ThrowsAsync<IpmiException>(() => Read(bmc, [Locator(1, "One"), Locator(2, "Two")]));
        Assert.Equal(IpmiErrorKind.Timeout, error.Kind);
    }

    [Fact]
    public async Task A_busy_device_is_waited_for()
    {
        var bmc = FruBmc.With(Image("0"));
        int busy = 5;
        bmc.Meddle = request => request.Code == ReadFruData.Definition.Code && busy-- > 0 ? [0x81] : null;
        Assert.Equal("PS-0", (await ReadOne(bmc)).ProductSerial);

        bmc.Meddle = request => request.Code == ReadFruData.Definition.Code ? [0x81] : null;
        Assert.Contains("busy", (await ReadOne(bmc)).Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(3000)]
    public async Task A_device_smaller_than_it_claims_is_read_to_its_end(int lie)
    {
        byte[] image = Image("1").Take(150).ToArray();
        var bmc = FruBmc.With(image);
        bmc.SizeLie = lie;
        var fru = await ReadOne(bmc);
        Assert.Equal(image, fru.Raw);
        Assert.Contains("ends too early", fru.Problem, StringComparison.Ordinal);
        Assert.Equal("CS-1", fru.ChassisSerial);
    }

    [Fact]
    public async Task Answers_without_data_are_no_endless_loop()
    {
        var bmc = FruBmc.With(Image("1"));
        bmc.Meddle = request => request.Code == ReadFruData.Definition.Code ? [0, 0] : null;
        var fru = await ReadOne(bmc);
        Assert.Empty(fru.Raw);
        Assert.Equal("The device ends after 0 bytes, within its header.", fru.Problem);
        Assert.Null(fru.ChecksumValid.All);
        Assert.InRange(bmc.Reads, 1, 3);
    }

    [Fact]
    public async Task A_device_of_size_zero_is_not_valid()
    {
        var fru = await ReadOne(FruBmc.With([]));
        Assert.Equal((0, "The device reports a size of 0 bytes. It may be locked, or without power."), (fru.Size, fru.Problem));
        Assert.Equal((null, "none read"), (fru.ChecksumValid.All, fru.ChecksumValid.ToString()));
    }

    [Fact]
    public async Task Unknown_content_is_read_for_its_first_part_only()
    {
        var bmc = FruBmc.With(Enumerable.Range(0, 4096).Select(i => (byte)(0x92 + i)).ToArray());
        var fru = await ReadOne(bmc);
        Assert.Equal((512, 4096), (fru.Raw.Length, fru.Size));
        Assert.InRange(bmc.Reads, 3, 4);
    }

    [Fact]
    public async Task A_cancelled_reading_stops()
    {
        var bmc = FruBmc.With(Image("1"));
        using var source = new CancellationTokenSource();
        source.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => FruReader.ReadAsync(bmc, null, null, _ => { }, source.Token));
        Assert.Empty(bmc.Requests);
    }

    [Fact]
    public async Task A_taker_that_throws_ends_the_reading()
    {
        var bmc = FruBmc.With(Image("1"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => FruReader.ReadAsync(bmc, null, null, _ => throw new InvalidOperationException(), CancellationToken.None));
    }
}
