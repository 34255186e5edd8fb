using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using IpmiPS.Wire;

namespace IpmiPS.Simulator;

/// <summary>
/// Reads a command file of OpenIPMI's ipmi_sim (its manual page ipmi_sim_cmd(5)) as a kind of server. A line that can't be played is
/// told with its number, and playing goes on without it.
/// </summary>
internal sealed partial class EmuReader
{
    private const int DeepestInclude = 8;

    private readonly MachineDefinition _machine;
    private readonly Dictionary<string, string> _definitions = [];
    private readonly Dictionary<ControllerDefinition, List<SelSeed>> _logs = [];
    private readonly Stack<string> _files = new();
    private bool _ended;

    private EmuReader(string name) => _machine = new MachineDefinition { Name = name };

    /// <summary>Reads a file.</summary>
    /// <exception cref="IOException">The file can't be read.</exception>
    /// <exception cref="ArgumentException">The file defines no BMC.</exception>
    public static MachineDefinition ReadFile(string path)
    {
        var reader = new EmuReader(Path.GetFileNameWithoutExtension(path));
        reader.Include(path);
        return reader.Finish();
    }

    /// <summary>Reads text; files that it names are looked for in the present folder.</summary>
    public static MachineDefinition ReadText(string name, string text)
    {
        var reader = new EmuReader(name);
        reader.Read(text, name);
        return reader.Finish();
    }

    private void Include(string path)
    {
        if (_files.Count >= DeepestInclude)
            throw new FormatException($"{path} is included too deeply");
        string full = Beside(path);
        string text = File.ReadAllText(full);
        _files.Push(full);
        Read(text, Path.GetFileName(full));
        _files.Pop();
    }

    /// <summary>A file named in a file lies beside it.</summary>
    private string Beside(string path) => _files.Count > 0 ? Path.Combine(Path.GetDirectoryName(_files.Peek()) ?? "", path) : path;

    /// <summary>Joins lines that end in a backslash, leaves out comments, and takes the commands in turn.</summary>
    private void Read(string text, string file)
    {
        var command = new StringBuilder();
        int first = 0, number = 0;
        foreach (string raw in text.Split('\n'))
        {
            number++;
            if (_ended)
                return;
            string line = raw.TrimEnd('\r');
            if (line.StartsWith("#", StringComparison.Ordinal))
                continue;
            if (command.Length == 0)
                first = number;
            bool goesOn = line.EndsWith("\\", StringComparison.Ordinal);
            command.Append(goesOn ? line.Substring(0, line.Length - 1) : line).Append(' ');
            if (goesOn)
                continue;
            Take(command.ToString(), file, first);
            command.Clear();
        }

        if (command.Length > 0)
            Take(command.ToString(), file, first);
    }

    private void Take(string command, string file, int line)
    {
        try
        {
            var tokens = new EmuTokens(command, _definitions);
            if (!tokens.IsAtEnd)
                Take(tokens.Word("command"), tokens);
        }
        catch (Exception error) when (error is FormatException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            _machine.Warnings.Add($"{file}:{line}: {error.Message.TrimEnd('.')}.");
        }
    }

    private void Take(string command, EmuTokens tokens)
    {
        switch (command)
        {
            case "quit":
                _ended = true;
                break;
            case "define":
                _definitions[tokens.Word("name")] = tokens.Word("value");
                break;
            case "include" or "read_cmds":
                Include(tokens.Word("file name"));
                break;
            case "sleep" or "debug" or "persist":
                // Matters of ipmi_sim's own run.
                break;
            case "mc_setbmc":
                _machine.BmcAddress = tokens.Byte("address of the BMC");
                break;
            case "mc_add":
                AddController(tokens);
                break;
            case "mc_enable":
                Controller(tokens).Enabled = true;
                break;
            case "mc_disable":
                Controller(tokens).Enabled = false;
                break;
            case "mc_delete":
                _machine.Controllers.Remove(Controller(tokens));
                break;
            case "mc_set_guid":
                SetGuid(Controller(tokens), tokens);
                break;
            case "mc_add_fru_data":
                AddFru(Controller(tokens), tokens);
                break;
            case "sel_enable":
                var log = Controller(tokens);
                log.Sel = new SelDefinition((int)tokens.Number("number of entries"), (byte)(tokens.Byte("flags") & 0x0B), _logs[log] = []);
                break;
            case "sel_add":
                AddToSel(Controller(tokens), tokens);
                break;
            case "main_sdr_add":
                AddSdr(Controller(tokens).MainSdrs, tokens.RestAsBytes("data byte"));
                break;
            case "device_sdr_add":
                var owner = Controller(tokens);
                AddSdr(owner.DeviceSdrs[tokens.Byte("LUN") & 0x03], tokens.RestAsBytes("data byte"));
                owner.ProvidesDeviceSdrs = true;
                break;
            default:
                TakeSensorCommand(command, tokens);
                break;
        }
    }

