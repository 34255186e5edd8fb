using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using IpmiPS.Wire;

namespace IpmiPS.Simulator;

/// <summary>
/// Reads a profile: one thing a line, in the order in which the SDRs are to stand. The keywords are the cases of <see cref="Take"/>;
/// what they take is shown by the profiles themselves.
/// </summary>
internal sealed partial class ProfileReader(string name)
{
    private readonly MachineDefinition _machine = new() { Name = name };
    private readonly QuirkSet _quirks = new();
    private readonly List<SelSeed> _events = [];
    private ControllerDefinition _controller = new();
    private bool _asDeviceSdrs;
    private FruText? _fru;
    private string _nameCoding = "";
    private int _selCapacity = 512;
    private byte _selSupport = 0x0B;

    /// <exception cref="FormatException">A line is not understood.</exception>
    public MachineProfile Read(string text)
    {
        _machine.Controllers.Add(_controller);
        ReadLines(text);
        _machine.Bmc.Sel = new SelDefinition(_selCapacity, _selSupport, [.. _events.OrderByDescending(seed => seed.Age ?? TimeSpan.MaxValue)]);
        NumberRecords(_machine.Bmc.MainSdrs);
        foreach (var controller in _machine.Controllers)
            foreach (var sdrs in controller.DeviceSdrs)
                NumberRecords(sdrs);
        return new MachineProfile(_machine, _quirks);
    }

    private void ReadLines(string text)
    {
        string[] lines = text.Split('\n');
        for (int i = 0; i < lines.Length; i++)
            TakeLine(lines[i], i + 1);
    }

    private void TakeLine(string text, int number)
    {
        try
        {
            if (ProfileLine.Parse(text, number) is { } line)
                Take(line);
        }
        catch (Exception error) when (error is ArgumentException or OverflowException or IndexOutOfRangeException)
        {
            throw new FormatException($"Line {number} is not understood: {error.Message}", error);
        }
    }

    private void Take(ProfileLine line)
    {
        switch (line.Keyword)
        {
            case "include":
                ReadLines(MachineProfiles.TextOf(line.Word(0)));
                break;
            case "device":
                TakeDevice(line, _controller);
                break;
            case "controller":
                _controller = new ControllerDefinition { Address = (byte)line.Number(0) };
                _machine.Controllers.Add(_controller);
                TakeDevice(line, _controller);
                break;
            case "bmc":
                _controller = _machine.Bmc;
                break;
            case "device-sdrs":
                _asDeviceSdrs = line.Word(0) == "yes";
                break;
            case "suites":
                _machine.CipherSuites = [.. Enumerable.Range(0, line.Count).Select(i => (byte)line.Number(i))];
                break;
            case "authentication":
                _machine.AuthenticationTypes = [.. Enumerable.Range(0, line.Count).Select(line.Word)];
                break;
            case "guid-order":
                _machine.HasSmbiosGuid = line.Word(0) == "smbios";
                break;
            case "guid":
                _machine.Guid = Hex.Parse(line.Word(0));
                break;
            case "per-message-authentication":
                _machine.PerMessageAuthentication = line.Word(0) == "yes";
                break;
            case "slots":
                _machine.SessionSlots = line.Number(0);
                break;
            case "name-coding":
                _nameCoding = line.Word(0);
                break;
            case "quirk":
                QuirkCatalog.Add(_quirks, line);
                break;
            case "sol":
                _machine.HasSol = line.Word(0) == "yes";
                break;
            case "dcmi":
                _machine.DcmiWatts = line.Number(0);
                break;
            case "largest-read":
                _machine.MaximumRead = line.Number(0);
                break;
            case "extended-chassis":
                _machine.HasExtendedChassis = line.Word(0) == "yes";
                break;
            case "boot-log":
                _machine.BootLog.Add(line.Count > 0 ? line.Word(0) : "");
                break;
            case "sensor" or "discrete" or "event-only":
                TakeSensor(line);
                break;
            case "controller-locator" or "device-locator" or "association" or "sdr":
                TakeLocator(line);
                break;
            case "fru" or "chassis" or "board" or "product" or "multirecord":
                TakeFru(line);
                break;
            case "sel" or "event" or "sel-record":
                TakeSel(line);
                break;
            case "ailment":
                _machine.Ailments.Add(new Ailment((byte)line.Number(0), line.Has("value") ? line.Real("value", 0) : null, line.Numbers("states")));
                break;
            case "unhealthy":
                _machine.IsUnhealthy = true;
                break;
            default:
                throw line.Error($"'{line.Keyword}' is not known");
        }
    }

