using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.App;
using IpmiPS.Packets;
using IpmiPS.Wire;

namespace IpmiPS.Channels;

/// <summary>The requests that a BMC answers without a log-in.</summary>
internal static class SessionlessRequests
{
    /// <summary>Returns the authentication capabilities of the channel; null if no response came. If a BMC of IPMI 1.5 rejects the IPMI 2.0 bit, the request is sent again without it.</summary>
    public static async Task<ChannelAuthenticationCapabilities?> CapabilitiesAsync(SessionlessChannel channel, PrivilegeLevel privilege, int retryCount, CancellationToken cancellationToken)
    {
        foreach (bool requestsIpmi20 in (bool[])[true, false])
        {
            var request = new GetChannelAuthenticationCapabilities { RequestIpmi20 = requestsIpmi20, RequestedPrivilege = privilege };
            byte[]? response = await channel.CommandAsync(request, retryCount, cancellationToken).ConfigureAwait(false);

            // A busy BMC has not rejected the bit.
            if (response is null || response[0] == (byte)CompletionCode.NodeBusy)
                return null;
            if (response[0] == 0)
                return request.ReadResponse(new ByteReader(response, 1, response.Length - 1));
        }

        return null;
    }

    /// <summary>
    /// Returns the numbers of the cipher suites that the BMC lists; null if it does not respond in time. There is only one retry, because some BMCs ignore
    /// the request outside of a session. It is sent in a packet of IPMI 1.5 and in one of RMCP+ at once, because BMCs differ in which one they answer.
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
        using var done = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var sent15 = channel.CommandAsync(request, 1, done.Token);
        var sent20 = CommandInRmcpPlusAsync(channel, request, done.Token);
        var first = await Task.WhenAny(sent15, sent20).ConfigureAwait(false);
        byte[]? response = await first.ConfigureAwait(false);
        if (response is null || response[0] != 0)
            response = await (first == sent15 ? sent20 : sent15).ConfigureAwait(false);
        done.Cancel();
        return response is not null && response[0] == 0 ? request.ReadResponse(new ByteReader(response, 1, response.Length - 1)) : null;
    }

    private static Task<byte[]?> CommandInRmcpPlusAsync(SessionlessChannel channel, GetChannelCipherSuites request, CancellationToken cancellationToken)
    {
        byte sequence = channel.NextSequence();
        return channel.ExchangeAsync(SessionlessMessage.Write(request, sequence, inRmcpPlus: true), (reader, datagram) =>
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
