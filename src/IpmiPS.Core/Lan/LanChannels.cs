using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.App;

namespace IpmiPS.Lan;

/// <summary>The LAN channels of a BMC.</summary>
/// <param name="Own">The channel of the session; null if the BMC does not report it.</param>
/// <param name="All">The LAN channels in order; channel 1 alone if the BMC has no Get Channel Info.</param>
internal sealed record LanChannels(byte? Own, IReadOnlyList<byte> All)
{
    private const byte Lan = 0x04, OtherLan = 0x06, UsualChannel = 1, LastNumberedChannel = 0x0B;

    /// <summary>Finds them: Get Channel Info for the present channel and for 1 to 11, all at once.</summary>
    /// <exception cref="IpmiException">The BMC does not respond.</exception>
    public static async Task<LanChannels> FindAsync(IIpmiConnection connection, CancellationToken cancellationToken)
    {
        var own = connection.TrySendAsync(new GetChannelInfo(GetChannelInfo.PresentChannel), cancellationToken);
        byte[] numbers = [.. Enumerable.Range(1, LastNumberedChannel).Select(static number => (byte)number)];
        var infos = await Task.WhenAll(numbers.Select(number => connection.TrySendAsync(new GetChannelInfo(number), cancellationToken))).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        var present = await own.ConfigureAwait(false);
        if (!present.Succeeded && present.Error is not IpmiCommandException && System.Array.TrueForAll(infos, static info => !info.Succeeded && info.Error is not IpmiCommandException) && present.Error is { } silent)
            throw silent;
        var lan = new SortedSet<byte>(numbers.Where((number, index) => infos[index].Succeeded && IsLan(infos[index].Value) && infos[index].Value.Channel == number));
        byte? channel = present.Succeeded ? present.Value.Channel : null;
        if (present.Succeeded && IsLan(present.Value) && present.Value.Channel is > 0 and <= LastNumberedChannel)
            lan.Add(present.Value.Channel);
        return new(channel, lan.Count > 0 ? [.. lan] : [UsualChannel]);
    }

    /// <summary>The channel to work on: the one that was asked for, or the session's own.</summary>
    /// <exception cref="IpmiException">NotPresent: there is no such LAN channel.</exception>
    public byte Select(int? wanted)
    {
        if (wanted is not { } number)
            return Own is { } own && All.Contains(own) ? own : All[0];
        return All.Contains((byte)number) ? (byte)number : throw new IpmiException(
            IpmiErrorKind.NotPresent, $"The BMC has no LAN channel {number}. It has {string.Join(", ", All)}.", "Leave the channel out to use the one that you are connected to.");
    }

    /// <summary>Whether the session goes through a channel; true also if that is not known.</summary>
    public bool IsOwn(byte channel) => Own is null || Own == channel;

    /// <summary>Whether a channel is a LAN.</summary>
    public static bool IsLan(ChannelInfo info) => info.Medium is Lan or OtherLan;
}
