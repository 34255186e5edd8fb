using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using IpmiPS.Wire;

namespace IpmiPS.Simulator;

/// <summary>Reads a profile. Each line describes one thing, in the order of the SDRs. The profiles show what the keywords take.</summary>
internal sealed class ProfileReader
{
    private static readonly Dictionary<string, Action<ProfileReader, ProfileLine>> Keywords = new()
    {
        ["include"] = (reader, line) => reader.Include(line),
        ["device"] = (reader, line) => SetDevice(reader._target.Controller, line),
        ["controller"] = (reader, line) => reader.AddController(line),
        ["bmc"] = (reader, _) => reader._target.Controller = reader.Machine.Bmc,
        ["node-manager"] = (reader, line) => reader._target.Controller.NodeManagerWatts = line.Number(0),
        ["device-sdrs"] = (reader, line) => reader._target.UsesDeviceSdrs = line.IsYes(0),
        ["name-coding"] = (reader, line) => reader._target.NameCoding = line.Word(0),

        ["suites"] = (reader, line) => reader.Machine.CipherSuites = [.. Enumerable.Range(0, line.Count).Select(i => (byte)line.Number(i))],
        ["authentication"] = (reader, line) => reader.Machine.AuthenticationTypes = [.. Enumerable.Range(0, line.Count).Select(line.Word)],
        ["per-message-authentication"] = (reader, line) => reader.Machine.PerMessageAuthentication = line.IsYes(0),
        ["slots"] = (reader, line) => reader.Machine.SessionSlots = line.Number(0),
        ["guid"] = (reader, line) => reader.Machine.Guid = Hex.Parse(line.Word(0)),
        ["guid-order"] = (reader, line) => reader.Machine.HasSmbiosGuid = line.Word(0) == "smbios",
        ["sol"] = (reader, line) => reader.Machine.HasSol = line.IsYes(0),
        ["boot-log"] = (reader, line) => reader.Machine.BootLog.Add(line.Count > 0 ? line.Word(0) : ""),
        ["dcmi"] = (reader, line) => reader.Machine.DcmiWatts = line.Number(0),
        ["fan-control"] = (reader, line) => reader.Machine.FanControl = line.Word(0),
        ["maximum-read"] = (reader, line) => reader.Machine.MaximumRead = line.Number(0),
        ["extended-chassis"] = (reader, line) => reader.Machine.HasExtendedChassis = line.IsYes(0),
        ["alerts-wait"] = (reader, line) => reader.Machine.AlertsWait = line.IsYes(0),
        ["pef"] = (reader, line) => reader.Machine.HasPef = line.IsYes(0),
        ["failure"] = (reader, line) => reader.Machine.Failures.Add(new SensorFailure((byte)line.Number(0), line.Has("value") ? line.Real("value", 0) : null, line.Numbers("states"))),
        ["unhealthy"] = (reader, _) => reader.Machine.IsUnhealthy = true,
        ["quirk"] = (reader, line) => QuirkCatalog.Add(reader._quirks, line),

        ["sensor"] = (reader, line) => reader._sensors.AddAnalog(line),
        ["discrete"] = (reader, line) => reader._sensors.AddDiscrete(line),
        ["event-only"] = (reader, line) => reader._sensors.AddEventOnly(line),
        ["controller-locator"] = (reader, line) => reader.AddControllerLocator(line),
        ["device-locator"] = (reader, line) => reader.AddDeviceLocator(line),
        ["association"] = (reader, line) => reader.AddAssociation(line),
        ["sdr"] = (reader, line) => reader._target.Store(SdrBuilder.Raw((byte)line.Number(0), Hex.Parse(line.Word(1)))),

        ["fru"] = (reader, line) => reader._frus.Add(line),
        ["chassis"] = (reader, line) => reader._frus.AddArea(line),
        ["board"] = (reader, line) => reader._frus.AddArea(line),
        ["product"] = (reader, line) => reader._frus.AddArea(line),
        ["multirecord"] = (reader, line) => reader._frus.AddArea(line),

        ["sel"] = (reader, line) => reader._sel.Configure(line),
        ["event"] = (reader, line) => reader._sel.AddEvent(line),
        ["sel-record"] = (reader, line) => reader._sel.AddRecord(line),
    };

    private readonly ProfileTarget _target;
    private readonly QuirkSet _quirks = new();
    private readonly ProfileSensors _sensors;
    private readonly ProfileFrus _frus;
    private readonly ProfileSel _sel;

    public ProfileReader(string name)
    {
        _target = new ProfileTarget(name);
        _sensors = new ProfileSensors(_target);
        _frus = new ProfileFrus(_target);
        _sel = new ProfileSel(_target);
    }

    private MachineDefinition Machine => _target.Machine;

    /// <exception cref="FormatException">A line is invalid.</exception>
    public MachineProfile Read(string text)
    {
        ReadLines(text);
        Machine.Bmc.Sel = _sel.ToDefinition();
        NumberRecords(Machine.Bmc.MainSdrs);
        foreach (var controller in Machine.Controllers)
            foreach (var sdrs in controller.DeviceSdrs)
                NumberRecords(sdrs);
        return new MachineProfile(Machine, _quirks);
    }

    private void ReadLines(string text)
    {
        string[] lines = text.Split('\n');
        for (int i = 0; i < lines.Length; i++)
            ReadLine(lines[i], i + 1);
    }

    private void ReadLine(string text, int number)
    {
        try
        {
            if (ProfileLine.Parse(text, number) is not { } line)
                return;
            if (!Keywords.TryGetValue(line.Keyword, out var read))
                throw line.Error($"'{line.Keyword}' is not known");
            read(this, line);
        }
        catch (Exception error) when (error is ArgumentException or OverflowException or IndexOutOfRangeException)
        {
            throw new FormatException($"Line {number} is invalid: {error.Message}", error);
        }
    }

    private void Include(ProfileLine line) => ReadLines(ProfileTexts.Find(line.Word(0)) ?? throw new FormatException($"There is no profile '{line.Word(0)}'."));

    private void AddController(ProfileLine line)
    {
        _target.Controller = new ControllerDefinition { Address = (byte)line.Number(0), Channel = (byte)line.Number("channel", 0) };
        Machine.Controllers.Add(_target.Controller);
        SetDevice(_target.Controller, line);
    }

    private static void SetDevice(ControllerDefinition controller, ProfileLine line)
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

    private void AddControllerLocator(ProfileLine line)
    {
        var (entity, instance) = line.Entity("entity");
        _target.Store(SdrBuilder.ControllerLocator((byte)line.Number(0), 0, (byte)line.Number("capabilities", 0), entity, instance, line.Word(1)));
    }

    private void AddDeviceLocator(ProfileLine line)
    {
        var (entity, instance) = line.Entity("entity");
        _target.Store(SdrBuilder.DeviceLocator(
            _target.Controller.Address, (byte)line.Number(0), (byte)line.Number("bus", 0), (byte)line.Number("type", 0x08), entity, instance, line.Word(1)));
    }

    private void AddAssociation(ProfileLine line)
    {
        var (entity, instance) = line.Entity("entity");
        _target.Store(SdrBuilder.EntityAssociation(entity, instance, [.. Enumerable.Range(0, line.Count).Select(line.Entity)]));
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
