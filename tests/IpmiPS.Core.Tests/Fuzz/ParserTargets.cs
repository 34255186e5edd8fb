using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.NetworkInformation;
using System.Reflection;
using System.Text;
using IpmiPS.Commands;
using IpmiPS.Commands.App;
using IpmiPS.Commands.Dcmi;
using IpmiPS.Commands.NodeManager;
using IpmiPS.Device;
using IpmiPS.Energy;
using IpmiPS.Firewall;
using IpmiPS.Inventory;
using IpmiPS.Lan;
using IpmiPS.Oem;
using IpmiPS.Parameters;
using IpmiPS.Sdr;
using IpmiPS.Tests.Inventory;
using IpmiPS.Wire;

namespace IpmiPS.Tests.Fuzz;

/// <summary>Parsers of one thing each: parameters, texts in blocks, memory modules, lists, addresses.</summary>
internal static class ParserTargets
{
    private static readonly Parameter[] s_parameters =
    [
        .. new[]
        {
            LanParameters.Family, SolParameters.Family, SerialParameters.Family, PefParameters.Family, DcmiParameters.Family, SystemInfoParameters.Family, BootOptionParameters.Family,
        }.SelectMany(static family => family.All),
    ];

    private static readonly MethodInfo s_check = typeof(ParserTargets).GetMethod(nameof(CheckParameter), BindingFlags.Static | BindingFlags.NonPublic)!;

    private static readonly Action<byte[]>[] s_checks = [.. s_parameters.Select(static parameter =>
        (Action<byte[]>)Delegate.CreateDelegate(typeof(Action<byte[]>), parameter, s_check.MakeGenericMethod(parameter.GetType().GetGenericArguments()[0])))];

    /// <summary>The commands by their area, so that each gets as many inputs as all others.</summary>
    private static readonly string[] s_areas = ["App", "Chassis", "Dcmi", "NodeManager", "Oem", "SensorEvent", "Storage", "Transport"];

