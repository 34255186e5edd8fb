using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.App;
using IpmiPS.Packets;
using IpmiPS.Wire;

namespace IpmiPS.Channels;

/// <summary>What a BMC answers without a log-in.</summary>
internal static class SessionlessRequests
{
    /// <summary>Capabilities of the channel; null when no answer came. BMCs of IPMI 1.5 that refuse the 2.0 bit are asked again without it.</summary>
    public static async Task<ChannelAuthenticationCapabilities?> CapabilitiesAsync(SessionlessChannel channel, PrivilegeLevel privilege, int repetitions, CancellationToken cancellationToken)
    {
        foreach (bool askFor20 in (bool[])[true, false])
        {
            var request = new GetChannelAuthenticationCapabilities { RequestIpmi20 = askFor20, RequestedPrivilege = privilege };
            byte[]? response = await channel.CommandAsync(request, repetitions, cancellationToken).ConfigureAwait(false);

            // One that stays busy has not said that it does not know the bit.
            if (response is null || response[0] == (byte)CompletionCode.NodeBusy)
                return null;
            if (response[0] == 0)
                return request.ReadResponse(new ByteReader(response, 1, response.Length - 1));
        }

        return null;
    }

    /// <summary>
    /// Numbers of the suites that the BMC lists; null where it does not answer in time. Asked briefly, because some BMCs ignore the question
    /// outside of a session: in a packet of IPMI 1.5 and in one of RMCP+ at once, since BMCs differ in which they answer.
    /// </summary>
    public static async Task<IReadOnlyCollection<byte>?> CipherSuitesAsync(SessionlessChannel channel, CancellationToken cancellationToken)
    {
        var records = new ByteWriter();
        for (byte index = 0; index < 64; index++)
        {
            var page = await CipherSuitePageAsync(channel, index, cancellationToken).ConfigureAwait(false);
            if (page is null && index == 0)
                return null;
            if (page is null)
                break;
            records.WriteBytes(page.Data);
            if (page.Data.Length < GetChannelCipherSuites.PageLength)
                break;
        }

        return ChannelCipherSuites.Numbers(records.ToArray());
    }

    private static async Task<ChannelCipherSuites?> CipherSuitePageAsync(SessionlessChannel channel, byte index, CancellationToken cancellationToken)
    {
        var request = new GetChannelCipherSuites { ListIndex = index };
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var ask15 = channel.CommandAsync(request, 1, enough.Token);
        var ask20 = CommandInRmcpPlusAsync(channel, request, enough.Token);
        var first = await Task.WhenAny(ask15, ask20).ConfigureAwait(false);
        byte[]? response = await first.ConfigureAwait(false);
        if (response is null || response[0] != 0)
            response = await (first == ask15 ? ask20 : ask15).ConfigureAwait(false);
        enough.Cancel();
        return response is not null && response[0] == 0 ? request.ReadResponse(new ByteReader(response, 1, response.Length - 1)) : null;
    }

    private static Task<byte[]?> CommandInRmcpPlusAsync(SessionlessChannel channel, GetChannelCipherSuites request, CancellationToken cancellationToken)
    {
        byte sequence = channel.NextSequence();
        var message = new ByteWriter();
        LanMessage.WriteRequest(message, request, sequence);
        return channel.ExchangeAsync(SessionPacket.WriteSessionless20(PayloadType.Ipmi, message.AsSegment()), (reader, datagram) =>
        {
            if (Rmcp.ReadHeader(reader) != Rmcp.IpmiClass)
                return null;
            var packet = SessionPacket.Read(datagram, reader);
            if (!packet.IsRmcpPlus || packet.PayloadType != PayloadType.Ipmi || packet.SessionId != 0)
                return null;
            var response = LanMessage.Read(new ByteReader(packet.Payload));
            return response.Command == request.Code && response.Sequence == sequence && response.IsResponse && response.Data.Count > 0
                ? new ByteReader(response.Data).ReadRest()
                : null;
        }, 1, cancellationToken);
    }
}
