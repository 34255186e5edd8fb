using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.App;

namespace IpmiPS.Serial;

/// <summary>Finds the channel of a serial port.</summary>
internal static class SerialChannel
{
    private const byte SerialMedium = 5;
    private const int FirstChannel = 1, LastChannel = 11;

    /// <summary>The first channel whose medium is serial.</summary>
    /// <exception cref="IpmiException">CommandNotSupported: there is none.</exception>
    public static async Task<byte> FindAsync(IIpmiConnection connection, CancellationToken cancellationToken)
    {
        var infos = await Task.WhenAll(Enumerable.Range(FirstChannel, LastChannel).Select(number => connection.TrySendAsync(new GetChannelInfo((byte)number), cancellationToken))).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        int index = infos.TakeWhile(static info => !info.Succeeded || info.Value.Medium != SerialMedium).Count();
        if (index < infos.Length)
            return (byte)(FirstChannel + index);
        throw infos.All(static info => info.Error is not null and not IpmiCommandException) ? infos[0].Error!
            : new IpmiException(IpmiErrorKind.CommandNotSupported, "The BMC has no serial channel.", "Give -Channel if the BMC does not report its channels.");
    }
}
