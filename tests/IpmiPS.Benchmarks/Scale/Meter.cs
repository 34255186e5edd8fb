using System.Diagnostics;

namespace IpmiPS.Benchmarks;

/// <summary>Wall time, processor time and growth of memory of this process, from now on.</summary>
internal sealed class Meter
{
    private readonly Process _process = Process.GetCurrentProcess();
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly double _cpu;
    private readonly long _memory;

    public Meter()
    {
        _cpu = _process.TotalProcessorTime.TotalSeconds;
        _memory = _process.WorkingSet64;
    }

    public (double Seconds, double CpuSeconds, double Bytes) Read()
    {
        double seconds = _watch.Elapsed.TotalSeconds;
        _process.Refresh();
        return (seconds, _process.TotalProcessorTime.TotalSeconds - _cpu, _process.PeakWorkingSet64 - _memory);
    }
}
