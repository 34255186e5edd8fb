using System;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands;
using IpmiPS.Packets;

namespace IpmiPS.Cmdlets;

/// <summary>
/// Passes everything on to a connection and notes whether a command went out that changes something. When the time limit
/// strikes after that, the truth is that the outcome is not known, not that nothing happened.
/// </summary>
internal sealed class ChangeWatch(IPayloadConnection inner, TargetOutput output) : IPayloadConnection
{
    public string Name => inner.Name;

    public BmcKnowledge Knowledge => inner.Knowledge;

    public IPEndPoint EndPoint => inner.EndPoint;

    public bool ProvesPassword => inner.ProvesPassword;

    public Task<IpmiException?> Closed => inner.Closed;

    public PayloadProtection? PayloadProtection => inner.PayloadProtection;

    public Task<TResponse> SendAsync<TResponse>(IpmiCommand<TResponse> command, IpmbTarget target, CancellationToken cancellationToken)
    {
        if (!command.IsRepeatable)
        {
            output.HasSentChange = true;
            output.Note($"Sending {command.Name}, once.");
        }

        return inner.SendAsync(command, target, cancellationToken);
    }

    public void SetPayloadHandler(PayloadType type, Action<ArraySegment<byte>>? handler) => inner.SetPayloadHandler(type, handler);

    public Task SendPayloadAsync(PayloadType type, ArraySegment<byte> payload) => inner.SendPayloadAsync(type, payload);
}