    private static void TakeDevice(ProfileLine line, ControllerDefinition controller)
    {
        controller.DeviceId = (byte)line.Number("id", 0x20);
        controller.DeviceRevision = (byte)line.Number("revision", 1);
        string[] firmware = line.Text("firmware", "1.0").Split('.');
        controller.FirmwareMajor = byte.Parse(firmware[0], CultureInfo.InvariantCulture);
        controller.FirmwareMinor = byte.Parse(firmware[1], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        controller.DeviceSupport = (byte)line.Number("support", 0xBF);
        controller.ManufacturerId = line.Number("manufacturer", 32473);
        controller.ProductId = line.Number("product", 1);
        controller.AuxiliaryFirmware = Hex.Parse(line.Text("auxiliary"));
        controller.ProvidesDeviceSdrs = line.Text("device-sdrs") == "yes";
        controller.DynamicSensors = line.Text("dynamic") == "yes";
    }

    private void TakeLocator(ProfileLine line)
    {
        var (entity, instance) = Entity(line, "entity");
        Store(line.Keyword switch
        {
            "controller-locator" => SdrBuilder.ControllerLocator((byte)line.Number(0), 0, (byte)line.Number("capabilities", 0), entity, instance, line.Word(1)),
            "device-locator" => SdrBuilder.DeviceLocator(_controller.Address, (byte)line.Number(0), (byte)line.Number("bus", 0), (byte)line.Number("type", 0x08), entity, instance, line.Word(1)),
            "association" => SdrBuilder.EntityAssociation(entity, instance, [.. Enumerable.Range(0, line.Count).Select(i => ParseEntity(line, line.Word(i)))]),
            _ => SdrBuilder.Raw((byte)line.Number(0), Hex.Parse(line.Word(1))),
        });
    }

    private void TakeSel(ProfileLine line)
    {
        switch (line.Keyword)
        {
            case "sel":
                _selCapacity = line.Number("capacity", _selCapacity);
                _selSupport = (byte)line.Number("support", _selSupport);
                break;
            case "event":
                byte number = (byte)line.Number("sensor", 0);
                var sensor = _controller.FindSensor(0, number) ?? throw line.Error($"there is no sensor {number:X2}h yet");
                var data = line.Numbers("data");
                _events.Add(new SelSeed(Age(line), 0x02,
                [
                    0, 0, 0, 0, (byte)line.Number("generator", _controller.Address), 0, 0x04, sensor.SensorType, number,
                    (byte)((line.Text("direction") == "deasserted" ? 0x80 : 0) | sensor.EventReadingType),
                    (byte)line.Number("offset", 0), data.Length > 0 ? (byte)data[0] : (byte)0xFF, data.Length > 1 ? (byte)data[1] : (byte)0xFF,
                ]));
                break;
            default:
                byte[] bytes = Hex.Parse(line.Text("data"));
                bool hasTime = line.Number("type", 0) < 0xE0;
                if (bytes.Length != (hasTime ? 9 : 13))
                    throw line.Error("a record has 9 bytes of data after its time, or 13 where it has none");
                _events.Add(new SelSeed(Age(line), (byte)line.Number("type", 0), hasTime ? [0, 0, 0, 0, .. bytes] : bytes));
                break;
        }
    }

    /// <summary>An age such as 40d or 3d12h5m; null for "-", an entry whose time is 0: it is from before the clock was set.</summary>
    private static TimeSpan? Age(ProfileLine line)
    {
        string text = line.Word(0);
        if (text == "-")
            return null;
        var parts = Regex.Match(text, "^(?:(\\d+)d)?(?:(\\d+)h)?(?:(\\d+)m)?(?:(\\d+)s)?$");
        if (!parts.Success || text.Length == 0)
            throw line.Error($"'{text}' is no age");
        return new TimeSpan(Part(1), Part(2), Part(3), Part(4));

        int Part(int group) => parts.Groups[group].Success ? int.Parse(parts.Groups[group].Value, CultureInfo.InvariantCulture) : 0;
    }

    private static (byte Entity, byte Instance) Entity(ProfileLine line, string key) =>
        line.Has(key) ? ParseEntity(line, line.Text(key)) : ((byte)0, (byte)0);

    private static (byte Entity, byte Instance) ParseEntity(ProfileLine line, string text)
    {
        string[] parts = text.Split('.');
        if (parts.Length == 2 && byte.TryParse(parts[0], out byte entity) && byte.TryParse(parts[1], out byte instance))
            return (entity, instance);
        throw line.Error($"'{text}' is no entity; write id and instance, such as 7.1");
    }

    private void Store(byte[] record, byte lun = 0)
    {
        record = SdrNames.Recode(record, _nameCoding);
        if (_asDeviceSdrs)
            _controller.DeviceSdrs[lun].Add(record);
        else
            _machine.Bmc.MainSdrs.Add(record);
    }

    private static void NumberRecords(List<byte[]> records)
    {
        for (int i = 0; i < records.Count; i++)
        {
            records[i][0] = (byte)(i + 1);
            records[i][1] = (byte)(i + 1 >> 8);
        }
    }
}
