using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace IpmiPS.Interop.Support;

/// <summary>A program of somebody else's, found on PATH or where Debian keeps what administrators use.</summary>
internal static class ExternalTool
{
    private static readonly string[] s_moreFolders = ["/usr/local/sbin", "/usr/sbin", "/sbin"];

    /// <summary>Enough for any tool here on a machine under load; they need well under a second.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(60);

    /// <summary>Full path of a program, or null where it is not installed.</summary>
    public static string? Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Concat(s_moreFolders)
        .Select(folder => Path.Combine(folder, program))
        .FirstOrDefault(File.Exists);

    /// <summary>Runs a program to its end, which it is helped to where it takes longer than a minute.</summary>
    public static async Task<ToolResult> RunAsync(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null, string input = "")
    {
        var start = new ProcessStartInfo(Find(program) ?? throw new FileNotFoundException($"{program} is not installed."))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        start.Environment["LC_ALL"] = "C.UTF-8";
        start.Environment["TZ"] = "UTC";
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await WriteInputAsync(process, input);
        try
        {
            await process.WaitForExitAsync().WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            End(process);
            throw new TimeoutException($"{program} {string.Join(' ', start.ArgumentList)} took longer than {Patience.TotalSeconds:0} seconds.");
        }

        return new ToolResult(string.Join(' ', start.ArgumentList.Prepend(program)), process.ExitCode, await output, await error);
    }

    private static async Task WriteInputAsync(Process process, string input)
    {
        try
        {
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading.
        }
    }

    private static void End(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception error) when (error is InvalidOperationException or Win32Exception)
        {
            // It ended by itself meanwhile.
        }
    }
}

/// <summary>What a program printed and how it ended.</summary>
internal sealed record ToolResult(string CommandLine, int ExitCode, string Output, string Error)
{
    /// <summary>What it printed, by lines; the program must have succeeded.</summary>
    public string[] Lines
    {
        get
        {
            Assert.True(ExitCode == 0, $"{CommandLine} ended with {ExitCode}:\n{Output}\n{Error}");
            return Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
    }
}
