using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands;
using IpmiPS.Commands.Dcmi;

namespace IpmiPS.Energy;

/// <summary>Changes the asset tag and the identifier of the controller: reads them, writes what differs as a whole, and reads it back. DCMI 1.5 sections 6.4.2 to 6.4.6.</summary>
public sealed class AssetTagChange : IPreparedChange<AssetTagUpdate>
{
    private readonly IIpmiConnection _connection;
    private readonly SettingsChange<AssetTagInfo> _change;

    private AssetTagChange(IIpmiConnection connection, string? tag, string? identifier, AssetTagInfo before)
    {
        _connection = connection;
        _change = new(connection, "the asset tag", before, cancellationToken => AssetTagReader.GetAsync(connection, cancellationToken)) { UnknownAdvice = "Check with Get-IpmiAssetTag what is set." };
        if (tag is not null)
        {
            var parts = DcmiTextAccess.Split(DcmiTextAccess.Encode(tag, "asset tag")).Select(static part => new SetAssetTag(part.Offset, part.Data));
            _change.Add("asset tag", static info => Quote(info.AssetTag), Quote(tag)!, Writer(connection, "asset tag", parts));
        }

        if (identifier is not null)
        {
            byte[] bytes = [.. DcmiTextAccess.Encode(identifier, "identifier of the controller"), 0];
            var parts = DcmiTextAccess.Split(bytes).Select(static part => new SetControllerIdentifier(part.Offset, part.Data));
            _change.Add("identifier of the controller", static info => Quote(info.ControllerIdentifier), Quote(identifier)!, Writer(connection, "identifier of the controller", parts));
        }
    }

    /// <summary>The change, with old and new values; null if everything is as requested already.</summary>
    public string? Description => _change.Description;

    /// <summary>Reads the present texts and prepares the change. Changes nothing.</summary>
    /// <param name="connection">The BMC.</param>
    /// <param name="tag">The asset tag, at most 63 bytes; empty for none, null to leave it.</param>
    /// <param name="identifier">The identifier of the controller, at most 63 bytes; null to leave it.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="IpmiException">InvalidParameter: a text is too long. Other kinds: the texts could not be read.</exception>
    public static async Task<AssetTagChange> PrepareAsync(IIpmiConnection connection, string? tag, string? identifier, CancellationToken cancellationToken = default) =>
        new(connection, tag, identifier, await AssetTagReader.GetAsync(connection, cancellationToken).ConfigureAwait(false));

    /// <summary>Writes what differs and reads it back.</summary>
    /// <exception cref="IpmiException">OutcomeUnknown: something was sent, and neither a response nor a read says whether it was carried out.
    /// CommandFailed: the BMC refused after something was written; the message says what. Other kinds: nothing was changed.</exception>
    public async Task<AssetTagUpdate> RunAsync(CancellationToken cancellationToken = default)
    {
        var result = await _change.RunAsync(cancellationToken).ConfigureAwait(false);
        return new AssetTagUpdate
        {
            ComputerName = _connection.ComputerName,
            AssetTag = result.Now.AssetTag,
            ControllerIdentifier = result.Now.ControllerIdentifier,
            Changed = result.Changed,
            Verified = result.Verified,
            Difference = result.Difference,
        };
    }

    private static string? Quote(string? text) => text is null ? null : $"'{text}'";

    /// <summary>Sends the parts one after the other: each ends the text at its last byte.</summary>
    private static Func<ChangeOutcome, CancellationToken, Task> Writer<T>(IIpmiConnection connection, string what, IEnumerable<IpmiCommand<T>> parts)
    {
        IpmiCommand<T>[] commands = [.. parts];
        return async (outcome, cancellationToken) =>
        {
            for (int i = 0; i < commands.Length; i++)
            {
                try
                {
                    await outcome.SendAsync(connection, commands[i], cancellationToken).ConfigureAwait(false);
                }
                catch (IpmiException refused) when (i > 0)
                {
                    throw new IpmiException(IpmiErrorKind.CommandFailed, $"Only {i} of {commands.Length} parts of the {what} were written. {refused.Message}", "Set it again.", refused);
                }
            }
        };
    }
}
