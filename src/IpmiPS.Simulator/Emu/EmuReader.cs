using System;
using System.Collections.Generic;
using System.IO;
using System.Text;

namespace IpmiPS.Simulator;

/// <summary>
/// Reads a command file of OpenIPMI's ipmi_sim (its manual page ipmi_sim_cmd(5)) as a kind of server. A line that can't be used becomes
/// a warning with its number.
/// </summary>
internal sealed class EmuReader
{
    private const int MaximumIncludeDepth = 8;

    private static readonly Dictionary<string, Action<EmuReader, EmuTokens>> Commands = new()
    {
        ["quit"] = (reader, _) => reader._ended = true,
        ["define"] = (reader, tokens) => reader._definitions[tokens.Word("name")] = tokens.Word("value"),
        ["include"] = (reader, tokens) => reader.Include(tokens.Word("file name")),
        ["read_cmds"] = (reader, tokens) => reader.Include(tokens.Word("file name")),

        // Settings of ipmi_sim itself.
        ["sleep"] = (_, _) => { },
        ["debug"] = (_, _) => { },
        ["persist"] = (_, _) => { },

        ["mc_setbmc"] = (reader, tokens) => reader._machine.Definition.BmcAddress = tokens.Byte("address of the BMC"),
        ["mc_add"] = (reader, tokens) => reader._controllers.Add(tokens),
        ["mc_enable"] = (reader, tokens) => reader._machine.Controller(tokens).Enabled = true,
        ["mc_disable"] = (reader, tokens) => reader._machine.Controller(tokens).Enabled = false,
        ["mc_delete"] = (reader, tokens) => reader._controllers.Delete(tokens),
        ["mc_set_guid"] = (reader, tokens) => reader._controllers.SetGuid(tokens),
        ["mc_add_fru_data"] = (reader, tokens) => reader._controllers.AddFru(tokens),
        ["sel_enable"] = (reader, tokens) => reader._controllers.EnableSel(tokens),
        ["sel_add"] = (reader, tokens) => reader._controllers.AddToSel(tokens),
        ["main_sdr_add"] = (reader, tokens) => reader._controllers.AddMainSdr(tokens),
        ["device_sdr_add"] = (reader, tokens) => reader._controllers.AddDeviceSdr(tokens),

        ["sensor_add"] = (reader, tokens) => reader._sensors.Add(tokens),
        ["sensor_set_bit"] = (reader, tokens) => reader._sensors.SetBit(tokens),
        ["sensor_set_bit_clr_rest"] = (reader, tokens) => reader._sensors.SetOnlyBit(tokens),
        ["sensor_set_value"] = (reader, tokens) => reader._sensors.SetValue(tokens),
        ["sensor_set_hysteresis"] = (reader, tokens) => reader._sensors.SetHysteresis(tokens),
        ["sensor_set_threshold"] = (reader, tokens) => reader._sensors.SetThresholds(tokens),
        ["sensor_set_event_support"] = (reader, tokens) => reader._sensors.SetEventSupport(tokens),
    };

    private readonly EmuMachine _machine;
    private readonly EmuControllers _controllers;
    private readonly EmuSensors _sensors;
    private readonly Dictionary<string, string> _definitions = [];
    private readonly Stack<string> _files = new();
    private bool _ended;

    private EmuReader(string name)
    {
        _machine = new EmuMachine(name);
        _controllers = new EmuControllers(_machine, PathOf);
        _sensors = new EmuSensors(_machine);
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="IOException">The file can't be read.</exception>
    /// <exception cref="ArgumentException">The file defines no BMC.</exception>
    public static MachineDefinition ReadFile(string path)
    {
        var reader = new EmuReader(Path.GetFileNameWithoutExtension(path));
        reader.Include(path);
        return reader.Finish();
    }

    /// <summary>Reads text. Files that it names are searched in the current folder.</summary>
    /// <exception cref="ArgumentException">The text defines no BMC.</exception>
    public static MachineDefinition ReadText(string name, string text)
    {
        var reader = new EmuReader(name);
        reader.Read(text, name);
        return reader.Finish();
    }

    private void Include(string path)
    {
        if (_files.Count >= MaximumIncludeDepth)
            throw new FormatException($"{path} is included too deeply");
        string full = PathOf(path);
        string text = File.ReadAllText(full);
        _files.Push(full);
        Read(text, Path.GetFileName(full));
        _files.Pop();
    }

    /// <summary>The path of a file: relative to the file that names it.</summary>
    private string PathOf(string path) => _files.Count > 0 ? Path.Combine(Path.GetDirectoryName(_files.Peek()) ?? "", path) : path;

    /// <summary>Joins lines that end in a backslash, skips comments, and executes the commands in turn.</summary>
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
            bool continues = line.EndsWith("\\", StringComparison.Ordinal);
            command.Append(continues ? line.Substring(0, line.Length - 1) : line).Append(' ');
            if (continues)
                continue;
            Execute(command.ToString(), file, first);
            command.Clear();
        }

        if (command.Length > 0)
            Execute(command.ToString(), file, first);
    }

    private void Execute(string command, string file, int line)
    {
        try
        {
            var tokens = new EmuTokens(command, _definitions);
            if (tokens.IsAtEnd)
                return;
            string name = tokens.Word("command");
            if (!Commands.TryGetValue(name, out var execute))
                throw new FormatException($"'{name}' is not known");
            execute(this, tokens);
        }
        catch (Exception error) when (error is FormatException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            _machine.Definition.Warnings.Add($"{file}:{line}: {error.Message.TrimEnd('.')}.");
        }
    }

    private MachineDefinition Finish()
    {
        var machine = _machine.Definition;
        if (machine.Find(machine.BmcAddress) is not { } bmc)
            throw new ArgumentException($"-Path: {machine.Name} defines no controller with the BMC's address {machine.BmcAddress:X2}h.{(machine.Warnings.Count > 0 ? " " + machine.Warnings[0] : "")}");
        bmc.Enabled = true;
        foreach (var controller in machine.Controllers)
            foreach (var sensor in controller.Sensors)
                _sensors.Describe(controller, sensor);
        return machine;
    }
}
