using System.Collections.Generic;

namespace IpmiPS.Tests.Support;

/// <summary>Keeps the answers of a BMC until a test lets them go.</summary>
internal sealed class HeldAnswers
{
    private readonly object _gate = new();
    private List<BmcAnswer> _held = [];

    public HeldAnswers(TestBmc bmc) => bmc.Seal = answer =>
    {
        lock (_gate)
        {
            _held.Add(answer);
            MaximumAtOnce = System.Math.Max(MaximumAtOnce, _held.Count);
        }

        return [];
    };

    /// <summary>How many were held at once at most.</summary>
    public int MaximumAtOnce { get; private set; }

    public int Count
    {
        get
        {
            lock (_gate)
                return _held.Count;
        }
    }

    /// <summary>Takes what is held; the test seals and delivers it.</summary>
    public List<BmcAnswer> Take()
    {
        lock (_gate)
        {
            var taken = _held;
            _held = [];
            return taken;
        }
    }
}
