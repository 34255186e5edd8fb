using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Tests.Support;

namespace IpmiPS.Benchmarks;

/// <summary>
/// A PowerShell with the module imported that lives as long as this object. It is given scripts, one line each, over its standard
/// input, and takes the time itself, so that neither its start nor the pipe is measured.
/// </summary>
internal sealed class WarmShell : IDisposable
{
    private const string Mark = "#=";

    private readonly CacheOfItsOwn _cache = new();
    private readonly Child _child;

    private WarmShell() => _child = new Child(
        "pwsh", ["-NoProfile", "-NonInteractive", "-Command", "-"], ("TERM", "dumb"), ("NO_COLOR", "1"), (CacheOfItsOwn.Variable, _cache.Folder));

    /// <summary>Why there can be none here, or null.</summary>
    public static string? Missing =>
        Child.Find("pwsh") is null ? "there is no pwsh here"
        : !System.IO.File.Exists(ModulePath) ? "the module is not built (dotnet build src/IpmiPS -t:Module)"
        : null;

    private static string ModulePath => Repository.PathOf("out/IpmiPS/IpmiPS.psd1");

    public static async Task<WarmShell> StartAsync(string userName, string password, CancellationToken stop)
    {
        var shell = new WarmShell();
        try
        {
            await shell.RunAsync($"Import-Module '{ModulePath}'; $c = [pscredential]::new('{userName}', (ConvertTo-SecureString '{password}' -AsPlainText -Force)); $w = [Diagnostics.Stopwatch]::new()", stop).ConfigureAwait(false);
            return shell;
        }
        catch
        {
            shell.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Runs a script of one line. $c is the credential and $w a stopwatch; what is given to "Tell" in it comes back, line by line.
    /// </summary>
    /// <exception cref="InvalidOperationException">The script failed.</exception>
    public async Task<IReadOnlyList<string>> RunAsync(string script, CancellationToken stop)
    {
        await _child.WriteLineAsync($"function Tell {{ [Console]::Out.WriteLine('{Mark}' + ($args -join ' ')) }}; try {{ $ErrorActionPreference = 'Stop'; {script}; Tell done }} catch {{ Tell error $_ }}").ConfigureAwait(false);
        var told = new List<string>();
        while (true)
        {
            string line = await _child.ReadLineAsync(stop).ConfigureAwait(false);
            int at = line.IndexOf(Mark, StringComparison.Ordinal);
            string text = at < 0 ? "" : line[(at + Mark.Length)..];
            if (text == "done")
                return told;
            if (text.StartsWith("error", StringComparison.Ordinal))
                throw new InvalidOperationException($"PowerShell: {text}");
            if (at >= 0)
                told.Add(text);
        }
    }

    /// <summary>Strings as PowerShell writes them.</summary>
    public static string ListOf(IEnumerable<string> texts) => string.Join(",", texts.Select(text => $"'{text}'"));

    public void Dispose()
    {
        _child.Dispose();
        _cache.Dispose();
    }
}
