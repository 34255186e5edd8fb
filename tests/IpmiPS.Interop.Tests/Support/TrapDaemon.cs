using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace IpmiPS.Interop.Support;

/// <summary>snmptrapd of net-snmp on a loopback address of its own. It takes one community, and writes a line for each trap.</summary>
internal sealed class TrapDaemon : IDisposable
{
    public const int Port = 10162;
    public const string Community = "interop";

    // Agent, source, version and community, enterprise, generic and specific number, variables. The socket is there when the kernel lists it.
    private const string Serve = """
        snmptrapd -f -C -c "$1/conf" -m "" -Lf "$1/log" -On -F 'trap|%a|%b|%P|%N|%w|%q|%v\n' "udp:$2:$3" >"$1/errors" 2>&1 & daemon=$!
        trap 'kill $daemon 2>/dev/null; wait $daemon; exit 0' TERM
        IFS=. read -r a b c d <<<"$2"
        bound=$(printf '%02X%02X%02X%02X:%04X' "$d" "$c" "$b" "$a" "$3")
        for _ in $(seq 100); do
          kill -0 $daemon 2>/dev/null || { cat "$1/errors" "$1/log"; exit 1; }
          if grep -q " $bound " /proc/net/udp; then echo ready; break; fi
          sleep 0.1
        done
        wait $daemon
        """;

    private readonly string _work = Directory.CreateTempSubdirectory("ipmips-").FullName;
    private BmcProcess? _process;

    private TrapDaemon()
    {
    }

    public string Address { get; } = BmcProcess.NextAddress();

    /// <param name="forward">Address and port to which it sends all traps; null for none.</param>
    public static async Task<TrapDaemon> StartAsync(string? forward = null)
    {
        var daemon = new TrapDaemon();
        await File.WriteAllTextAsync(Path.Combine(daemon._work, "conf"), $"authCommunity log,net {Community}\n{(forward is null ? "" : $"forward default udp:{forward}\n")}[snmp] hexOutputLength 0\n");
        daemon._process = await BmcProcess.StartAsync(
            ["bash", "-c", Serve, "serve", daemon._work, daemon.Address, $"{Port}"], new Dictionary<string, string> { ["SNMP_PERSISTENT_DIR"] = daemon._work });
        return daemon;
    }

    /// <summary>The traps that it has printed, once there are so many.</summary>
    public async Task<IReadOnlyList<PrintedTrap>> ReadAsync(int count)
    {
        string path = Path.Combine(_work, "log");
        var end = DateTime.UtcNow + ExternalTool.Patience;
        while (true)
        {
            var traps = (await File.ReadAllTextAsync(path)).Split('\n').Where(static line => line.StartsWith("trap|", StringComparison.Ordinal)).Select(static line => new PrintedTrap(line.Split('|'))).ToList();
            if (traps.Count >= count)
                return traps;
            Assert.True(DateTime.UtcNow < end, $"snmptrapd printed {traps.Count} traps instead of {count}:\n{await File.ReadAllTextAsync(path)}");
            await Task.Delay(20);
        }
    }

    public void Dispose()
    {
        _process?.Dispose();
        Directory.Delete(_work, recursive: true);
    }
}

/// <summary>A trap as snmptrapd prints it.</summary>
internal sealed class PrintedTrap(string[] fields)
{
    private const string HexMark = "= Hex-STRING: ";

    /// <summary>Address of the agent in the trap; for version 2 that of the sender.</summary>
    public string Agent => fields[1];

    /// <summary>Sender and receiver of the packet.</summary>
    public string Source => fields[2];

    /// <summary>Kind, version and community.</summary>
    public string Kind => fields[3];

    public string Enterprise => fields[4];

    /// <summary>Generic and specific number of a version 1 trap.</summary>
    public string Number => fields[5] + fields[6];

    /// <summary>The variables with their values.</summary>
    public string Variables => fields[7];

    /// <summary>The bytes of the platform event trap, in hexadecimal.</summary>
    public string[] Pet => Variables.Substring(Variables.IndexOf(HexMark, StringComparison.Ordinal) + HexMark.Length).Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
