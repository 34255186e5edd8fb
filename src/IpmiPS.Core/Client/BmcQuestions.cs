using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.App;
using IpmiPS.Packets;
using IpmiPS.Wire;

namespace IpmiPS.Client;

/// <summary>What a BMC answers without a log-in.</summary>
internal static class BmcQuestions
{
    /// <summary>Capabilities of the channel; null when no answer came. BMCs of IPMI 1.5 that refuse the 2.0 bit are asked again without it.</summary>
    public static async Task<ChannelAuthenticationCapabilities?> CapabilitiesAsync(SessionlessChannel channel, PrivilegeLevel privilege, int repetitions, CancellationToken cancellationToken)
    {
        foreach (bool askFor20 in (bool[])[true, false])
        {
            var question = new GetChannelAuthenticationCapabilities { AskForIpmi20 = askFor20, RequestedPrivilege = privilege };
            byte[]? answer = await channel.CommandAsync(question, repetitions, cancellationToken).ConfigureAwait(false);

            // One that stays busy has not said that it does not know the bit.
            if (answer is null || answer[0] == (byte)CompletionCode.NodeBusy)
                return null;
            if (answer[0] == 0)
                return question.ReadResponse(new ByteReader(answer, 1, answer.Length - 1));
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
        var question = new GetChannelCipherSuites { ListIndex = index };
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var ask15 = channel.CommandAsync(question, 1, enough.Token);
        var ask20 = CommandInRmcpPlusAsync(channel, question, enough.Token);
        var first = await Task.WhenAny(ask15, ask20).ConfigureAwait(false);
        byte[]? answer = await first.ConfigureAwait(false);
        if (answer is null || answer[0] != 0)
            answer = await (first == ask15 ? ask20 : ask15).ConfigureAwait(false);
        enough.Cancel();
        return answer is not null && answer[0] == 0 ? question.ReadResponse(new ByteReader(answer, 1, answer.Length - 1)) : null;
    }

    private static Task<byte[]?> CommandInRmcpPlusAsync(SessionlessChannel channel, GetChannelCipherSuites question, CancellationToken cancellationToken)
    {
        byte sequence = channel.NextSequence();
        var message = new ByteWriter();
        LanMessage.WriteRequest(message, question, sequence);
        return channel.ExchangeAsync(SessionPacket.WriteSessionless20(PayloadType.Ipmi, message.AsSegment()), (reader, datagram) =>
        {
            if (Rmcp.ReadHeader(reader) != Rmcp.IpmiClass)
                return null;
            var packet = SessionPacket.Read(datagram, reader);
            if (!packet.IsRmcpPlus || packet.PayloadType != PayloadType.Ipmi || packet.SessionId != 0)
                return null;
            var answer = LanMessage.Read(new ByteReader(packet.Payload));
            return answer.Command == question.Code && answer.Sequence == sequence && answer.IsResponse && answer.Data.Count > 0
                ? new ByteReader(answer.Data).ReadRest()
                : null;
        }, 1, cancellationToken);
    }
}
