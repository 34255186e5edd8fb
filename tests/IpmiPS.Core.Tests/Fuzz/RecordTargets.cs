using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using IpmiPS.Alerts;
using IpmiPS.Cache;
using IpmiPS.Commands.SensorEvent;
using IpmiPS.Inventory;
using IpmiPS.Sdr;
using IpmiPS.Sel;
using IpmiPS.Sensors;
using IpmiPS.Sol;
using IpmiPS.Wire;

namespace IpmiPS.Tests.Fuzz;

/// <summary>What is taken apart beyond single answers: records, logs, inventories, consoles, files of the cache.</summary>
internal static class RecordTargets
{
    private static readonly SdrRepository s_repository = new(SdrSeeds().Select(SdrRecord.ReadOrUnknown));
    private static readonly EventSensors s_sensors = new(s_repository.Sensors);

    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new("sdr", Sdr) { MoreSeeds = SdrSeeds },
        new("sel", Sel) { MoreSeeds = SelSeeds },
        new("saved-log", SavedLogs) { MoreSeeds = SavedLogSeeds },
        new("fru", Fru),
        new("sol", Sol),
        new("trap", Trap),
        new("cache", Cached),
    ];

    private static IEnumerable<byte[]> SdrSeeds() => Corpus.Load("sdr");

    private static IEnumerable<byte[]> SelSeeds() => Corpus.Load("codecs").Where(seed => seed.Length == 18).Select(seed => seed.Skip(2).ToArray());

    private static IEnumerable<byte[]> SavedLogSeeds()
    {
        var log = new SavedLog
        {
            ComputerName = "bmc",
            UtcOffset = 60,
            Source = new SelSource(674, 256, 2),
            Records = [.. SelSeeds().Take(8).Select(static (record, at) => new SavedRecord((ushort)at, record))],
            SensorRecords = [.. SdrSeeds().Take(2)],
        };
        return [.. SavedLogWriter.Formats.Select(format => SavedLogWriter.Write(log, format)), System.Text.Encoding.ASCII.GetBytes("RID:[01][00] RT:[02] TS:[6D][1B][FB][6A] GID:[20][00] ER:[04] ST:[0C] SN:[83] EDIR:[6F] ED1: [00] ED2: [FF] ED3: [21]")];
    }

    /// <summary>A file with a log, its entries, and the file that would be written of them; and the same as sensor records.</summary>
    private static void SavedLogs(byte[] input)
    {
        try
        {
            SdrDump.Read(input);
        }
        catch (IpmiException error) when (error.Kind == IpmiErrorKind.InvalidParameter)
        {
        }

        SavedLogFile file;
        try
        {
            file = SavedLogReader.Read(input);
        }
        catch (IpmiException error) when (error.Kind == IpmiErrorKind.InvalidParameter)
        {
            return;
        }

        foreach (SavedLog log in file.Logs)
        {
            foreach (SelEntry entry in SavedLogDecoder.Decode(log, null, new SelQuery()))
                Assure(entry.Event.Length > 0, "The event has no words.");
            SavedLog again = SavedLogReader.Read(SavedLogWriter.Write(log, SavedLogFormat.IpmiPS)).Logs[0];
            Assure(again.Records.Count == log.Records.Count, "Records were lost.");
        }
    }

    /// <summary>A record, its sensors, and what they would show for readings that its last bytes are.</summary>
    private static void Sdr(byte[] input)
    {
        var record = SdrRecord.ReadOrUnknown(input);
        ObjectText.Of(record);
        if (record is not SensorRecord sensor)
            return;
        var reading = new SensorReadingAndStates { Reading = input[input.Length - 1], Flags = (byte)(input[input.Length - 2] | 0x40), States = input[input.Length - 3], MoreStates = input[input.Length - 4] };
        foreach (var shared in sensor.Expand())
        {
            Assure(shared.Name.All(c => !char.IsControl(c)), "The name holds control characters.");
            var full = shared as FullSensorRecord;
            var built = shared is ReadableSensorRecord readable
                ? SensorBuilder.Build("bmc", readable, reading, null, full is null ? null : new KnownThresholds(full.Thresholds, null), new SensorHysteresis(1, 2),
                    new SensorEventEnables(0xC0, new SensorEventMask(0xFFFF, 0xFFFF)),
                    full is null ? null : raw => ReadingConversion.Convert(full, raw), default)
                : SensorBuilder.Build("bmc", shared, "none", default);
            ObjectText.Of(built);
            Assure(built.Value is not { } value || !double.IsNaN(value) && !double.IsInfinity(value), "The value is no number.");
        }
    }

    private static void Sel(byte[] input)
    {
        var entry = new SelEntryDecoder("bmc", new SelClock((short)(input.Length > 0 ? input[0] << 8 | input[input.Length - 1] : 0)), s_sensors.Find).Decode(1, input);
        ObjectText.Of(entry);
        Assure(entry.Event.Length > 0, "The event has no words.");
    }

    private static void Trap(byte[] input)
    {
        Received(input);
        var alert = AlertDecoder.Decode(input, new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        Assure(!ObjectText.Of(alert).Any(char.IsControl), "A text holds control characters.");
        Assure(alert.Event.Length > 0, "The event has no words.");
    }

    /// <summary>What the receiver makes of a packet: an alert or a notice, and a response that differs from the inform in one byte.</summary>
    private static void Received(byte[] input)
    {
        using var queue = new AlertQueue(1);
        using var intake = new AlertIntake(new AlertReceiverOptions { Acknowledge = true }, queue);
        var reply = intake.Receive((byte[])input.Clone(), System.Net.IPAddress.Loopback, new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), TimeSpan.Zero);
        var counts = intake.Counts;
        Assure(counts.Alerts + counts.Refused == 1, "The packet was neither returned nor refused.");
        Assure(reply.Response is null || reply.Response.Zip(input, static (one, other) => one == other ? 0 : 1).Sum() == 1, "The response has other bytes than the inform.");
    }

    private static void Fru(byte[] input)
    {
        for (int length = 0, step = 0; length < input.Length && step < 300; step++)
        {
            // As the reader does it: each part says how much more is needed.
            int needed = FruImage.LengthNeeded([.. input.Take(length)], input.Length);
            Assure(needed <= input.Length, "More is needed than there is.");
            if (needed <= length)
                break;
            length = needed;
        }

        var fru = FruImage.Decode(new FruDescription { Size = input.Length }, input);
        string text = ObjectText.Of(fru);
        Assure(!text.Any(char.IsControl), "A text holds control characters.");
        Change(input);
    }

    /// <summary>A change of fields ends with a refusal, or with an image of the same length in which the fields are as wanted.</summary>
    private static void Change(byte[] input)
    {
        if (input.Length < 8)
            return;
        var settings = new FruSettings { Fields = new Dictionary<string, string> { ["ProductAssetTag"] = "TAG", ["BoardSerial"] = "A longer serial number" }, ProductCustom = ["one", "two"] };
        try
        {
            var edit = FruEdit.Of(input, settings, force: true);
            Assure(edit.Image.Length == input.Length, "The image has another length.");
            Assure(FruEdit.Of(edit.Image, settings, force: true).Changes.Count == 0, "A field is not as it was written.");
        }
        catch (IpmiException)
        {
            // No room, or too damaged.
        }
    }

    /// <summary>Payloads of a BMC in chunks, with a console that types in between.</summary>
    private static void Sol(byte[] input)
    {
        var decisions = new FuzzInput(input);
        var session = new SolSession(new SolTimings());
        var decoder = new SolTextDecoder();
        var now = TimeSpan.Zero;
        int written = 0;
        while (!decisions.IsAtEnd)
        {
            byte how = decisions.Byte();
            byte[] chunk = decisions.Chunk();
            now += TimeSpan.FromMilliseconds(how);
            if ((how & 3) == 0)
                written += (int)(session.Enqueue(chunk, now) - written);
            else if ((how & 3) == 1)
                session.Advance(now);
            else
                session.Receive(new ArraySegment<byte>(chunk), now);
            while (session.TryTakePacket(out byte[] packet))
                Assure(packet.Length <= SolPacket.HeaderLength + SolPacket.MaximumCharacters, "A packet is too long.");
            while (session.TryTakeEvent(out var happened))
            {
                if (happened.Kind == SolEventKind.Output)
                    decoder.Decode(happened.Characters);
            }

            Assure(session.Completed <= written, "More was accepted than was typed.");
        }

        decoder.Flush();
    }

    /// <summary>A file of the cache as it lies there, and with a checksum that fits: what is inside is then believed.</summary>
    private static void Cached(byte[] input)
    {
        CacheFile.Read(input);
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha.AppendData(input);
        if (CacheFile.Read([.. input, .. sha.GetHashAndReset()]) is { } file)
            ObjectText.Of(file);
        if (SdrCacheFile.Decode("bmc", input) is { } entry)
            ObjectText.Of(entry.Repository.Sensors);
        if (BmcProfileFile.Decode(input) is not { } kept)
            return;
        var knowledge = BmcProfile.From(kept);
        knowledge.FindSuite(DateTimeOffset.UtcNow);
        knowledge.ToFile(DateTimeOffset.UtcNow);
        var window = new IpmiPS.Channels.RequestWindow(15, knowledge.Window);
        Assure(window.Size is >= 1 and <= 15, "The window is too large.");
        var wait = new IpmiPS.Channels.RetransmissionTimer(knowledge.CommandTime).WaitFor(1);
        Assure(wait > TimeSpan.Zero && wait <= TimeSpan.FromSeconds(10), $"A request would be waited for {wait}.");
    }

    private static void Assure(bool isSo, string otherwise)
    {
        if (!isSo)
            throw new InvalidOperationException(otherwise);
    }
}
