namespace IpmiPS.Simulator;

/// <summary>The faults of one BMC, which may be changed while it runs, and whether one strikes.</summary>
internal sealed class FaultInjector(SimulatorFaults faults, int key)
{
    private volatile SimulatorFaults _current = faults;

    public SimulatorFaults Current
    {
        get => _current;
        set => _current = value;
    }

    /// <summary>Whether a fault strikes the n-th event of a kind; always the same for the same key.</summary>
    public bool Strikes(double percent, int number, int kind) => Noise.Happens(percent, key, number, kind);
}
