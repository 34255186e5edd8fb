using System;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands;
using IpmiPS.Packets;

namespace IpmiPS.Cmdlets;

/// <summary>
/// A connection that logs in when its first command is sent, and sends that command together with the last message of the log-in. If the
/// log-in fails, sending fails.
/// </summary>
/// <param name="options">How to log in.</param>
/// <param name="logIn">Logs in.</param>
internal sealed class EagerConnection(IpmiConnectOptions options, LogIn logIn) : IPayloadConnection
{
    private readonly object _gate = new();
    private Task<IBmcSession>? _logIn;

    public string ComputerName => options.ComputerName;

    public BmcProfile Profile => options.Profile!;

    public BmcEndpoint Endpoint => Client.Endpoint;

    public bool ProvesPassword => Client.ProvesPassword;

    public bool IsSecure => Client.IsSecure;

    public byte? SuiteId => Client.SuiteId;

    public Task<IpmiException?> Closed => Client.Closed;

    public PayloadProtection? PayloadProtection => Client.PayloadProtection;

    private IBmcSession Client => _logIn is { Status: TaskStatus.RanToCompletion } open ? open.Result : throw new InvalidOperationException("No command was sent yet.");

    public async Task<TResponse> SendAsync<TResponse>(IpmiCommand<TResponse> command, IpmbTarget target, CancellationToken cancellationToken)
    {
        Task<IBmcSession> open;
        lock (_gate)
            open = _logIn ??= logIn(target.IsBmc ? options with { FirstCommand = command } : options, cancellationToken);
        var client = await open.WaitAsync(cancellationToken).ConfigureAwait(false);
        return await client.SendAsync(command, target, cancellationToken).ConfigureAwait(false);
    }

    public void SetPayloadHandler(PayloadType type, Action<ArraySegment<byte>>? handler) => Client.SetPayloadHandler(type, handler);

    public Task SendPayloadAsync(PayloadType type, ArraySegment<byte> payload) => Client.SendPayloadAsync(type, payload);

    /// <summary>Logs out without waiting, if there was a log-in.</summary>
    public void Close() => _logIn?.ContinueWith(
        static logIn => PendingCloses.Add(logIn.Result), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
}
