using System;
using System.IO;
using System.Linq;
using System.Net.Sockets;
using System.Threading;

namespace IpmiPS.Simulator;

/// <summary>The console program: runs a rack of virtual BMCs until it is stopped.</summary>
public static class Program
{
    /// <summary>Starts a rack, prints one line "ready ADDRESS PORT USER PASSWORD" for each BMC, and runs until Ctrl-C, SIGTERM or the end of --seconds.</summary>
    /// <returns>0; 2 for invalid arguments, 1 if the rack can't be started.</returns>
    public static int Main(string[] arguments)
    {
        try
        {
            var line = CommandLine.Parse(arguments);
            if (line.WantsHelp)
            {
                Console.Out.WriteLine(CommandLine.Usage.Replace("PROFILES", string.Join(", ", SimulatorRack.ProfileNames)).Replace("PERSONAS", string.Join(", ", SimulatorRack.PersonaNames)));
                return 0;
            }

            using var rack = SimulatorRack.Start(line.Options);
            Run(rack, line);
            return 0;
        }
        catch (Exception error) when (error is FormatException or ArgumentException)
        {
            Console.Error.WriteLine(CommandLine.Translate(error.Message));
            return 2;
        }
        catch (Exception error) when (error is SocketException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"The simulator can't start: {CommandLine.Translate(error.Message)}");
            return 1;
        }
    }

    private static void Run(SimulatorRack rack, CommandLine line)
    {
        var stop = new ManualResetEventSlim();
        Console.CancelKeyPress += (_, e) =>
        {
            e.Cancel = true;
            stop.Set();
        };
        object? termination = OnTermination(stop.Set);
        foreach (string warning in rack.Warnings)
            Console.Error.WriteLine(warning);
        foreach (var bmc in rack.Bmcs)
            Console.Out.WriteLine($"ready {bmc.Address} {bmc.Port} {bmc.UserName} {bmc.Password}");
        if (line.CsvPath is { } path)
            WriteInventory(rack, path);
        if (line.Seconds is { } seconds)
            stop.Wait(TimeSpan.FromSeconds(seconds));
        else
            stop.Wait();
        int open = rack.Bmcs.Sum(bmc => bmc.OpenSessions);
        rack.Stop();
        Report(rack, open);
        GC.KeepAlive(termination);
    }

    /// <summary>
    /// Runs an action at SIGTERM, instead of ending the process. The type for it is newer than netstandard2.0, so it is looked up;
    /// without it the process ends.
    /// </summary>
    private static object? OnTermination(Action action)
    {
        const int SigTerm = -4;
        const string Library = "System.Runtime.InteropServices";
        var registration = Type.GetType($"{Library}.PosixSignalRegistration, {Library}");
        var signal = Type.GetType($"{Library}.PosixSignal, {Library}");
        Action<object> handler = context =>
        {
            context.GetType().GetProperty("Cancel")?.SetValue(context, true);
            action();
        };
        return signal is null ? null : registration?.GetMethod("Create")?.Invoke(null, [Enum.ToObject(signal, SigTerm), handler]);
    }

    private static void Report(SimulatorRack rack, int open)
    {
        Console.Out.WriteLine($"stopped: {rack.Bmcs.Sum(bmc => bmc.PacketCount)} packets received, {rack.Bmcs.Sum(bmc => bmc.SessionsOpened)} sessions opened, {rack.Bmcs.Sum(bmc => bmc.RefusedLogIns)} log-ins refused, {open} sessions open at the end, {rack.Bmcs.Sum(bmc => bmc.SessionsExpired)} timed out");
        foreach (var bmc in rack.Bmcs.Where(bmc => bmc.Fault is not null))
            Console.Error.WriteLine($"fault {bmc.Address} {bmc.Port} {bmc.Fault}");
        foreach (var bmc in rack.Bmcs.Where(bmc => bmc.PowerActions.Count > 0))
            Console.Out.WriteLine($"power {bmc.Address} {bmc.Port} {string.Join(" ", bmc.PowerActions)}");
    }

    private static void WriteInventory(SimulatorRack rack, string path)
    {
        try
        {
            File.WriteAllLines(path, rack.Bmcs.Select(bmc => $"{bmc.Address},{bmc.Port},{Quote(bmc.UserName)},{Quote(bmc.Password)}").Prepend("ComputerName,Port,UserName,Password"));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new IOException($"--csv: {error.Message}", error);
        }
    }

    private static string Quote(string text) => text.Contains(',') || text.Contains('"') ? $"\"{text.Replace("\"", "\"\"")}\"" : text;
}
