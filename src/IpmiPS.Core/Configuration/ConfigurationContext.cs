using System;
using System.Collections.Generic;
using System.Security;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Sdr;

namespace IpmiPS.Configuration;

/// <summary>One BMC while its configuration is read or set: its connection, and what several sections need.</summary>
/// <param name="connection">The BMC.</param>
internal sealed class ConfigurationContext(IIpmiConnection connection)
{
    private readonly object _gate = new();
    private Task<SdrRepository>? _repository;
    private Task<IReadOnlyList<byte>>? _channels;

    /// <summary>The BMC.</summary>
    public IIpmiConnection Connection { get; } = new ChannelMemory(connection);

    /// <summary>Who has logged in.</summary>
    public string OwnName { get; init; } = "";

    /// <summary>The cipher suite of the connection; null if there is none.</summary>
    public Func<byte?>? OwnSuite { get; init; }

    /// <summary>Where the BMC is reached.</summary>
    public Func<BmcEndpoint>? Endpoint { get; init; }

    /// <summary>Passwords by user name, for users that are new on a BMC.</summary>
    public IReadOnlyDictionary<string, SecureString> Passwords { get; init; } = new Dictionary<string, SecureString>();

    /// <summary>The sensor data records.</summary>
    public Task<SdrRepository> RepositoryAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
            return _repository ??= SdrCache.GetAsync(Connection, refresh: false, cancellationToken);
    }

    /// <summary>The channels with users: LAN and serial.</summary>
    public Task<IReadOnlyList<byte>> ChannelsAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
            return _channels ??= Users.UserReader.FindChannelsAsync(Connection, cancellationToken);
    }
}
