using System;
using System.Collections.Generic;
using System.Text;

namespace IpmiPS.Simulator;

/// <summary>
/// The machine behind the serial port: prints a boot log when it starts, then a log-in prompt that accepts any name and password,
/// and runs a small shell.
/// </summary>
internal sealed class VirtualConsole(MachineDefinition definition, string machineName, SimulatorTime time, Action<byte[]> output)
{
    private static readonly TimeSpan LineTime = TimeSpan.FromMilliseconds(80);

    private readonly StringBuilder _line = new();

    // Both buffer incomplete characters.
    private readonly Decoder _decoder = new UTF8Encoding(false).GetDecoder();
    private readonly Encoder _encoder = new UTF8Encoding(false).GetEncoder();
    private ConsoleStage _stage = ConsoleStage.LogIn;
    private string _user = "";
    private int _boot;

    private enum ConsoleStage
    {
        Off,
        Booting,
        LogIn,
        Password,
        Shell,
    }

    /// <summary>Called when the machine is switched off.</summary>
    public void PowerOff()
    {
        _boot++;
        _stage = ConsoleStage.Off;
        _line.Clear();
    }

    /// <summary>Called when the machine starts: prints the boot log line by line, then the prompt.</summary>
    public void Boot()
    {
        int boot = ++_boot;
        _stage = ConsoleStage.Booting;
        _line.Clear();
        for (int i = 0; i <= definition.BootLog.Count; i++)
        {
            int line = i;
            time.Schedule(time.Now + TimeSpan.FromTicks(LineTime.Ticks * (i + 1)), () => BootLine(boot, line));
        }
    }

    /// <summary>Called when the operating system begins to shut down.</summary>
    public void ShutDown()
    {
        if (_stage is ConsoleStage.Off or ConsoleStage.Booting)
            return;
        Write("\r\nThe system is going down for power-off NOW!\r\n");
        _stage = ConsoleStage.Booting;
    }

    /// <summary>Called at a diagnostic interrupt.</summary>
    public void Diagnose()
    {
        if (_stage != ConsoleStage.Off)
            Write("\r\nNMI received, dumping state: all is well.\r\n");
    }

    /// <summary>Called at a serial break, which Linux takes as the start of a SysRq.</summary>
    public void Break()
    {
        if (_stage != ConsoleStage.Off)
            Write("\r\nsysrq: HELP : loglevel(0-9) reboot(b) crash(c) sync(s)\r\n");
    }

    /// <summary>Handles input, in UTF-8.</summary>
    public void Type(byte[] bytes)
    {
        var characters = new char[_decoder.GetCharCount(bytes, 0, bytes.Length, flush: false)];
        _decoder.GetChars(bytes, 0, bytes.Length, characters, 0, flush: false);
        foreach (char character in characters)
            Type(character);
    }

    private void Type(char character)
    {
        if (_stage is ConsoleStage.Off or ConsoleStage.Booting)
            return;
        switch (character)
        {
            case '\r' or '\n':
                string line = _line.ToString();
                _line.Clear();
                Write("\r\n");
                Enter(line);
                break;
            case '\b' or '\x7F':
                if (_line.Length > 0)
                {
                    _line.Length--;
                    Echo("\b \b");
                }

                break;
            case '\x03':
                _line.Clear();
                Write("^C\r\n");
                Prompt();
                break;
            case '\x04' when _line.Length == 0 && _stage == ConsoleStage.Shell:
                Write("logout\r\n");
                Enter("exit");
                break;
            case >= ' ':
                _line.Append(character);
                Echo(character.ToString());
                break;
        }
    }

    private void Enter(string line)
    {
        switch (_stage)
        {
            case ConsoleStage.LogIn when line.Length > 0:
                _user = line;
                _stage = ConsoleStage.Password;
                break;
            case ConsoleStage.Password:
                _stage = ConsoleStage.Shell;
                Write($"Welcome to {machineName}.\r\n");
                break;
            case ConsoleStage.Shell:
                Run(line.Trim());
                break;
        }

        Prompt();
    }

    private void Run(string line)
    {
        string[] words = line.Split([' '], 2);
        string rest = words.Length > 1 ? words[1] : "";
        switch (words[0])
        {
            case "":
                break;
            case "exit" or "logout":
                _stage = ConsoleStage.LogIn;
                break;
            case "echo":
                Write(rest + "\r\n");
                break;
            case "hostname":
                Write(machineName + "\r\n");
                break;
            case "whoami":
                Write(_user + "\r\n");
                break;
            case "seq" when int.TryParse(rest, out int count) && count is > 0 and <= 10000:
                for (int i = 1; i <= count; i++)
                    Write(i + "\r\n");
                break;
            case "help":
                Write("echo TEXT, seq N, hostname, whoami, help, exit\r\n");
                break;
            default:
                Write($"sh: {words[0]}: not found\r\n");
                break;
        }
    }

    private void BootLine(int boot, int line)
    {
        // A later start or switch-off ends this boot.
        if (boot != _boot)
            return;
        if (line < definition.BootLog.Count)
        {
            Write(definition.BootLog[line].Replace("{name}", machineName) + "\r\n");
            return;
        }

        _stage = ConsoleStage.LogIn;
        Write("\r\n");
        Prompt();
    }

    private void Prompt() => Write(_stage switch
    {
        ConsoleStage.LogIn => $"{machineName} login: ",
        ConsoleStage.Password => "Password: ",
        ConsoleStage.Shell => $"{_user}@{machineName}:~$ ",
        _ => "",
    });

    private void Echo(string text)
    {
        if (_stage != ConsoleStage.Password)
            Write(text);
    }

    private void Write(string text)
    {
        char[] characters = text.ToCharArray();
        var bytes = new byte[_encoder.GetByteCount(characters, 0, characters.Length, flush: false)];
        _encoder.GetBytes(characters, 0, characters.Length, bytes, 0, flush: false);
        if (bytes.Length > 0)
            output(bytes);
    }
}
