using System;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands;
using IpmiPS.Packets;

namespace IpmiPS.Cmdlets;

/// <summary>
/// Forwards everything to a connection and records whether a command that changes something was sent and not refused. If the time limit
/// passes after that, the outcome is unknown.
/// </summary>
internal sealed class ChangeWatch(IPayloadConnection inner, TargetOutput output) : IPayloadConnection
{
    public string ComputerName => inner.ComputerName;

    public BmcProfile Profile => inner.Profile;

    public BmcEndpoint Endpoint => inner.Endpoint;

    public bool ProvesPassword => inner.ProvesPassword;

    public bool IsSecure => inner.IsSecure;

    public byte? SuiteId => inner.SuiteId;

    public Task<IpmiException?> Closed => inner.Closed;

    public PayloadProtection? PayloadProtection => inner.PayloadProtection;

    public Task<TResponse> SendAsync<TResponse>(IpmiCommand<TResponse> command, IpmbTarget target, CancellationToken cancellationToken) =>
        command.IsIdempotent ? inner.SendAsync(command, target, cancellationToken) : SendOnceAsync(command, target, cancellationToken);

    private async Task<TResponse> SendOnceAsync<TResponse>(IpmiCommand<TResponse> command, IpmbTarget target, CancellationToken cancellationToken)
    {
        output.Note($"Sending {command.Name}, once.");
        try
        {
            var response = await inner.SendAsync(command, target, cancellationToken).ConfigureAwait(false);
            output.HasSentChange = true;
            return response;
        }
        catch (IpmiException error) when (ChangeOutcome.MayBeCarriedOut(error, isSentOnce: true))
        {
            output.HasSentChange = true;
            throw;
        }
    }

    public void SetPayloadHandler(PayloadType type, Action<ArraySegment<byte>>? handler) => inner.SetPayloadHandler(type, handler);

    public Task SendPayloadAsync(PayloadType type, ArraySegment<byte> payload) => inner.SendPayloadAsync(type, payload);
}
