using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Parameters;

namespace IpmiPS.Lan;

/// <summary>Privilege limits of cipher suites of one channel.</summary>
public sealed record CipherSuiteSettings
{
    /// <summary>The channel, 1 to 11; null for the one that the session uses.</summary>
    public int? Channel { get; init; }

    /// <summary>The limits to set, by number of the suite; other suites stay as they are.</summary>
    public IReadOnlyDictionary<byte, SuitePrivilege> Limits { get; init; } = new Dictionary<byte, SuitePrivilege>();
}

/// <summary>Changes privilege limits of cipher suites. The whole record of 16 limits is written. IPMI 2.0 table 23-4, parameter 24.</summary>
public sealed class CipherSuiteChange : IPreparedChange<CipherSuiteUpdate>
{
    private readonly IIpmiConnection _connection;
    private readonly CipherSuiteMap _before;
    private readonly CipherSuiteSettings _settings;
    private readonly byte? _ownSuite;

    private CipherSuiteChange(IIpmiConnection connection, CipherSuiteSettings settings, CipherSuiteMap before, byte? ownSuite) => (_connection, _settings, _before, _ownSuite) = (connection, settings, before, ownSuite);

    /// <summary>The change, with old and new values; null if everything is as requested already.</summary>
    public string? Description
    {
        get
        {
            string[] changes = [.. Changes.OrderBy(static limit => limit.Key).Select(limit => $"suite {limit.Key} {_before.LimitOf(limit.Key)} -> {limit.Value}")];
            return changes.Length == 0 ? null : $"channel {_before.Channel}: {string.Join(", ", changes)}{(Danger is null ? "" : ". " + Danger)}";
        }
    }

    internal Clock Clock { get; init; } = Clock.System;

    private IEnumerable<KeyValuePair<byte, SuitePrivilege>> Changes => _settings.Limits.Where(limit => _before.LimitOf(limit.Key) != limit.Value);

    /// <summary>What it means for the one who is connected with one of these suites, as at the end of the description; null if nothing.</summary>
    internal string? Danger => _ownSuite is { } own && Changes.Any(limit => limit.Key == own && limit.Value < SuitePrivilege.Administrator)
        ? $"You are connected with suite {own}, and log-ins with it will {(_settings.Limits[own] == SuitePrivilege.Unused ? "be refused" : $"have at most the privilege {_settings.Limits[own]}, which cannot set it back")}"
        : null;

    /// <summary>Reads the present limits and prepares the change. Changes nothing.</summary>
    /// <param name="connection">The BMC.</param>
    /// <param name="settings">The limits.</param>
    /// <param name="ownSuite">Returns the session's suite, once it is open; null if it is not known.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="IpmiException">NotPresent: a suite or the channel does not exist. CommandNotSupported: the BMC has no limits. Other kinds: they could not be read.</exception>
    public static async Task<CipherSuiteChange> PrepareAsync(IIpmiConnection connection, CipherSuiteSettings settings, Func<byte?>? ownSuite = null, CancellationToken cancellationToken = default)
    {
        if (settings.Limits.Values.Any(static limit => limit is <= SuitePrivilege.Unknown or > SuitePrivilege.Oem))
            throw new IpmiException(IpmiErrorKind.InvalidParameter, "A privilege limit is not valid.", "Correct the value. Nothing was changed.");
        var channels = await LanChannels.FindAsync(connection, cancellationToken).ConfigureAwait(false);
        byte channel = channels.Select(settings.Channel);
        var before = await CipherSuiteMap.ReadAsync(connection, channel, cancellationToken).ConfigureAwait(false);
        if (before.Limits.Length == 0 || before.Suites.Count == 0)
            throw new IpmiException(IpmiErrorKind.CommandNotSupported, "The BMC does not report privilege limits of cipher suites, so none was changed.", innerException: before.Error);
        if (settings.Limits.Keys.Where(suite => before.IndexOf(suite) < 0).ToArray() is { Length: > 0 } missing)
            throw NearestNames.NotPresent("cipher suite", [.. missing.Select(static suite => $"{suite}")], before.Suites.Select(static suite => $"{suite}"), "See Get-IpmiCipherSuite for the suites of the channel.");
        return new(connection, settings, before, channels.IsOwn(channel) ? ownSuite?.Invoke() : null);
    }

    /// <summary>Writes the limits and reads them back.</summary>
    /// <exception cref="IpmiException">OutcomeUnknown: the limits were sent, and neither a response nor a read says whether they were stored. CommandFailed: the
    /// BMC keeps something else. Other kinds: nothing was changed.</exception>
    public async Task<CipherSuiteUpdate> RunAsync(CancellationToken cancellationToken = default)
    {
        var after = _before;
        bool hasChanged = Description is not null;
        if (hasChanged)
        {
            var read = await new ParameterTransaction(_connection, new Limits(_before, _before.With(Changes)), Clock).RunAsync(cancellationToken).ConfigureAwait(false);
            after = _before with { Limits = LanParameters.CipherSuitePrivileges.Decode(read[0].Data) };
        }

        return new CipherSuiteUpdate
        {
            ComputerName = _connection.ComputerName,
            Channel = _before.Channel,
            Suites = string.Join(", ", after.Suites.Where(suite => after.LimitOf(suite) > SuitePrivilege.Unused).OrderBy(static suite => suite).Select(suite => $"{suite} {after.LimitOf(suite)}")),
            Changed = hasChanged,
            Verified = true,
        };
    }

    private sealed class Limits(CipherSuiteMap before, byte[] wanted) : ParameterChange(LanParameters.Family, before.Channel)
    {
        public override string Subject => "the privilege limits of cipher suites";

        public override string UnknownAdvice => "Check with Get-IpmiCipherSuite what is set.";

        public override string MismatchAdvice => "BMCs may have a fixed highest privilege for a suite; see the BMC's documentation.";

        public override Task<IReadOnlyList<ParameterWrite>> PrepareAsync(IIpmiConnection connection, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<ParameterWrite>>([ParameterWrite.Of(LanParameters.CipherSuitePrivileges, wanted)]);

        /// <summary>Compares the limits of the suites alone: some BMCs return the unused rest otherwise than it was written.</summary>
        public override bool IsAsWanted(ParameterWrite write, ParameterData read) =>
            LanParameters.CipherSuitePrivileges.TryDecode(read.Data, out byte[]? limits) && limits.Take(before.Suites.Count).SequenceEqual(wanted.Take(before.Suites.Count));

        public override string Describe(ParameterWrite write, ParameterData read) =>
            string.Join(", ", before.Suites.Select(suite => $"suite {suite} {(before with { Limits = LanParameters.CipherSuitePrivileges.Decode(read.Data) }).LimitOf(suite)}"));
    }
}
