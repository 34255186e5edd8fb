using System;
using System.Management.Automation.Host;
using System.Runtime.InteropServices;
using System.Text;

namespace IpmiPS.Cmdlets;

/// <summary>Opens the console, where there is one.</summary>
internal static class RawTerminal
{
    /// <summary>Why this host has no console to hand over; null where it has.</summary>
    public static string? GetUnavailableReason(PSHost? host)
    {
        if (host is null || host.Name is not ("ConsoleHost" or "Visual Studio Code Host"))
            return $"The host '{host?.Name}' is no console.";
        if (Console.IsInputRedirected || Console.IsOutputRedirected)
            return "Input or output is redirected, so there is no console.";
        foreach (string argument in Environment.GetCommandLineArgs())
            if (argument.Length >= 5 && "-NonInteractive".StartsWith(argument, StringComparison.OrdinalIgnoreCase))
                return "PowerShell runs with -NonInteractive.";
        return Environment.UserInteractive ? null : "This process has no user to talk to.";
    }

    /// <summary>Takes the console over.</summary>
    public static IRawTerminal Open() =>
        RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? new WindowsTerminal() : new UnixTerminal();

    /// <summary>Writes text.</summary>
    public static void Write(this IRawTerminal terminal, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        terminal.Write(bytes, 0, bytes.Length);
    }
}
