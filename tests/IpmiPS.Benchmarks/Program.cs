// What the core and the cmdlets cost, and how they compare with other tools: docs/performance.md.
using System;
using System.Runtime.InteropServices;
using System.Threading;
using IpmiPS.Benchmarks;

const string Usage = """
    dotnet run -c Release --project tests/IpmiPS.Benchmarks -- MODE [--option value ...]

      micro      codec, crypto and decoding with BenchmarkDotNet
                 --filter PATTERN (*)
      session    1,000 commands in a session: bytes allocated, packets and time for each
                 --commands N (1000)
      fleet      cmdlets and core beside ipmitool, FreeIPMI and the floor, on one farm behind one relay
                 --harness DIR (or the environment variable IPMIPS_BENCH), --hosts N (200), --rtt MS (20), --runs N (5),
                 --peer-runs N (1; of peers that take more than 10 s), --rows LIST, --columns LIST
      scale      the power state of 100 to 10,000 virtual BMCs
                 --counts LIST (100,1000,3000,10000), --throttle N (256), --runs N (3)
      throttle   the same of one fleet with more and more BMCs at once
                 --hosts N (1000), --rtt MS (20), --runs N (3), --limits LIST (16,32,...,2048)
      find       a search of 65,534 addresses with virtual BMCs among them
                 --bmcs N (500), --range TEXT (127.78.0.0/16), --rate N (1000), --losses LIST (0,2)
      alerts     alerts of another process at a steady rate
                 --count N (10000; for each round), --rate N (2000), --rounds N (5)

      soak       one PowerShell polls a fleet with faults: what it holds must not grow
                 --hosts N (1000), --minutes N (30), --pause SECONDS (10; from one round to the next)
      watch      one PowerShell with Watch-IpmiSel on a fleet to which things happen: each event once, in time, without growth
                 --hosts N (1000), --minutes N (30), --interval SECONDS (60), --loss PERCENT (5), --seed N (1), --session-mode MODE (Auto),
                 --silence SECONDS (300; the longest)

    Loopback addresses only. Exit code 1: a requirement was missed.
    """;

using var cache = new CacheOfItsOwn();
Environment.SetEnvironmentVariable(CacheOfItsOwn.Variable, cache.Folder);
using var stop = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var termination = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
try
{
    var options = new Options(args.Length > 0 ? args[1..] : []);
    switch (args.Length > 0 ? args[0] : "")
    {
        case "micro":
            return MicroRun.Run(options);
        case "session":
            return await SessionRun.RunAsync(options, stop.Token) ? 0 : 1;
        case "fleet":
            return await ComparisonRun.RunAsync(options, stop.Token) ? 0 : 1;
        case "scale":
            return await ScaleRun.RunAsync(options, stop.Token) ? 0 : 1;
        case "throttle":
            await ThrottleRun.RunAsync(options, stop.Token);
            return 0;
        case "find":
            return await FindRun.RunAsync(options, stop.Token) ? 0 : 1;
        case "alerts":
            return await AlertRun.RunAsync(options, stop.Token) ? 0 : 1;
        case "alert-sender":
            AlertRun.Send(options);
            return 0;
        case "soak":
            return await SoakRun.RunAsync(options, stop.Token) ? 0 : 1;
        case "watch":
            return await WatchRun.RunAsync(options, stop.Token) ? 0 : 1;
        case "watched":
            await EventfulRack.RunAsync(options, stop.Token);
            return 0;
        case "client":
            await Sweep.RunClientAsync(options, stop.Token);
            return 0;
        default:
            Console.Error.WriteLine(Usage);
            return 2;
    }
}
catch (FormatException error)
{
    Console.Error.WriteLine(error.Message);
    return 2;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    Console.Error.WriteLine("Stopped.");
    return 130;
}

// The run is left through its "finally" blocks, which end what was started.
void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    stop.Cancel();
}
