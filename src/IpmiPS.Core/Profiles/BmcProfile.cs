using System;
using IpmiPS.Crypto;

namespace IpmiPS;

/// <summary>
/// What was learnt of one BMC while talking to it, so that it need not be found out again: each entry spares a round trip or
/// a vain try. All but one are hints: each is checked by its use, and where a BMC has changed, what is so now takes the hint's
/// place. The exception is <see cref="ProvenSuite"/>, which keeps later log-ins from being weaker. Safe for many threads; no secret is in it.
/// </summary>
public sealed class BmcProfile
{
    /// <summary>After so long a better suite is tried again, and a higher privilege.</summary>
    private static readonly TimeSpan Lasting = TimeSpan.FromDays(7);

    /// <summary>What is tried first where nothing is known.</summary>
    private const byte BestSuite = 17;

    private readonly object _gate = new();
    private CipherSuite? _proven;
    private Hint<byte> _suite;
    private Hint<(string UserName, PrivilegeLevel Level)> _privilege;
    private RoundTripTime? _logIn;
    private RoundTripTime? _command;
    private int _window;
    private int _sdrReadSize;
    private int _fruReadSize;

    /// <summary>What is on disk of it; null where nothing is.</summary>
    internal BmcProfileFile? Kept { get; set; }

    /// <summary>How long the steps of a log-in took; slow processors need more for them than for commands.</summary>
    internal RoundTripTime? LogInTime
    {
        get => Get(ref _logIn);
        set => Set(ref _logIn, value);
    }

    /// <summary>How long commands took.</summary>
    internal RoundTripTime? CommandTime
    {
        get => Get(ref _command);
        set => Set(ref _command, value);
    }

    /// <summary>How many requests in flight the BMC stood; 0 where nothing is known.</summary>
    internal int Window
    {
        get => Get(ref _window);
        set => Set(ref _window, value);
    }

    /// <summary>How many bytes of an SDR the BMC gives at once; 0 where nothing is known.</summary>
    internal int SdrReadSize
    {
        get => Get(ref _sdrReadSize);
        set => Set(ref _sdrReadSize, value);
    }

    /// <summary>How many bytes of FRU data the BMC gives at once; 0 where nothing is known.</summary>
    internal int FruReadSize
    {
        get => Get(ref _fruReadSize);
        set => Set(ref _fruReadSize, value);
    }

    /// <summary>
    /// The best secure cipher suite with which a log-in succeeded; null where none did. It does not age: a BMC is believed to have lost it only
    /// once the caller has it forgotten.
    /// </summary>
    internal CipherSuite? ProvenSuite => Get(ref _proven);

    /// <summary>A log-in with this suite succeeded.</summary>
    internal void Prove(CipherSuite suite)
    {
        lock (_gate)
        {
            if (suite.IsSecure && (_proven is null || _proven.IsWeakerThan(suite)))
                _proven = suite;
        }
    }

    /// <summary>The cipher suite of the last log-in; null where nothing is known, or what is known is old.</summary>
    internal CipherSuite? FindSuite(DateTimeOffset now)
    {
        lock (_gate)
            return _suite.IsFresh(now) ? CipherSuite.Find(_suite.Value) : null;
    }

    /// <summary>A log-in with this suite succeeded, after all better ones were refused.</summary>
    internal void KeepSuite(CipherSuite suite, DateTimeOffset now)
    {
        lock (_gate)
        {
            if (_suite.Value != suite.Id || !_suite.IsFresh(now))
                _suite = new(suite.Id, now);
        }
    }

    /// <summary>The highest privilege that the BMC granted this user; null where nothing is known, or what is known is old.</summary>
    internal PrivilegeLevel? FindPrivilege(string userName, DateTimeOffset now)
    {
        lock (_gate)
            return _privilege.IsFresh(now) && _privilege.Value.UserName == userName ? _privilege.Value.Level : null;
    }

    /// <summary>The user was granted this level, and refused all higher ones.</summary>
    internal void KeepPrivilege(string userName, PrivilegeLevel level, DateTimeOffset now)
    {
        lock (_gate)
        {
            if (_privilege.Value != (userName, level) || !_privilege.IsFresh(now))
                _privilege = new((userName, level), now);
        }
    }

    /// <summary>Somebody needs more than is known to be granted: next time, the highest level is asked for again.</summary>
    internal void RemovePrivilege()
    {
        lock (_gate)
            _privilege = default;
    }

    /// <summary>What of this is worth a file; null where it is no more than a newcomer would assume.</summary>
    internal BmcProfileFile? ToFile(DateTimeOffset now)
    {
        lock (_gate)
        {
            bool knowsSuite = _suite.IsFresh(now);
            if (_proven is null && !(knowsSuite && _suite.Value != BestSuite) && _window == 0 && _sdrReadSize == 0 && _fruReadSize == 0)
                return null;
            return new BmcProfileFile(
                knowsSuite ? _suite.Value : null, knowsSuite ? (uint)_suite.Since.ToUnixTimeSeconds() : 0, Milliseconds(_logIn), Milliseconds(_command),
                (byte)_window, (byte)_sdrReadSize, (byte)_fruReadSize, _proven?.Id);
        }
    }

    /// <summary>What an earlier process learnt.</summary>
    internal static BmcProfile From(BmcProfileFile file) => new()
    {
        _proven = Secure(file.ProvenSuite),
        _suite = Secure(file.Suite) is { } suite ? new(suite.Id, DateTimeOffset.FromUnixTimeSeconds(file.SuiteSince)) : default,
        _logIn = Time(file.LogInTime),
        _command = Time(file.CommandTime),
        _window = file.Window,
        _sdrReadSize = file.SdrReadSize,
        _fruReadSize = file.FruReadSize,
    };

    private static CipherSuite? Secure(byte? suite) => suite is { } id && CipherSuite.Find(id) is { IsSecure: true } secure ? secure : null;

    private static (ushort Smoothed, ushort Variation) Milliseconds(RoundTripTime? time) =>
        time is { } known ? (Rounded(known.Smoothed), Rounded(known.Variation)) : default;

    private static ushort Rounded(TimeSpan time) => (ushort)Math.Min(ushort.MaxValue, Math.Ceiling(time.TotalMilliseconds));

    private static RoundTripTime? Time((ushort Smoothed, ushort Variation) milliseconds) =>
        milliseconds.Smoothed == 0 ? null : new(TimeSpan.FromMilliseconds(milliseconds.Smoothed), TimeSpan.FromMilliseconds(milliseconds.Variation));

    private T Get<T>(ref T field)
    {
        lock (_gate)
            return field;
    }

    private void Set<T>(ref T field, T value)
    {
        lock (_gate)
            field = value;
    }

    /// <summary>Something that was so at a time.</summary>
    private readonly record struct Hint<T>(T Value, DateTimeOffset Since)
    {
        public bool IsFresh(DateTimeOffset now) => Since != default && now - Since < Lasting && now >= Since;
    }
}
