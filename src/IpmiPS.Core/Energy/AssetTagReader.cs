using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.Dcmi;

namespace IpmiPS.Energy;

/// <summary>Reads the asset tag and the identifier of the controller. DCMI 1.5 sections 6.4.2 and 6.4.6.</summary>
public static class AssetTagReader
{
    /// <summary>Reads both at once.</summary>
    /// <exception cref="IpmiException">The BMC has neither, or does not respond.</exception>
    public static async Task<AssetTagInfo> GetAsync(IIpmiConnection connection, CancellationToken cancellationToken = default)
    {
        var tag = OptionalRequest.TryAsync(() => DcmiTextAccess.ReadAsync(connection, static (offset, count) => new GetAssetTag(offset, count), cancellationToken));
        var identifier = OptionalRequest.TryAsync(() => DcmiTextAccess.ReadAsync(connection, static (offset, count) => new GetControllerIdentifier(offset, count), cancellationToken));
        await Task.WhenAll(tag, identifier).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        var (readTag, readIdentifier) = (await tag.ConfigureAwait(false), await identifier.ConfigureAwait(false));
        if (!readTag.Succeeded && !readIdentifier.Succeeded && readTag.Error is { } error)
            throw error;
        var notes = new List<string>();
        if (!readTag.Succeeded)
            notes.Add($"{nameof(AssetTagInfo.AssetTag)}: {readTag.Error?.Message}");
        if (!readIdentifier.Succeeded)
            notes.Add($"{nameof(AssetTagInfo.ControllerIdentifier)}: {readIdentifier.Error?.Message}");
        return new AssetTagInfo
        {
            ComputerName = connection.ComputerName,
            AssetTag = readTag.Succeeded ? readTag.Value : null,
            ControllerIdentifier = readIdentifier.Succeeded ? readIdentifier.Value : null,
            Notes = [.. notes],
        };
    }
}
