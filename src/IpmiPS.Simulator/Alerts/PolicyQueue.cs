using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using IpmiPS.Commands.App;
using IpmiPS.Parameters;

namespace IpmiPS.Simulator;

/// <summary>
/// Carries out alert policies, one after another: a policy that has started is finished before the next event's. Runs under the BMC's lock. IPMI 2.0
/// sections 17.2, 17.11 and 17.13.
/// </summary>
/// <param name="pef">Policies and strings.</param>
/// <param name="alerts">Sends the alerts.</param>
/// <param name="access">The active access settings of the LAN channel.</param>
/// <param name="waits">Whether alerts have to wait at present: for the sessions on the channel to end, if the BMC is of that kind.</param>
/// <param name="time">The clock.</param>
/// <param name="processed">Called with the record ID of an event whose policy is finished.</param>
internal sealed class PolicyQueue(PefConfiguration pef, LanAlerts alerts, Func<ChannelAccess> access, Func<bool> waits, SimulatorTime time, Action<ushort> processed)
{
    /// <summary>Events whose alerts can wait; the specification demands eight.</summary>
    private const int Capacity = 256;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Queue<Job> _waiting = new();
    private bool _isBusy;
    private int _cancellations;

    /// <summary>Adds an event. If too many wait already, its alerts are lost.</summary>
    public void Add(Job job)
    {
        if (_waiting.Count >= Capacity)
            return;
        _waiting.Enqueue(job);
        StartNext();
    }

    /// <summary>Forgets all events and stops their alerts.</summary>
    public void Cancel()
    {
        _waiting.Clear();
        _cancellations++;
        _isBusy = false;
        alerts.CancelFiltered();
    }

    private void StartNext()
    {
        if (_isBusy || _waiting.Count == 0)
            return;
        _isBusy = true;
        var job = _waiting.Dequeue();
        int cancellations = _cancellations;
        if (job.NotBefore > time.Now)
            time.Schedule(job.NotBefore, Start);
        else
            Start();

        void Start()
        {
            if (cancellations != _cancellations)
                return;
            if (waits())
                time.Schedule(time.Now + Pause, Start);
            else
                new Run(this, job).Continue();
        }
    }

    private void Finish(Job job)
    {
        _isBusy = false;
        processed(job.RecordId);
        StartNext();
    }

    /// <summary>The string that an entry's key names: directly, or by filter and set.</summary>
    private string FindText(byte key, int filter)
    {
        const byte IsSet = 0x80;
        if (key == 0)
            return "";
        if ((key & IsSet) == 0)
            return pef.Text(key);
        var wanted = new PefStringKey((byte)filter, (byte)(key & ~IsSet));
        return string.Concat(Enumerable.Range(0, PefConfiguration.Strings + 1).Where(number => pef.Value(PefParameters.StringKey, (byte)number) == wanted).Take(1).Select(pef.Text));
    }

    /// <summary>An event that is to be alerted, or has only been filtered.</summary>
    /// <param name="RecordId">ID of its record; 0 if it was not logged.</param>
    /// <param name="Policy">Policy; 0 for none.</param>
    /// <param name="Filter">Number of the filter that has selected the policy.</param>
    /// <param name="Content">What to send, without the text.</param>
    /// <param name="NotBefore">When it may be sent.</param>
    internal sealed record Job(ushort RecordId, byte Policy, int Filter, LanAlerts.Content Content, TimeSpan NotBefore);

    /// <summary>A policy for one event: its entries in the order of the table.</summary>
    private sealed class Run(PolicyQueue queue, Job job)
    {
        private readonly List<PefPolicy> _entries =
            [.. queue.Entries().Where(entry => job.Policy != 0 && entry.PolicyNumber == job.Policy && entry.IsEnabled)];

        private readonly int _cancellations = queue._cancellations;
        private bool _hasSucceeded;
        private int _next;

        public void Continue()
        {
            if (_cancellations != queue._cancellations)
                return;
            while (_next < _entries.Count)
            {
                var entry = _entries[_next++];
                if (!_hasSucceeded || entry.Rule == PefPolicyRule.Always)
                {
                    queue.Send(entry, job, OnCompleted);
                    return;
                }

                // It is left out: the last alert has succeeded.
                switch (entry.Rule)
                {
                    case PefPolicyRule.StopAfterSuccess:
                        _next = _entries.Count;
                        break;
                    case PefPolicyRule.OtherChannelAfterSuccess:
                        SkipWhile(next => next.Channel == entry.Channel);
                        break;
                    case PefPolicyRule.OtherTypeAfterSuccess:
                        SkipWhile(next => queue.TypeOf(next) == queue.TypeOf(entry));
                        break;
                }
            }

            queue.Finish(job);
        }

        private void SkipWhile(Func<PefPolicy, bool> isSkipped)
        {
            while (_next < _entries.Count && isSkipped(_entries[_next]))
                _next++;
        }

        private void OnCompleted(bool isDelivered)
        {
            _hasSucceeded = isDelivered;
            Continue();
        }
    }

    private IEnumerable<PefPolicy> Entries() => Enumerable.Range(1, PefConfiguration.Policies).Select(number => pef.Value(PefParameters.Policy, (byte)number));

    private int TypeOf(PefPolicy entry) => Channels.IsLan(entry.Channel) && entry.Destination <= LanConfiguration.AlertDestinations ? alerts.TypeOf(entry.Destination) : -1;

    private void Send(PefPolicy entry, Job job, Action<bool> completed)
    {
        if (!Channels.IsLan(entry.Channel) || access().AlertingDisabled)
            completed(false);
        else
            alerts.Send(entry.Destination, job.Content with { Text = FindText(entry.StringKey, job.Filter) }, completed);
    }
}