    private ControllerDefinition Controller(EmuTokens tokens)
    {
        byte address = tokens.Byte("address");
        return _machine.Find(address) ?? throw new FormatException($"there is no controller {address:X2}h");
    }

    private void AddController(EmuTokens tokens)
    {
        var controller = new ControllerDefinition
        {
            Address = tokens.Byte("address"),
            Enabled = false,
            DeviceId = tokens.Byte("device id"),
            ProvidesDeviceSdrs = tokens.Flag("has-device-sdrs", "has-device-sdrs", "no-device-sdrs"),
            DeviceRevision = tokens.Byte("device revision"),
            FirmwareMajor = tokens.Byte("firmware revision"),
            FirmwareMinor = tokens.Byte("firmware revision"),
            DeviceSupport = tokens.Byte("device support"),
            ManufacturerId = (int)tokens.Number("manufacturer") & 0xFFFFFF,
            ProductId = (int)tokens.Number("product") & 0xFFFF,
            AuxiliaryFirmware = new byte[4],
        };
        while (!tokens.IsAtEnd)
            controller.DynamicSensors |= tokens.Word("flag") == "dynsens";
        if (_machine.Find(controller.Address) is not null)
            throw new FormatException($"the controller {controller.Address:X2}h is there already");
        _machine.Controllers.Add(controller);
    }

    private void SetGuid(ControllerDefinition controller, EmuTokens tokens)
    {
        string text = tokens.Word("GUID");
        byte[] guid = text.Length == 32 ? Hex.Parse(text) : Encoding.ASCII.GetBytes(text);
        Array.Resize(ref guid, 16);
        controller.DeviceGuid = guid;
        if (controller.Address == _machine.BmcAddress)
            _machine.Guid = guid;
    }

    /// <summary>mc_add_fru_data address id size (data byte… | file offset name).</summary>
    private void AddFru(ControllerDefinition controller, EmuTokens tokens)
    {
        byte id = tokens.Byte("FRU device id");
        uint size = tokens.Number("size");
        if (size > 0xFFFF)
            throw new FormatException($"a FRU device has at most 65535 bytes, not {size}");
        var image = new byte[size];
        byte[] content;
        switch (tokens.Word("kind of data"))
        {
            case "data":
                content = tokens.RestAsBytes("data byte");
                break;
            case "file":
                int offset = (int)tokens.Number("file offset");
                byte[] whole = File.ReadAllBytes(Beside(tokens.Word("file name")));
                if (offset > whole.Length)
                    throw new FormatException($"the file ends before offset {offset}");
                content = new byte[Math.Min(image.Length, whole.Length - offset)];
                Buffer.BlockCopy(whole, offset, content, 0, content.Length);
                break;
            default:
                throw new FormatException("FRU data are 'data' or 'file'");
        }

        if (content.Length > image.Length)
            throw new FormatException($"{content.Length} bytes do not fit into a FRU device of {image.Length}");
        content.CopyTo(image, 0);
        if (controller.FindFru(id) is not null)
            throw new FormatException($"the FRU device {id} is there already");
        controller.Frus.Add(new FruDefinition(id, _ => image));
    }

    /// <summary>sel_add address type byte×13. A time of 0, in types that have one, becomes the time of the start.</summary>
    private void AddToSel(ControllerDefinition controller, EmuTokens tokens)
    {
        if (!_logs.TryGetValue(controller, out var log))
            throw new FormatException($"the controller {controller.Address:X2}h has no SEL");
        byte type = tokens.Byte("record type");
        byte[] data = tokens.RestAsBytes("data byte");
        if (data.Length != 13)
            throw new FormatException($"a SEL entry has 13 bytes after its type, not {data.Length}");
        bool hasTime = type < 0xE0 && (data[0] | data[1] | data[2] | data[3]) != 0;
        log.Add(new SelSeed(hasTime ? null : TimeSpan.Zero, type, data));
    }

    private static void AddSdr(List<byte[]> records, byte[] record)
    {
        if (record.Length < 5 || record.Length != record[4] + 5)
            throw new FormatException(record.Length < 5 ? "an SDR has at least 5 bytes" : $"an SDR that says to have {record[4] + 5} bytes has {record.Length}");
        int id = records.Count + 1;
        record[0] = (byte)id;
        record[1] = (byte)(id >> 8);
        records.Add(record);
    }

    private MachineDefinition Finish()
    {
        if (_machine.Find(_machine.BmcAddress) is not { } bmc)
            throw new ArgumentException($"-Path: {_machine.Name} defines no controller with the BMC's address {_machine.BmcAddress:X2}h.{(_machine.Warnings.Count > 0 ? " " + _machine.Warnings[0] : "")}");
        bmc.Enabled = true;
        foreach (var controller in _machine.Controllers)
            foreach (var sensor in controller.Sensors)
                Describe(controller, sensor);
        return _machine;
    }
}
