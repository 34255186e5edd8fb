using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.App;
using IpmiPS.Wire;

namespace IpmiPS.Users;

/// <summary>Reads the sessions that are open on a BMC: the present one and the first at once, then all others together. IPMI 2.0 section 22.20.</summary>
public static class ActiveSessionReader
{
    private const byte Ipmi20 = 1;

    /// <summary>Reads the sessions. Some BMCs count slots in place of open sessions, so all slots are requested.</summary>
    /// <exception cref="IpmiException">The BMC does not support Get Session Info, or does not respond.</exception>
    public static async Task<IReadOnlyList<ActiveSession>> GetAsync(IIpmiConnection connection, CancellationToken cancellationToken = default)
    {
        var own = connection.TrySendAsync(GetSessionInfo.Present, cancellationToken);
        SessionInfo first = await connection.SendAsync(GetSessionInfo.AtIndex(1), cancellationToken).ConfigureAwait(false);
        int last = Math.Max(first.Slots, first.Active);
        var others = await Task.WhenAll(Enumerable.Range(2, Math.Max(0, last - 1)).Select(index => connection.TrySendAsync(GetSessionInfo.AtIndex((byte)index), cancellationToken))).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        var present = await own.ConfigureAwait(false);
        SessionInfo[] open =
        [
            .. new[] { first }.Concat(others.Where(static other => other.Succeeded).Select(static other => other.Value))
                .Concat(present.Succeeded ? [present.Value] : []).Where(static info => info is { Handle: > 0, UserId: not null })
                .GroupBy(static info => info.Handle).Select(static same => same.First()),
        ];
        var names = await NamesAsync(connection, open, cancellationToken).ConfigureAwait(false);
        return [.. open.Select(info => Describe(connection.ComputerName, info, names[info.UserId!.Value], present.Succeeded && present.Value.Handle == info.Handle))];
    }

    /// <summary>Describes a session.</summary>
    internal static ActiveSession Describe(string computerName, SessionInfo info, string? name, bool isOwn) => new()
    {
        ComputerName = computerName,
        Handle = info.Handle,
        IsOwn = isOwn,
        UserId = info.UserId,
        User = name is null ? null : SafeText.Of(name),
        Privilege = info.Privilege is >= PrivilegeLevel.Callback and <= PrivilegeLevel.Oem ? info.Privilege : null,
        Channel = info.Channel,
        SessionProtocol = info.Address is null ? null : info.SessionProtocol == Ipmi20 ? IpmiProtocol.Ipmi20 : IpmiProtocol.Ipmi15,
        RemoteAddress = info.Address,
        RemotePort = info.Port,
        RemoteMac = info.MacAddress is { } mac ? string.Join(":", mac.Select(static value => value.ToString("x2", CultureInfo.InvariantCulture))) : null,
        Slots = info.Slots,
        Notes = [.. Notes(info, name)],
    };

    private static async Task<Dictionary<byte, string?>> NamesAsync(IIpmiConnection connection, IEnumerable<SessionInfo> sessions, CancellationToken cancellationToken)
    {
        byte[] ids = [.. sessions.Select(static info => info.UserId!.Value).Distinct()];
        var names = await Task.WhenAll(ids.Select(id => connection.TrySendAsync(new GetUserName(id), cancellationToken))).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return ids.Zip(names, static (id, name) => (id, name)).ToDictionary(static pair => pair.id, static pair => pair.name.Succeeded ? pair.name.Value.Text : null);
    }

    private static IEnumerable<string> Notes(SessionInfo info, string? name)
    {
        if (name is null)
            yield return $"{nameof(ActiveSession.User)}: the BMC does not report the name of user {info.UserId}.";
        if (info.Address is null)
            yield return $"{nameof(ActiveSession.SessionProtocol)}, {nameof(ActiveSession.RemoteAddress)}, {nameof(ActiveSession.RemotePort)}, {nameof(ActiveSession.RemoteMac)}: the BMC reports them for LAN sessions only.";
    }
}
