using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Parameters;

namespace IpmiPS.Device;

/// <summary>Writes texts of the system info parameters: announces the change, writes the blocks of each text that differs in order, and reads them back. IPMI 2.0 section 22.14a.</summary>
public sealed class SystemInfoChange : IPreparedChange<SystemInfoUpdate>
{
    private readonly IIpmiConnection _connection;
    private readonly SystemInfo _before;
    private readonly List<ParameterWrite> _writes = [];
    private readonly List<string> _descriptions = [];

    private SystemInfoChange(IIpmiConnection connection, SystemInfo before) => (_connection, _before) = (connection, before);

    /// <summary>The change, with old and new values; null if everything is as requested already.</summary>
    public string? Description => _descriptions.Count == 0 ? null : string.Join(", ", _descriptions);

    /// <summary>Reads the present texts and prepares others. Changes nothing.</summary>
    /// <param name="connection">The BMC.</param>
    /// <param name="wanted">The texts; null keeps one, an empty text clears it.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <exception cref="IpmiException">InvalidParameter: a text is too long, or has control characters. CommandNotSupported: the BMC does not have a text. Others: nothing could be read.</exception>
    public static async Task<SystemInfoChange> PrepareAsync(IIpmiConnection connection, SystemInfo wanted, CancellationToken cancellationToken = default)
    {
        var before = await SystemInfoReader.GetAsync(connection, null, cancellationToken).ConfigureAwait(false);
        var change = new SystemInfoChange(connection, before);
        change.Add(SystemInfoParameters.FirmwareVersion, nameof(SystemInfo.FirmwareVersion), before.FirmwareVersion, wanted.FirmwareVersion);
        change.Add(SystemInfoParameters.SystemName, nameof(SystemInfo.SystemName), before.SystemName, wanted.SystemName);
        change.Add(SystemInfoParameters.PrimaryOperatingSystem, nameof(SystemInfo.PrimaryOperatingSystem), before.PrimaryOperatingSystem, wanted.PrimaryOperatingSystem);
        change.Add(SystemInfoParameters.OperatingSystem, nameof(SystemInfo.OperatingSystem), before.OperatingSystem, wanted.OperatingSystem);
        change.Add(SystemInfoParameters.OperatingSystemVersion, nameof(SystemInfo.OperatingSystemVersion), before.OperatingSystemVersion, wanted.OperatingSystemVersion);
        change.Add(SystemInfoParameters.BmcUrl, nameof(SystemInfo.BmcUrl), before.BmcUrl, wanted.BmcUrl);
        change.Add(SystemInfoParameters.HypervisorUrl, nameof(SystemInfo.HypervisorUrl), before.HypervisorUrl, wanted.HypervisorUrl);
        return change;
    }

    /// <summary>Writes what differs and reads it back.</summary>
    /// <exception cref="IpmiException">CommandFailed: the BMC keeps something else, or has carried out only a part. OutcomeUnknown: it was sent, and neither a response nor a read
    /// says whether it was carried out. Other kinds: nothing was changed.</exception>
    public Task<SystemInfoUpdate> RunAsync(CancellationToken cancellationToken = default) => RunAsync(Clock.System, cancellationToken);

    internal async Task<SystemInfoUpdate> RunAsync(Clock clock, CancellationToken cancellationToken)
    {
        if (_writes.Count == 0)
            return Update(_before, changed: false);
        var change = new ParameterValuesChange(SystemInfoParameters.Family, channel: 0, _writes);
        await new ParameterTransaction(_connection, change, clock).RunAsync(cancellationToken).ConfigureAwait(false);
        return Update(await ChangeOutcome.ReadAllAsync(() => SystemInfoReader.GetAsync(_connection, null, cancellationToken)).ConfigureAwait(false), changed: true);
    }

    private static SystemInfoUpdate Update(SystemInfo info, bool changed) => new()
    {
        ComputerName = info.ComputerName,
        FirmwareVersion = info.FirmwareVersion,
        SystemName = info.SystemName,
        PrimaryOperatingSystem = info.PrimaryOperatingSystem,
        OperatingSystem = info.OperatingSystem,
        OperatingSystemVersion = info.OperatingSystemVersion,
        BmcUrl = info.BmcUrl,
        HypervisorUrl = info.HypervisorUrl,
        Notes = info.Notes,
        Changed = changed,
        Verified = true,
    };

    private void Add(Parameter<byte[]> parameter, string name, string? present, string? wanted)
    {
        if (wanted is null || wanted == present)
            return;
        if (present is null)
        {
            string reason = _before.Notes.FirstOrDefault(note => note.StartsWith(name + ":", StringComparison.Ordinal)) ?? $"{name}: the BMC does not have it.";
            throw new IpmiException(IpmiErrorKind.CommandNotSupported, reason);
        }

        _descriptions.Add($"{name} '{present}' -> '{wanted}'");
        var blocks = SystemInfoBlocks.Encode(name, wanted);
        for (int i = 0; i < blocks.Count; i++)
            _writes.Add(ParameterWrite.Of(parameter, blocks[i], set: (byte)i));
    }
}