    private static readonly GetDcmiCapabilities s_capabilities = new(DcmiPeriods.Parameter);

    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        .. s_areas.Select(AreaOf),
        new("parameters", Parameters) { MoreSeeds = ParameterSeeds, TestCount = 10_000 },
        new("system-info", SystemInfoTexts) { MoreSeeds = () => [.. SystemInfoBlocks.Encode("a", "http://10.0.0.1/index.html"), [1, 3, 0xE2, 0x82, 0xAC], [2, 4, 0x41, 0, 0x42, 0]] },
        new("dcmi-text", DcmiTexts) { MoreSeeds = () => [[0xEF, 0xBB, 0xBF, 0xC3, 0xA4], [.. Encoding.ASCII.GetBytes("Rack 12, unit 7")], [.. Encoding.ASCII.GetBytes("A tag that is longer than one part of it")]] },
        new("dcmi-lists", DcmiLists) { MoreSeeds = () => [[1, 5, 2, 3, 0x05, 0x4F, 0x81], [1, 1, 2, 1, 7, 1], [1, 5, 2, 4, 0x78, 0xA0, 0x32, 0x0C]] },
        new("suites", Suites) { MoreSeeds = () => [[0xC0, 3, 1, 0x41, 0x81, 0xC0, 17, 3, 0x44, 0x81], [0xC1, 0x80, 0xA2, 2, 0, 1, 0x41, 0x82]] },
        new("firewall", FirewallMasks) { MoreSeeds = () => [[.. Enumerable.Range(0, 4 * CommandTables.Length).Select(static i => (byte)(i * 37))]] },
        new("sdr-file", SdrFile) { MoreSeeds = () => Corpus.Load("sdr").Concat([[.. Corpus.Load("sdr").Take(3).SelectMany(static record => record)]]) },
        new("spd", Spd) { MoreSeeds = SpdSeeds },
        new("fru-write", FruWrite) { MoreSeeds = FruWriteSeeds },
        new("oem", Oem) { MoreSeeds = OemSeeds },
        new("addresses", Addresses) { MoreSeeds = () => Texts("00:1a:2b:3c:4d:5e", "001a.2b3c.4d5e", "192.168.1.20", "2001:db8::1/48", "fe80::1%3", "::ffff:1.2.3.4/128", "10.0.0.1, 10.0.0.2;10.0.0.3") },
    ];

    private static IEnumerable<byte[]> Texts(params string[] texts) => texts.Select(Encoding.ASCII.GetBytes);

    /// <summary>Requests and responses of an area: a byte for the codec, then what it reads. What the client makes of a record of sessions, users or Node Manager follows from these.</summary>
    private static FuzzTarget AreaOf(string area)
    {
        string folder = typeof(IpmiCommand).Namespace + "." + area;
        var commands = typeof(IpmiCommand).Assembly.GetTypes().Where(type => type.Namespace == folder).Select(static type => type.Name).ToHashSet();
        Codec[] codecs = [.. Codec.All.Where(codec => commands.Contains(codec.Name.Split(' ')[0]))];
        return new("commands-" + area, input =>
        {
            var decisions = new FuzzInput(input);
            codecs[decisions.Byte() % codecs.Length].Check(decisions.Rest());
        })
        {
            MoreSeeds = () => codecs.SelectMany(static (_, at) => new[] { 4, 12, 24 }.Select(length => (byte[])[(byte)at, .. new SeededRandom((ulong)(at + length)).Bytes(length)])),
        };
    }

    private static void Parameters(byte[] input)
    {
        var decisions = new FuzzInput(input);
        s_checks[decisions.Byte() % s_checks.Length](decisions.Rest());
    }

    private static IEnumerable<byte[]> ParameterSeeds() => s_parameters.Select(static (parameter, at) => (byte[])[(byte)at, .. new SeededRandom((ulong)at).Bytes(parameter.Length)]);

    /// <summary>A value that was read is written, if its length is one that can be written, and read again.</summary>
    private static void CheckParameter<T>(Parameter<T> parameter, byte[] data)
    {
        if (!parameter.TryDecode(data, out var value))
            return;
        string text = ObjectText.Of(value);
        byte[] written;
        try
        {
            written = parameter.Encode(value);
        }
        catch (ArgumentException)
        {
            return; // documented; a BMC may have more than the specification lets one write
        }

        string again = ObjectText.Of(parameter.Decode(written));
        Assure(again == text || value is byte[] or string, $"{parameter} reads {text}, and after it was written {again}.");
    }

    /// <summary>Blocks of 16 bytes as a BMC returns them, and the text as it would be written.</summary>
    private static void SystemInfoTexts(byte[] input)
    {
        byte[][] blocks = [.. Enumerable.Range(0, (input.Length + 15) / 16).Select(at => input.Skip(at * 16).Take(16).ToArray())];
        int count = SystemInfoBlocks.CountOf(input);
        Assure(count is >= 1 and <= 17, $"{count} blocks are too many.");
        string text = SystemInfoBlocks.Decode(blocks);
        AssureSafe(text);
        if (SystemInfoBlocks.Decode(SystemInfoBlocks.Encode("text", text)) is var again && again != text)
            throw new InvalidOperationException($"'{text}' is written as '{again}'.");
    }

    private static void DcmiTexts(byte[] input)
    {
        string text = DcmiTextAccess.Decode([.. input.Take(DcmiTextAccess.MaximumLength)]);
        AssureSafe(text);
        if (text.Length > 20)
            return; // UTF-8 that was malformed becomes longer
        byte[] bytes = DcmiTextAccess.Encode(text, "text");
        Assure(DcmiTextAccess.Split(bytes).SelectMany(static part => part.Data).SequenceEqual(bytes), "The parts are not the whole.");
        string again = DcmiTextAccess.Decode(bytes);
        Assure(again == text, $"'{text}' is written as '{again}'.");
    }

    /// <summary>Capabilities of DCMI and periods, and the record that says where Node Manager is.</summary>
    private static void DcmiLists(byte[] input)
    {
        if (SdrRecord.ReadOrUnknown([0, 0, 0x51, 0xC0, (byte)Math.Min(input.Length, 250), .. input.Take(250)]) is OemRecord record && NodeManagerLocator.TryRead(record) is { } target)
            Assure((target.Address & 1) == 0 && target.Channel <= 15, $"{target} is no address.");
        var capabilities = s_capabilities.ReadResponse(new ByteReader(input));
        foreach (byte period in DcmiPeriods.Read(capabilities))
            Assure(DcmiPeriods.ToTime(period) <= TimeSpan.FromDays(63), "The period is too long.");
    }

    private static void Suites(byte[] input)
    {
        var records = CipherSuiteRecord.ReadAll(input);
        ObjectText.Of(records);
        Assure(records.Count <= input.Length / 2, "There are more suites than bytes for them.");
        ChannelCipherSuites.Numbers(input);
    }

    /// <summary>Masks of support, of what can be configured, of what is on and of what is wanted, and the entries that follow.</summary>
    private static void FirewallMasks(byte[] input)
    {
        byte[]? Mask(int at) => input.Length >= (at + 1) * CommandTables.Length ? [.. input.Skip(at * CommandTables.Length).Take(CommandTables.Length)] : null;
        var tables = new CommandTables(new CommandRange(1, 6, 0), Mask(0), Mask(1), Mask(2));
        for (int command = 0; command < 256; command++)
        {
            tables.StateOf(command, (command & 1) == 0);
            tables.StateOf(command, null);
            tables.IsConfigurable(command);
        }

        if (Mask(3) is not { } wanted)
            return;
        byte[] merged = tables.Merge(wanted);
        for (int command = 0; command < 256; command++)
            Assure(CommandTables.Bit(merged, command) == CommandTables.Bit(tables.IsConfigurable(command) == true ? wanted : tables.Enables!, command), "A command that cannot be switched was.");
    }

    private static void SdrFile(byte[] input)
    {
        SdrImage image;
        try
        {
            image = SdrImage.Parse(input);
        }
        catch (IpmiException error) when (error.Kind == IpmiErrorKind.InvalidParameter)
        {
            return;
        }

        foreach (byte[] record in image.Records)
            AssureSafe(ObjectText.Of(SdrEntry.Of("bmc", record)));
        Assure(image.ToBytes().SequenceEqual(input), "The file changed.");
    }

    private static IEnumerable<byte[]> SpdSeeds() => from type in (byte[])[0x0B, 0x0C, 0x12]
                                                     from length in (int[])[128, 256, 512, 1024]
                                                     select (byte[])[0x23, 0x11, type, 0x02, .. new SeededRandom(type).Bytes(length - 4)];

    /// <summary>An SPD, whose checksum is not asked for, as with a device that the records call one.</summary>
    private static void Spd(byte[] input)
    {
        if (!SpdReader.IsPossible(input))
        {
            Assure(SpdReader.Read(input, isKnown: true) is null, "What cannot be an SPD was read.");
            return;
        }

        SpdReader.Read(input, isKnown: false);
        var spd = SpdReader.Read(input, isKnown: true)!;
        AssureSafe($"{spd.PartNumber} {spd.Manufacturer} {spd.ManufacturerCode} {spd.Serial} {spd.ModuleType} {spd.MemoryType}");
        Assure(spd.Size is null or > 0 && spd.Speed is null or > 0, $"{spd.Size} MiB, {spd.Speed} MT/s");
    }

    private static IEnumerable<byte[]> FruWriteSeeds() => Corpus.Load("fru").Concat(
    [
        new byte[64], new FruBytes().Product([0x19, .. FruBytes.Latin1("Maker"), .. FruBytes.Latin1("Server"), .. FruBytes.Latin1("P-1"), .. FruBytes.Latin1("v2"), .. FruBytes.Latin1("S-1"), .. FruBytes.Latin1("Tag"), .. FruBytes.Latin1("f")]).ToImage(256),
    ]).Select(static image => (byte[])[3, 9, 0x41, 0x42, 0x43, .. image]);

    /// <summary>
    /// A byte for what is set, a length and a text, then the device: fields are changed and changed again to the same, which must change nothing. Other fields stay as they were.
    /// </summary>
    private static void FruWrite(byte[] input)
    {
        var decisions = new FuzzInput(input);
        byte which = decisions.Byte();
        string text = Encoding.UTF8.GetString(decisions.Bytes(decisions.Byte() % 80));
        byte[] image = decisions.Rest();
        FruImageCheck.Problems(image);
        var field = FruField.All[which % FruField.All.Count];
        var settings = new FruSettings
        {
            Fields = (which & 0x20) == 0 ? new Dictionary<string, string> { [field.Name] = text } : new Dictionary<string, string>(),
            BoardCustom = (which & 0x40) == 0 ? null : [text, "two"],
            ChassisType = (which & 0x80) == 0 ? null : (byte)(which & 0x1F),
            BoardManufactureDate = (which & 0x08) == 0 ? null : new DateTimeOffset(2020, 1, 2, 3, 4, 0, TimeSpan.Zero).AddDays(text.Length),
        };
        var edit = FruEdit.Of(image, settings, force: true);
        Assure(edit.Image.Length == image.Length, "The image has another length.");
        Assure(FruEdit.Of(edit.Image, settings, force: true).Changes.Count == 0, "A field is not as it was written.");
        if (edit.Changes.Count == 0)
        {
            Assure(edit.Image.SequenceEqual(image), "Bytes changed without a change.");
            return;
        }

        if (FruImageCheck.Problems(image).Count == 0)
            Assure(FruImageCheck.Problems(edit.Image).Count == 0, $"The new image is damaged: {string.Join(", ", FruImageCheck.Problems(edit.Image))}.");
        foreach (var change in edit.Changes)
            AssureSafe(change.ToString());
    }

    private static IEnumerable<byte[]> OemSeeds() => Enumerable.Range(0, 40).Select(static at => (byte[])[(byte)at, .. new SeededRandom((ulong)at).Bytes(11)]);

    /// <summary>Number of the profile, product, generator and event, and what a vendor makes of boot devices and fans.</summary>
    private static void Oem(byte[] input)
    {
        var decisions = new FuzzInput(input);
        var profile = OemProfiles.All[decisions.Byte() % OemProfiles.All.Count];
        int product = decisions.Number();
        byte flags = decisions.Byte();
        string? part = profile.DescribePart(new OemEvent(product, (flags & 1) != 0, (ushort)decisions.Number(), decisions.Byte(), decisions.Byte(), decisions.Byte(), decisions.Byte(), decisions.Byte(), decisions.Byte()));
        Assure(part is null || part.Length > 0, "The part has no name.");
        byte selector = decisions.Byte();
        profile.EncodeBootSelector(selector, (flags & 2) != 0);
        profile.DecodeBootSelector(selector, (flags & 2) != 0);
        foreach (var command in profile.Fans?.ReadDuty ?? [])
            _ = Read(command, input);
        if (profile.Fans?.ReadMode is { } mode && Read(mode, input) is { } value)
            profile.Fans.IsAutomatic(value);
        Manufacturers.Find(product);
    }

    private static byte? Read(IpmiCommand<byte?> command, byte[] input)
    {
        try
        {
            return command.ReadResponse(new ByteReader(input));
        }
        catch (MalformedDataException)
        {
            return null;
        }
    }

    /// <summary>Addresses that people give; what is read is written and read again.</summary>
    private static void Addresses(byte[] input)
    {
        string text = new FuzzInput(input).Text();
        foreach (string word in LanText.Words(text).Append(text))
        {
            if (LanText.ReadMac(word) is { } mac)
                Assure(mac.Equals(LanText.ReadMac(LanText.Of(mac))), "A MAC address is read other than it was written.");
            if (LanText.ReadIpv4(word) is { } ipv4)
            {
                LanText.Number(ipv4);
                Assure(ipv4.Equals(LanText.ReadIpv4(ipv4.ToString())), "An address is read other than it was written.");
            }

            if (LanText.ReadPrefix(word) is { } prefix)
                Assure(prefix.Length <= LanText.Ipv6Bits && LanText.ReadIpv6(prefix.Address.ToString()) is { } again && again.Equals(prefix.Address), $"{prefix} is no prefix.");
        }
    }

    /// <summary>Texts are displayed: nothing in them may control a terminal.</summary>
    private static void AssureSafe(string text) => Assure(text.All(SafeText.IsSafe), "The text has characters that are not safe to display.");

    private static void Assure(bool isSo, string otherwise)
    {
        if (!isSo)
            throw new InvalidOperationException(otherwise);
    }
}
