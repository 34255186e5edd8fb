using System;
using System.Linq;
using System.Text;
using IpmiPS.Inventory;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Tests.Inventory;

/// <summary>The SPD of memory modules, with the offsets of the standards written by hand.</summary>
public class SpdTests
{
    private static byte[] Spd(int length, int crcAt, int crcLength, params (int Offset, byte[] Bytes)[] parts)
    {
        var spd = new byte[length];
        foreach (var (offset, bytes) in parts)
            bytes.CopyTo(spd, offset);
        ushort crc = 0;
        for (int i = 0; i < crcLength; i++)
        {
            crc ^= (ushort)(spd[i] << 8);
            for (int bit = 0; bit < 8; bit++)
                crc = (ushort)((crc & 0x8000) != 0 ? crc << 1 ^ 0x1021 : crc << 1);
        }

        spd[crcAt] = (byte)crc;
        spd[crcAt + 1] = (byte)(crc >> 8);
        return spd;
    }

    private static byte[] Text(string text, int length) => Encoding.ASCII.GetBytes(text.PadRight(length));

    /// <summary>32 GiB RDIMM: 8 Gb chips of 4 bits, 2 ranks of 64 bits with ECC; 2400 MT/s (833 ps: 7 x 125 - 42).</summary>
    private static byte[] Ddr4() => Spd(512, 126, 126,
        (0, [0x23, 0x11, 0x0C, 0x01, 0x85]), (12, [0x08]), (13, [0x0B]), (18, [0x07]), (125, [0xD6]),
        (320, [0x80, 0xCE, 0x02, 0x17, 0x35, 0x12, 0x34, 0xAB, 0xCD]), (329, Text("M393A2G40EB1-CRC", 20)));

    [Fact]
    public void DDR4_is_read()
    {
        var fru = FruReader.Decode(Ddr4(), "dimm");
        Assert.Null(fru.Problem);
        var spd = fru.Spd!;
        Assert.Equal(("DDR4", "RDIMM", 2, 4, 64, true), (spd.MemoryType, spd.ModuleType, spd.Ranks, spd.DeviceWidth, spd.BusWidth, spd.HasEcc));
        Assert.Equal((32768, 2400), (spd.Size, spd.Speed)); // 8 Gb / 8 x 64 / 4 x 2
        Assert.Equal(("Samsung", "80CE", "M393A2G40EB1-CRC", "1234ABCD", 2017, 35), (spd.Manufacturer, spd.ManufacturerCode, spd.PartNumber, spd.Serial, spd.ManufactureYear, spd.ManufactureWeek));
        Assert.True(spd.ChecksumValid);
        Assert.Equal(("Samsung", "M393A2G40EB1-CRC", "1234ABCD"), (fru.Manufacturer, fru.PartNumber, fru.Serial));
    }

    [Theory]
    [InlineData(0x12, 0, 0)] // 0 ps
    [InlineData(0x12, 49, 0)]
    [InlineData(0x12, 0xFF, 0xFF)] // 65,535 ps
    public void A_cycle_time_that_no_memory_has_is_no_speed(byte type, byte low, byte high)
    {
        byte[] image = Spd(1024, 510, 510, (0, [0x23, 0x10, type, 0x01]), (20, [low, high]));
        Assert.Null(FruReader.Decode(image, "dimm").Spd!.Speed);
    }

    [Fact]
    public void DDR3_is_read()
    {
        // 2 Gb chips of 8 bits, 2 ranks of 64 bits: 4 GiB. 12 x 1/8 ns + 0 = 1.5 ns: 1333 MT/s. The checksum covers 117 bytes.
        byte[] image = Spd(256, 126, 117,
            (0, [0x92, 0x10, 0x0B, 0x02, 0x03]), (7, [0x09]), (8, [0x03]), (9, [0x11, 0x01, 0x08, 0x0C]),
            (117, [0x80, 0x2C, 0x0F, 0x12, 0x09, 0x00, 0x00, 0x00, 0x01]), (128, Text("8JTF51264AZ-1G4E1", 18)));
        var spd = FruReader.Decode(image, "dimm").Spd!;
        Assert.Equal(("DDR3", "UDIMM", 4096, 1333, false), (spd.MemoryType, spd.ModuleType, spd.Size, spd.Speed, spd.HasEcc));
        Assert.Equal(("Micron", "8JTF51264AZ-1G4E1", "00000001", 2012, 9), (spd.Manufacturer, spd.PartNumber, spd.Serial, spd.ManufactureYear, spd.ManufactureWeek));
    }

