using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands;
using IpmiPS.Commands.App;
using IpmiPS.Commands.NodeManager;
using IpmiPS.Sdr;

namespace IpmiPS.Energy;

/// <summary>Finds Intel Node Manager: an OEM record of the BMC names its address and channel. Without one it is looked for on boards of Intel.</summary>
public static class NodeManagerLocator
{
    private const byte Subtype = 0x0D, RecordVersion = 1, UsualAddress = 0x2C;

    /// <summary>Channels on which Intel has the management engine.</summary>
    private static readonly byte[] s_usualChannels = [6, 0, 7];

    /// <summary>Where Node Manager is; null if there is none.</summary>
    /// <exception cref="IpmiException">The records could not be read.</exception>
    public static async Task<IpmbTarget?> FindAsync(IIpmiConnection connection, CancellationToken cancellationToken = default)
    {
        SdrRepository? repository = null;
        try
        {
            repository = await SdrCache.GetAsync(connection, refresh: false, cancellationToken).ConfigureAwait(false);
        }
        catch (IpmiCommandException)
        {
            // A BMC without records.
        }

        if (repository?.Records.OfType<OemRecord>().Select(TryRead).FirstOrDefault(static target => target is not null) is { } named)
            return named;
        var id = await connection.TrySendAsync(new GetDeviceId(), cancellationToken).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return id.Succeeded && id.Value.ManufacturerId == NodeManagerGroup.Iana ? await ProbeAsync(connection, cancellationToken).ConfigureAwait(false) : null;
    }

    /// <summary>Reads the record: enterprise number of Intel, subtype, version, slave address, channel and LUN, numbers of four sensors.</summary>
    internal static IpmbTarget? TryRead(OemRecord record) =>
        record is { ManufacturerId: NodeManagerGroup.Iana, Data.Length: >= 4 } && record.Data[0] == Subtype && record.Data[1] == RecordVersion
            ? new IpmbTarget((byte)(record.Data[2] & 0xFE), (byte)(record.Data[3] >> 4))
            : null;

    private static async Task<IpmbTarget?> ProbeAsync(IIpmiConnection connection, CancellationToken cancellationToken)
    {
        IpmbTarget[] targets = [.. s_usualChannels.Select(static channel => new IpmbTarget(UsualAddress, channel))];
        var answers = await Task.WhenAll(targets.Select(target =>
            OptionalRequest.TryAsync(() => connection.SendAsync(new GetNodeManagerVersion(), target, cancellationToken)))).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        for (int i = 0; i < targets.Length; i++)
        {
            if (answers[i].Succeeded)
                return targets[i];
        }

        return null;
    }
}
