using System;

namespace IpmiPS.Simulator;

/// <summary>The lock under which everything of one BMC runs. Keeps the first fault of the simulator itself, which must not end the process that hosts it.</summary>
internal sealed class BmcLock
{
    private readonly object _gate = new();
    private Exception? _fault;

    public Exception? Fault => _fault;

    public void Run(Action action)
    {
        lock (_gate)
            action();
    }

    public T Run<T>(Func<T> get)
    {
        lock (_gate)
            return get();
    }

    /// <summary>Runs an action whose exceptions nothing else handles.</summary>
    public void RunGuarded(Action action)
    {
        lock (_gate)
        {
            try
            {
                action();
            }
            catch (Exception fault)
            {
                Record(fault);
            }
        }
    }

    public void Record(Exception fault) => _fault ??= fault;
}
