using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.App;

namespace IpmiPS.Lan;

/// <summary>Reads the channels of a BMC with their access settings. IPMI 2.0 sections 22.23 and 22.24.</summary>
public static class ChannelReader
{
    private const byte LastNumberedChannel = 0x0B, SystemInterface = 0x0F, OemMedium = 0x60, OemProtocol = 0x1C;

    /// <summary>Reads all channels, or those that are named: one request for each of 0 to 11 and 15, and two more for each that has sessions, all at once.</summary>
    /// <exception cref="IpmiException">NotPresent: a channel does not exist. Other kinds: the BMC does not respond, or does not have Get Channel Info.</exception>
    public static async Task<IReadOnlyList<ChannelSettings>> GetAsync(IIpmiConnection connection, IReadOnlyCollection<int>? wanted = null, CancellationToken cancellationToken = default)
    {
        var own = connection.TrySendAsync(new GetChannelInfo(GetChannelInfo.PresentChannel), cancellationToken);
        byte[] numbers = [.. wanted is null ? Enumerable.Range(0, LastNumberedChannel + 1).Append(SystemInterface).Select(static number => (byte)number) : wanted.Select(static number => (byte)number).Distinct()];
        var reads = await Task.WhenAll(numbers.Select(number => ReadAsync(connection, number, cancellationToken))).ConfigureAwait(false);
        var present = await own.ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        if (!System.Array.Exists(reads, static read => read.Info.Succeeded) && reads[0].Info.Error is { } error && (wanted is null || error is not IpmiCommandException))
            throw error;
        if (wanted is not null && numbers.Where((_, index) => !reads[index].Info.Succeeded).ToArray() is { Length: > 0 } missing)
            throw new IpmiException(IpmiErrorKind.NotPresent, $"The BMC has no channel {string.Join(", ", missing)}.", "Leave the channel out to see which ones there are.", reads.First(static read => !read.Info.Succeeded).Info.Error);
        return [.. reads.Where(static read => read.Info.Succeeded).OrderBy(static read => read.Info.Value.Channel).Select(read => Build(connection.ComputerName, read, present.Succeeded ? present.Value.Channel : null))];
    }

    /// <summary>Access settings as text, for comparison and messages.</summary>
    internal static string Describe(ChannelAccess access) =>
        $"({Mode(access)}, alerting {OnOff(!access.AlertingDisabled)}, per-message authentication {OnOff(!access.PerMessageAuthenticationDisabled)}, user-level authentication {OnOff(!access.UserLevelAuthenticationDisabled)}, limit {access.PrivilegeLimit})";

    /// <summary>The mode as users see it: 0 on the wire is "disabled".</summary>
    internal static ChannelAccessMode Mode(ChannelAccess access) => access.AccessMode <= 3 ? (ChannelAccessMode)(access.AccessMode + 1) : ChannelAccessMode.Unknown;

    private static async Task<ChannelRead> ReadAsync(IIpmiConnection connection, byte channel, CancellationToken cancellationToken)
    {
        var info = await connection.TrySendAsync(new GetChannelInfo(channel), cancellationToken).ConfigureAwait(false);
        if (!info.Succeeded || info.Value.SessionSupport == 0)
            return new(info, default, default);
        var active = connection.TrySendAsync(new GetChannelAccess(info.Value.Channel, isVolatile: true), cancellationToken);
        var stored = connection.TrySendAsync(new GetChannelAccess(info.Value.Channel, isVolatile: false), cancellationToken);
        return new(info, await active.ConfigureAwait(false), await stored.ConfigureAwait(false));
    }

    private static ChannelSettings Build(string computerName, ChannelRead read, byte? own)
    {
        var info = read.Info.Value;
        ChannelAccess? active = read.Active.Succeeded ? read.Active.Value : null, stored = read.Stored.Succeeded ? read.Stored.Value : null;
        string?[] notes =
        [
            info.SessionSupport == 0 ? "Active and stored settings: the channel has no sessions." : null,
            read.Active.Error is { } activeError ? $"Active settings: {activeError.Message}" : null,
            read.Stored.Error is { } storedError ? $"Stored settings: {storedError.Message}" : null,
        ];
        return new ChannelSettings
        {
            ComputerName = computerName,
            Channel = info.Channel,
            Medium = info.Medium >= OemMedium ? ChannelMedium.Oem : info.Medium <= (byte)ChannelMedium.SystemInterface ? (ChannelMedium)info.Medium : ChannelMedium.Unknown,
            ChannelProtocol = info.Protocol >= OemProtocol ? ChannelProtocol.Oem : System.Enum.IsDefined(typeof(ChannelProtocol), (int)info.Protocol) ? (ChannelProtocol)info.Protocol : ChannelProtocol.Unknown,
            Sessions = (ChannelSessions)(info.SessionSupport + 1),
            ActiveSessions = info.ActiveSessions,
            VendorId = info.VendorId,
            IsPresent = own == info.Channel,
            ActiveAccessMode = active is { } mode ? Mode(mode) : null,
            StoredAccessMode = stored is { } storedMode ? Mode(storedMode) : null,
            ActiveAlerting = !active?.AlertingDisabled,
            StoredAlerting = !stored?.AlertingDisabled,
            ActivePerMessageAuthentication = !active?.PerMessageAuthenticationDisabled,
            StoredPerMessageAuthentication = !stored?.PerMessageAuthenticationDisabled,
            ActiveUserLevelAuthentication = !active?.UserLevelAuthenticationDisabled,
            StoredUserLevelAuthentication = !stored?.UserLevelAuthenticationDisabled,
            ActivePrivilegeLimit = active?.PrivilegeLimit,
            StoredPrivilegeLimit = stored?.PrivilegeLimit,
            IsChangedUntilRestart = active is null || stored is null ? null : active != stored,
            Notes = [.. notes.OfType<string>()],
        };
    }

    private static string OnOff(bool isOn) => isOn ? "on" : "off";

    private readonly record struct ChannelRead(OptionalResponse<ChannelInfo> Info, OptionalResponse<ChannelAccess> Active, OptionalResponse<ChannelAccess> Stored);
}
