using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;

namespace IpmiPS.Interop.Support;

/// <summary>
/// A program that plays a BMC, with all that it starts. A shell watches over it: when the test, or the whole test run, is gone,
/// its input closes and it ends the program, so that nothing is ever left behind.
/// </summary>
internal sealed class BmcProcess : IDisposable
{
    private const string Watch = """
        exec 3<&0
        "$@" </dev/null & program=$!
        (exec >/dev/null 2>&1; cat <&3; kill -TERM $program) &
        wait $program
        """;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private static int s_addresses;

    private readonly Process _shell;

    private BmcProcess(Process shell) => _shell = shell;

    /// <summary>A loopback address that no other BMC of this run has, and hardly one of another run at the same time.</summary>
    public static string NextAddress()
    {
        int run = Environment.ProcessId;
        return $"127.{64 + (run >> 8) % 128}.{run & 0xFF}.{Interlocked.Increment(ref s_addresses)}";
    }

    /// <summary>Starts a program and waits until it prints a line that begins with "ready".</summary>
    public static async Task<BmcProcess> StartAsync(IEnumerable<string> command, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo("bash") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (string argument in (string[])["-c", Watch, "bmc", .. command])
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;

        var bmc = new BmcProcess(Process.Start(start)!);
        var ready = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        var said = new List<string>();
        void Hear(string? line)
        {
            if (line is null)
            {
                ready.TrySetResult(false);
                return;
            }

            lock (said)
                said.Add(line);
            if (line.StartsWith("ready", StringComparison.Ordinal))
                ready.TrySetResult(true);
        }

        bmc._shell.OutputDataReceived += (_, line) => Hear(line.Data);
        bmc._shell.ErrorDataReceived += (_, line) => Hear(line.Data ?? "");
        bmc._shell.BeginOutputReadLine();
        bmc._shell.BeginErrorReadLine();
        bool isReady = await Task.WhenAny(ready.Task, Task.Delay(s_patience)) == ready.Task && await ready.Task;
        if (isReady)
            return bmc;
        bmc.Dispose();
        lock (said)
            throw new InvalidOperationException($"{string.Join(' ', command)} does not answer. {string.Join('\n', said)}");
    }

    public void Dispose()
    {
        _shell.StandardInput.Close();
        if (!_shell.WaitForExit(s_patience))
            _shell.Kill(entireProcessTree: true);
        _shell.Dispose();
    }
}
