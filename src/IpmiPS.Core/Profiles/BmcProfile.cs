using System;
using IpmiPS.Crypto;

namespace IpmiPS;

/// <summary>
/// What is known of one BMC from earlier sessions. Each entry saves a round trip or a failed attempt. All but one are hints: each is verified by its use,
/// and replaced if the BMC has changed. The exception is <see cref="ProvenSuite"/>, which prevents weaker log-ins later. Thread-safe; it contains no
/// secret.
/// </summary>
public sealed class BmcProfile
{
    /// <summary>How long a hint is valid. After that, better suites and higher privilege levels are tried again.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    /// <summary>The suite that is tried first if none is known.</summary>
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

    /// <summary>Whether this is a controller behind a BMC, of which nothing is cached: caches have the names of BMCs.</summary>
    internal bool IsOfController { get; init; }

    /// <summary>What is on disk of this profile; null if nothing is.</summary>
    internal BmcProfileFile? Saved { get; set; }

    /// <summary>The round-trip time of log-in steps, which slow processors take longer for than for commands.</summary>
    internal RoundTripTime? LogInTime
    {
        get => Get(ref _logIn);
        set => Set(ref _logIn, value);
    }

    /// <summary>The round-trip time of commands.</summary>
    internal RoundTripTime? CommandTime
    {
        get => Get(ref _command);
        set => Set(ref _command, value);
    }

    /// <summary>The number of requests in flight that the BMC handles; 0 if unknown.</summary>
    internal int Window
    {
        get => Get(ref _window);
        set => Set(ref _window, value);
    }

    /// <summary>The number of bytes of an SDR that the BMC returns at once; 0 if unknown.</summary>
    internal int SdrReadSize
    {
        get => Get(ref _sdrReadSize);
        set => Set(ref _sdrReadSize, value);
    }

    /// <summary>The number of bytes of FRU data that the BMC returns at once; 0 if unknown.</summary>
    internal int FruReadSize
    {
        get => Get(ref _fruReadSize);
        set => Set(ref _fruReadSize, value);
    }

    /// <summary>
    /// The best secure cipher suite with which a log-in succeeded; null if none did. It does not expire: weaker suites are accepted only after the
    /// profile was removed.
    /// </summary>
    internal CipherSuite? ProvenSuite => Get(ref _proven);

    /// <summary>Records that a log-in with this suite succeeded.</summary>
    internal void Prove(CipherSuite suite)
    {
        lock (_gate)
        {
            if (suite.IsSecure && (_proven is null || _proven.IsWeakerThan(suite)))
                _proven = suite;
        }
    }

    /// <summary>Returns the cipher suite of the last log-in; null if unknown or expired.</summary>
    internal CipherSuite? FindSuite(DateTimeOffset now)
    {
        lock (_gate)
            return _suite.IsFresh(now) ? CipherSuite.Find(_suite.Value) : null;
    }

    /// <summary>Records that a log-in with this suite succeeded after all better ones were refused.</summary>
    internal void RecordSuite(CipherSuite suite, DateTimeOffset now)
    {
        lock (_gate)
        {
            if (_suite.Value != suite.Id || !_suite.IsFresh(now))
                _suite = new(suite.Id, now);
        }
    }

    /// <summary>Returns the highest privilege level that the BMC granted this user; null if unknown or expired.</summary>
    internal PrivilegeLevel? FindPrivilege(string userName, DateTimeOffset now)
    {
        lock (_gate)
            return _privilege.IsFresh(now) && _privilege.Value.UserName == userName ? _privilege.Value.Level : null;
    }

    /// <summary>Records that the user was granted this level and refused all higher ones.</summary>
    internal void RecordPrivilege(string userName, PrivilegeLevel level, DateTimeOffset now)
    {
        lock (_gate)
        {
            if (_privilege.Value != (userName, level) || !_privilege.IsFresh(now))
                _privilege = new((userName, level), now);
        }
    }

    /// <summary>Removes the recorded level, because a caller needs more: the next log-in requests the highest level again.</summary>
    internal void RemovePrivilege()
    {
        lock (_gate)
            _privilege = default;
    }

    /// <summary>Returns what is worth a file; null if it is no more than the defaults.</summary>
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

    /// <summary>Creates a profile from what an earlier process saved.</summary>
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

    /// <summary>A value and when it was recorded.</summary>
    private readonly record struct Hint<T>(T Value, DateTimeOffset Since)
    {
        public bool IsFresh(DateTimeOffset now) => Since != default && now - Since < Lifetime && now >= Since;
    }
}