    [Fact]
    public void DDR5_is_read()
    {
        // 16 Gb chips of 8 bits, 1 rank in 2 sub-channels of 32 bits with ECC: 2 x 32 / 8 x 2 GiB = 16 GiB. 416 ps: 4800 MT/s.
        byte[] image = Spd(1024, 510, 510,
            (0, [0x30, 0x10, 0x12, 0x01, 0x04, 0x00, 0x20]), (20, [0xA0, 0x01]), (234, [0x00]), (235, [0x2A]),
            (512, [0x80, 0xAD, 0x01, 0x22, 0x51, 0xDE, 0xAD, 0xBE, 0xEF]), (521, Text("HMCG78AEBRA", 30)));
        var spd = FruReader.Decode(image, "dimm").Spd!;
        Assert.Equal(("DDR5", "RDIMM", 16384, 4800, 64, true), (spd.MemoryType, spd.ModuleType, spd.Size, spd.Speed, spd.BusWidth, spd.HasEcc));
        Assert.Equal(("SK hynix", "HMCG78AEBRA", "DEADBEEF", 2022, 51, true), (spd.Manufacturer, spd.PartNumber, spd.Serial, spd.ManufactureYear, spd.ManufactureWeek, spd.ChecksumValid));
    }

    [Fact]
    public void The_beginning_of_an_SPD_gives_what_it_has()
    {
        var spd = FruReader.Decode(Ddr4().Take(256).ToArray(), "dimm").Spd!;
        Assert.Equal(("DDR4", 32768, null, null, true), (spd.MemoryType, spd.Size, spd.PartNumber, spd.Manufacturer, spd.ChecksumValid));
        var known = FruImage.Decode(new FruDescription { Size = 512, IsSpd = true }, Ddr4().Take(64).ToArray()).Spd!;
        Assert.Equal(("DDR4", 32768, null, null), (known.MemoryType, known.Size, known.Speed, known.ChecksumValid));
    }

    [Fact]
    public void A_maker_that_is_not_known_is_its_code()
    {
        byte[] image = Ddr4();
        image[320] = 0x8A;
        Assert.Equal("8ACE", FruReader.Decode(image, "dimm").Spd!.Manufacturer);
    }

    [Fact]
    public void Without_a_correct_checksum_bytes_are_no_SPD_unless_it_is_known()
    {
        byte[] image = Ddr4();
        image[50] ^= 1;
        Assert.Null(FruReader.Decode(image, "dimm").Spd);
        Assert.False(FruImage.Decode(new FruDescription { Size = 512, IsSpd = true }, image).Spd!.ChecksumValid);
    }

    [Fact]
    public void All_of_an_SPD_is_read_from_a_device()
    {
        Assert.Equal(512, FruImage.LengthNeeded(Ddr4().Take(32).ToArray(), 512));
        Assert.Equal(1024, FruImage.LengthNeeded([0x30, 0x10, 0x12, 1, 4, 0, 0x20, 0], 2048));
    }

    [Fact]
    public void Records_of_PICMG_have_names_currents_and_links()
    {
        byte[] image = new FruBytes().Records(
            (0xC0, Hex.Parse("5A 31 00 16 00 1E")),
            (0xC0, Hex.Parse("5A 31 00 17 00 2C 01 05")),
            (0xC0, Hex.Parse("5A 31 00 14 00 00 01 11 00 00 41 2F 00 00"))).ToImage(128);
        var records = FruReader.Decode(image, "amc").MultiRecord.Cast<FruPicmgRecord>().ToList();
        Assert.Equal(["Module Current Requirements", "Carrier Activation and Current Management", "Board Point-to-Point Connectivity"], records.Select(record => record.Record));
        Assert.Equal((3.0, 30.0, 5), (records[0].MaximumCurrent, records[1].MaximumCurrent, records[1].ActivationReadiness));
        Assert.Equal(["base channel 1, ports 1h: Base Interface, extension 0, group 0", "fabric channel 1, ports Fh: Ethernet fabric, extension 0, group 0"], records[2].Links);
    }

    [Fact]
    public void Random_bytes_can_be_shown_as_an_SPD()
    {
        var random = new Random(5);
        var bytes = new byte[600];
        foreach (byte type in (byte[])[0x0B, 0x0C, 0x12])
            for (int i = 0; i < 2000; i++)
            {
                random.NextBytes(bytes);
                bytes[2] = type;
                var spd = FruImage.Decode(new FruDescription { Size = 600, IsSpd = true }, bytes.Take(random.Next(8, 600)).ToArray()).Spd;
                Assert.NotEqual("", spd?.ToString());
            }
    }
}
