using System;
using System.Collections.Generic;
using System.Net;

namespace IpmiPS.Simulator;

/// <summary>The sessions of a BMC and its log-ins in progress, limited by slots and timeouts. IPMI 2.0 section 6.12.</summary>
internal sealed class SessionTable(SimulatorTime time, int slots, TimeSpan idleTimeout, int seed)
{
    /// <summary>A log-in without progress frees its slot after this time.</summary>
    private static readonly TimeSpan LogInTimeout = TimeSpan.FromSeconds(5);

    private readonly List<ServerSession> _sessions = [];
    private readonly List<LogIn20> _logIns = [];
    private readonly List<Challenge15> _challenges = [];
    private int _ids;

    /// <summary>Raised when a session has ended for any reason.</summary>
    public event Action<ServerSession>? Closed;

    public int Slots => slots;

    public IReadOnlyList<ServerSession> Sessions => _sessions;

    public int Peak { get; private set; }

    public long OpenedCount { get; private set; }

    public long ClosedCount { get; private set; }

    public long ExpiredCount { get; private set; }

    /// <summary>An id that no session or log-in uses.</summary>
    public uint NewId()
    {
        uint id;
        do
            id = Noise.Hash(seed, ++_ids, 0x1D);
        while (id == 0 || FindSession(id) is not null || FindLogIn(id) is not null || FindChallenge(id) is not null);
        return id;
    }

    public ServerSession? FindSession(uint id) => _sessions.Find(session => session.Id == id);

    public LogIn20? FindLogIn(uint bmcId) => _logIns.Find(logIn => logIn.BmcId == bmcId);

    /// <summary>The log-in that the same Open Session Request started earlier.</summary>
    public LogIn20? FindLogIn(uint consoleId, byte tag, IPEndPoint endPoint) =>
        _logIns.Find(logIn => logIn.ConsoleId == consoleId && logIn.Tag == tag && logIn.EndPoint.Equals(endPoint));

    public Challenge15? FindChallenge(uint temporaryId) => _challenges.Find(challenge => challenge.TemporaryId == temporaryId);

    /// <summary>Whether another log-in may start.</summary>
    public bool HasFreeSlot()
    {
        Expire();
        return _sessions.Count + _logIns.Count < slots;
    }

    public void Begin(LogIn20 logIn) => _logIns.Add(logIn);

    public void Begin(Challenge15 challenge)
    {
        // Challenges need no slot; the oldest is dropped.
        if (_challenges.Count >= 4 * slots)
            _challenges.RemoveAt(0);
        _challenges.Add(challenge);
    }

    public void End(LogIn20 logIn) => _logIns.Remove(logIn);

    public void End(Challenge15 challenge) => _challenges.Remove(challenge);

    public byte NextHandle()
    {
        byte handle = 1;
        while (_sessions.Exists(session => session.Handle == handle))
            handle++;
        return handle;
    }

    public void Open(ServerSession session)
    {
        session.LastHeard = time.Now;
        _sessions.Add(session);
        OpenedCount++;
        Peak = Math.Max(Peak, _sessions.Count);
    }

    public void Close(ServerSession session)
    {
        if (!_sessions.Remove(session))
            return;
        ClosedCount++;
        Closed?.Invoke(session);
        session.Sealing.Dispose();
    }

    public void CloseAll()
    {
        while (_sessions.Count > 0)
            Close(_sessions[_sessions.Count - 1]);
        _logIns.Clear();
        _challenges.Clear();
    }

    /// <summary>Ends sessions and log-ins that were idle for too long.</summary>
    public void Expire()
    {
        _logIns.RemoveAll(logIn => time.Now - logIn.Begun > LogInTimeout);
        _challenges.RemoveAll(challenge => time.Now - challenge.Begun > LogInTimeout);
        for (int i = _sessions.Count - 1; i >= 0; i--)
        {
            if (time.Now - _sessions[i].LastHeard <= idleTimeout)
                continue;
            ExpiredCount++;
            Close(_sessions[i]);
        }
    }
}
