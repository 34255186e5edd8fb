using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Tests.Support;
using IpmiPS.Watching;
using Xunit;

namespace IpmiPS.Tests.Watching;

/// <summary>A watched fleet without a network, whose time moves from one wait to the next.</summary>
internal sealed class WatchedFleet : IDisposable
{
    private readonly ManualClock _clock = new();
    private int _atOnce;
    private int _mostAtOnce;
    private bool _isStarted;

    public WatchedFleet(int count, WatchOptions options)
    {
        Watch = new FleetWatch(options, _clock);
        Bmcs = [.. Enumerable.Range(1, count).Select(number => new FakeBmc(this, number))];
    }

    public FleetWatch Watch { get; }

    public IReadOnlyList<FakeBmc> Bmcs { get; }

    public int MostAtOnce => _mostAtOnce;

    public TimeSpan Now => _clock.Now;

    /// <summary>Adds the BMCs, if that was not done. Their first polls are made at once, so a test says first how they behave.</summary>
    public void Start()
    {
        if (_isStarted)
            return;
        _isStarted = true;
        foreach (var bmc in Bmcs)
            Watch.Add(bmc.Watched);
    }

    /// <summary>Moves the time in small steps, from when the watch begins, each after all BMCs have done what was due.</summary>
    /// <param name="time">How long.</param>
    /// <param name="isQuiet">False where polls are held, so that not all BMCs get to their next wait.</param>
    public async Task RunAsync(TimeSpan time, bool isQuiet = true)
    {
        Start();
        for (TimeSpan end = Now + time; ;)
        {
            if (isQuiet)
                await UntilAsync(() => _clock.WaitCount >= Watch.Count);
            else
                await UntilAsync(() => _clock.WaitCount + Bmcs.Count(static bmc => bmc.IsHeld) + _waiting() >= Watch.Count);
            if (Now >= end)
                return;
            _clock.Advance(TimeSpan.FromSeconds(0.5));
        }

        // Held polls keep the turns, and others wait for one.
        int _waiting() => Bmcs.Any(static bmc => bmc.IsHeld) ? Bmcs.Count(static bmc => bmc.Hold is not null && !bmc.IsHeld) : 0;
    }

    public void Forget()
    {
        foreach (var bmc in Bmcs)
            bmc.Polls.Clear();
    }

    /// <summary>Waits for a task, but not for ever.</summary>
    public static async Task WithinAsync(Task task)
    {
        Assert.Same(task, await Task.WhenAny(task, Task.Delay(TimeSpan.FromSeconds(60))));
        await task;
    }

    public void Dispose() => Watch.Stop();

    private static async Task UntilAsync(Func<bool> condition)
    {
        for (var limit = DateTime.UtcNow.AddSeconds(60); !condition();)
        {
            Assert.True(DateTime.UtcNow < limit, "The watch did not come to rest.");
            await Task.Yield();
        }
    }

    internal sealed class FakeBmc
    {
        private readonly WatchedFleet _fleet;

        public FakeBmc(WatchedFleet fleet, int number)
        {
            _fleet = fleet;
            Connection = new ScriptedBmc(request =>
            {
                Requests.Add(_fleet.Now);
                return TestBmc.DeviceIdAnswer;
            });
            Watched = new WatchedBmc
            {
                ComputerName = $"bmc{number}",
                ConnectAsync = ConnectAsync,
                PollAsync = PollAsync,
                ReportAsync = (item, _) =>
                {
                    if (item.Output is { } output)
                        Reported.Add(output);
                    return Task.CompletedTask;
                },
                Failed = error => Failed = error,
            };
        }

        public WatchedBmc Watched { get; }

        public ScriptedBmc Connection { get; }

        /// <summary>When it was polled.</summary>
        public List<TimeSpan> Polls { get; } = [];

        /// <summary>When it was polled or kept alive.</summary>
        public List<TimeSpan> Requests { get; } = [];

        public List<object> Reported { get; } = [];

        public IpmiException? Failed { get; private set; }

        public int LogIns { get; private set; }

        public int OpenSessions { get; private set; }

        /// <summary>With what polls fail; null for none.</summary>
        public Func<IpmiException>? Failure { get; set; }

        /// <summary>With what log-ins fail; the present session is gone, too.</summary>
        public IpmiException? Refusal { get; set; }

        public bool HasDroppedSession { get; set; }

        /// <summary>What each poll finds; null for nothing.</summary>
        public object? Finds { get; set; }

        /// <summary>Polls end with this.</summary>
        public Task<bool>? Hold { get; set; }

        public bool IsHeld { get; private set; }

        public IEnumerable<TimeSpan> Gaps() => Requests.Zip(Requests.Skip(1), static (first, second) => second - first);

        private Task<WatchConnection> ConnectAsync(CancellationToken stop)
        {
            stop.ThrowIfCancellationRequested();
            LogIns++;
            if (Refusal is { } refusal)
                throw refusal;
            HasDroppedSession = false;
            OpenSessions++;
            return Task.FromResult(new WatchConnection(Connection, isOwn: true, () => Refusal is null, () => OpenSessions--));
        }

        private async Task PollAsync(IIpmiConnection bmc, ICollection<WatchItem> items, CancellationToken stop)
        {
            int now = Interlocked.Increment(ref _fleet._atOnce);
            lock (_fleet)
                _fleet._mostAtOnce = Math.Max(_fleet._mostAtOnce, now);
            try
            {
                Polls.Add(_fleet.Now);
                Requests.Add(_fleet.Now);
                if (Hold is { } hold)
                {
                    IsHeld = true;
                    await hold.WaitAsync(stop);
                    IsHeld = false;
                }

                if (Finds is { } found)
                    items.Add(new WatchItem(found));
                if (HasDroppedSession)
                    throw Silence();
                if (Failure is { } failure)
                    throw failure();
            }
            finally
            {
                Interlocked.Decrement(ref _fleet._atOnce);
            }
        }
    }

    private static IpmiException Silence() => new(IpmiErrorKind.Timeout, "No response.");
}
