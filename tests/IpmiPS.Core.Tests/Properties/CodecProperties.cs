using System;
using System.Collections.Generic;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using IpmiPS.Cache;
using IpmiPS.Sdr;
using IpmiPS.Tests.Fuzz;
using Xunit;

namespace IpmiPS.Tests.Properties;

/// <summary>
/// What is written reads back as what it was, for everything that has both directions: all requests and responses, packets, log-in
/// messages, records. Values are made of bytes, so there is none that cannot occur; the codecs are found by their shape (<see cref="Codec"/>).
/// </summary>
public sealed class CodecProperties
{
    /// <summary>A file needs its magic and its checksum; these have properties of their own below.</summary>
    private static readonly string[] s_neverOfRandomBytes = ["cache file"];

    public static TheoryData<string> BothWays =>
        [.. Codec.All.Where(codec => codec.Write is not null && !s_neverOfRandomBytes.Contains(codec.Name)).Select(codec => codec.Name)];

    [Theory]
    [MemberData(nameof(BothWays))]
    public void What_is_written_reads_back(string name)
    {
        var codec = Codec.All.Single(candidate => candidate.Name == name);
        int read = 0;
        Hold.For(Bytes(name), bytes =>
        {
            if (codec.Check(bytes) is not null)
                read++;
            return true;
        });
        Assert.True(read > 20, $"Only {read} values were tried: the bytes that are made for {name} are not what it reads.");
    }

    [Fact]
    public void The_codecs_are_found()
    {
        var names = Codec.All.Select(codec => codec.Name).ToList();
        Assert.True(names.Count > 150, $"{names.Count} codecs");
        foreach (string expected in (string[])["GetDeviceId response", "DeviceId", "ChassisControl request", "LanMessage", "Rakp2", "OpenSessionRequest", "SelRecord", "SolPacket", "Thresholds"])
            Assert.Contains(expected, names);
    }

    [Fact]
    public void A_cache_file_reads_back() => Hold.For(
        from bmc in Hold.Text("abcæ€漢. :[]-0", 40)
        from kind in Hold.Text("sdrbmc-", 8)
        from content in Hold.Bytes(300)
        select new CacheFile(bmc, kind, content),
        file => CacheFile.Read(file.ToBytes()) is { } read && read.Bmc == file.Bmc && read.Kind == file.Kind && read.Content.SequenceEqual(file.Content));

    [Fact]
    public void Records_that_are_kept_read_back() => Hold.For(
        from records in Records.ArrayOf(7)
        from device in Hold.Text("0123456789ABCDEF", 30)
        from info in Hold.Byte.ArrayOf(14)
        select (records, device, info),
        kept =>
        {
            var info = IpmiPS.Commands.Storage.SdrRepositoryInfo.Read(new IpmiPS.Wire.ByteReader(kept.info));
            var repository = new SdrRepository(kept.records.Select(SdrRecord.ReadOrUnknown), kept.records, info, null);
            string before = ObjectText.Of(repository.Records);
            byte[] content = SdrCacheFile.Encode(new SdrCache.Entry("bmc", kept.device, repository))!;
            return SdrCacheFile.Decode("bmc", content) is { } read && read.Device == kept.device && read.Repository.Info!.Equals(info)
                && ObjectText.Of(read.Repository.Records) == before;
        }, tests: 50);

    private static Gen<byte[]> Records => Bytes("SDR");

    /// <summary>Bytes that a codec makes something of, mostly: others would be refused for their first byte.</summary>
    private static Gen<byte[]> Bytes(string name)
    {
        var bytes = Gen.Choose(0, 72).SelectMany(count => Hold.Byte.ArrayOf(count));
        return name switch
        {
            "SDR" => from type in Gen.Elements<byte>(0x01, 0x02, 0x03, 0x08, 0x09, 0x10, 0x11, 0x12, 0x13, 0x14, 0xC0, 0x55)
                     from head in Hold.Byte.ArrayOf(3)
                     from body in Hold.Byte.ArrayOf(75)
                     from length in Gen.Choose(0, 75)
                     select (byte[])[.. head, type, (byte)length, .. body.Take(length)],
            "Rakp1" => from head in Hold.Byte.ArrayOf(27)
                       from userName in Hold.Bytes(16)
                       select (byte[])[.. head, (byte)userName.Length, .. userName],
            "ClearSel request" or "ClearSdrRepository request" => from reservation in Hold.Byte.ArrayOf(2)
                                                                from action in Gen.Elements<byte>(0xAA, 0x00)
                                                                select (byte[])[.. reservation, .. "CLR".Select(c => (byte)c), action],
            "ActivatePowerLimit request" => from state in Gen.Elements<byte>(0, 1)
                                            select (byte[])[0xDC, state, 0, 0],
            "DcmiSensorInfo" or "TemperatureReadings" => Counted([0xDC], 1, size: 2),
            "SetNodeManagerSuspendPeriods request" => Counted([0x57, 0x01, 0x00], 2, size: 3),
            "SetNodeManagerAlertThresholds request" => Counted([0x57, 0x01, 0x00], 2, size: 2),
            "SupermicroFanDuty request" => bytes.Select(rest => (byte[])[0x66, .. rest]),
            "knowledge file" => bytes.Select(rest => (byte[])[2, .. rest]),
            "Rakp2" or "Rakp4" or "OpenSessionResponse" => from tag in Hold.Byte
                                                           from status in Gen.Elements<byte>(0, 0, 0, 1, 0x0D)
                                                           from rest in bytes
                                                           select (byte[])[tag, status, .. rest],
            _ => bytes.Select(rest => (byte[])[.. FirstBytes(name), .. rest]),
        };
    }

    /// <summary>First bytes, some that may be anything, a count, and as many items.</summary>
    private static Gen<byte[]> Counted(byte[] first, int before, int size) =>
        from head in Hold.Byte.ArrayOf(before)
        from count in Gen.Choose(0, 6)
        from items in Hold.Byte.ArrayOf(count * size)
        select (byte[])[.. first, .. head, (byte)count, .. items];

    /// <summary>Messages of a group of commands begin with the body or the vendor that defined it.</summary>
    private static byte[] FirstBytes(string name) => Array.Find(typeof(SdrRecord).Assembly.GetTypes(), type => type.Name == name.Split(' ')[0])?.Namespace?.Split('.').Last() switch
    {
        "Dcmi" => [0xDC],
        "NodeManager" => [0x57, 0x01, 0x00],
        _ => [],
    };
}
