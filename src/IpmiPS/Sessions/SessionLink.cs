using System;
using System.Diagnostics;
using System.Security;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands;
using IpmiPS.Commands.App;
using IpmiPS.Packets;

namespace IpmiPS.Cmdlets;

/// <summary>
/// The connection of a lasting session. When the BMC has dropped the session, it logs in again, no weaker than before, and repeats the request, once.
/// A change is not repeated; so before the first change after a pause it asks something harmless, to be sure that the
/// session still stands.
/// </summary>
internal sealed class SessionLink : IPayloadConnection
{
    /// <summary>BMCs drop sessions after 30 to 60 seconds of silence.</summary>
    private static readonly TimeSpan SilenceBeforeKeepAlive = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan SilenceBeforeProof = TimeSpan.FromSeconds(10);

    private readonly SwitchableTrace _trace;
    private readonly object _gate = new();
    private readonly Stopwatch _silence = Stopwatch.StartNew();
    private volatile IpmiConnectOptions _options;
    private volatile IBmcSession _client;
    private volatile bool _isBroken;
    private volatile bool _isClosed;
    private volatile LogIn _logIn = BmcConnector.ConnectAsync;
    private IpmiException? _refusal;
    private Task<IBmcSession>? _loggingIn;
    private int _keepingAlive;

    public SessionLink(IpmiConnectOptions options, IBmcSession client)
    {
        _options = options;
        _client = client;
        _trace = (SwitchableTrace)options.Trace!;
    }

    /// <summary>How the session logs in; its secrets go with it.</summary>
    public IpmiConnectOptions Options => _options;

    /// <summary>The log-in that is in use now.</summary>
    public IBmcSession Client => _client;

    public DateTimeOffset LastUsed { get; private set; } = DateTimeOffset.Now;

    public IpmiSessionState State =>
        _isClosed ? IpmiSessionState.Closed : _isBroken || !_client.IsOpen ? IpmiSessionState.Broken : IpmiSessionState.Opened;

    /// <summary>Whether the next use can succeed: a session that was dropped logs in again, unless that was refused.</summary>
    public bool IsUsable => !_isClosed && _refusal is null;

    public string ComputerName => _client.ComputerName;

    public BmcProfile Profile => _client.Profile;

    public BmcEndpoint Endpoint => _client.Endpoint;

    public bool ProvesPassword => _client.ProvesPassword;

    public bool IsSecure => _client.IsSecure;

    public Task<IpmiException?> Closed => _client.Closed;

    public PayloadProtection? PayloadProtection => _client.PayloadProtection;

    /// <summary>
    /// How to log in, with copies of the secrets that the caller disposes of: the session's own go with it.
    /// </summary>
    /// <exception cref="IpmiException">The session is closed (kind InvalidParameter).</exception>
    public IpmiConnectOptions CopyOptions()
    {
        lock (_gate)
        {
            ThrowIfClosed();
            return _options.WithOwnSecrets();
        }
    }

    /// <summary>The account's password is another one now; the next log-in needs it. Takes a copy.</summary>
    public void ChangePassword(SecureString password)
    {
        lock (_gate)
        {
            if (_isClosed)
                return;
            _options.Password?.Dispose();
            _options = _options with { Password = password.Copy() };
            _refusal = null;
        }
    }

    /// <summary>Says that a session cannot be used any more.</summary>
    public static IpmiException IsClosed(string? computerName) =>
        new(IpmiErrorKind.InvalidParameter, "The session is closed.", "Open another with New-IpmiSession.") { Target = computerName };

    /// <summary>Lends the session to a cmdlet, which hears what goes on in it, and whose way to log in is that of the session meanwhile.</summary>
    public void Lend(IIpmiTrace trace, LogIn logIn)
    {
        _trace.Listener = trace;
        _logIn = logIn;
    }

    /// <summary>Ends that, unless another cmdlet has taken its place.</summary>
    public void TakeBack(IIpmiTrace trace, LogIn logIn)
    {
        _trace.Forget(trace);
        Interlocked.CompareExchange(ref _logIn, BmcConnector.ConnectAsync, logIn);
    }

    public async Task<TResponse> SendAsync<TResponse>(IpmiCommand<TResponse> command, IpmbTarget target, CancellationToken cancellationToken)
    {
        LastUsed = DateTimeOffset.Now;
        IBmcSession client = await StandingClientAsync(command.IsIdempotent, cancellationToken).ConfigureAwait(false);
        try
        {
            return await SendOnAsync(client, command, target, cancellationToken).ConfigureAwait(false);
        }
        catch (IpmiException lost) when (command.IsIdempotent && lost.Kind is IpmiErrorKind.Timeout or IpmiErrorKind.Unreachable)
        {
            client = await LogInAgainAsync(client, cancellationToken).ConfigureAwait(false);
            return await SendOnAsync(client, command, target, cancellationToken).ConfigureAwait(false);
        }
    }

    public void SetPayloadHandler(PayloadType type, Action<ArraySegment<byte>>? handler) => _client.SetPayloadHandler(type, handler);

    public Task SendPayloadAsync(PayloadType type, ArraySegment<byte> payload)
    {
        _silence.Restart();
        return _client.SendPayloadAsync(type, payload);
    }

    /// <summary>Says something to the BMC if nothing was said for a while. Called by the registry's timer.</summary>
    public void KeepAlive()
    {
        if (State == IpmiSessionState.Opened && _silence.Elapsed >= SilenceBeforeKeepAlive && Interlocked.Exchange(ref _keepingAlive, 1) == 0)
            _ = KeepAliveAsync();
    }

    /// <summary>The session is as good as dropped: the next use logs in again.</summary>
    public void KeepAliveFailed(Exception fault)
    {
        _isBroken = true;
        _trace.Note($"keep-alive failed: {fault.Message}");
    }

    /// <summary>Logs out for good, and forgets password and key.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            _options.DisposeSecrets();
        }

        PendingCloses.Say(_client);
    }

    private void ThrowIfClosed()
    {
        if (_isClosed)
            throw IsClosed(_options.ComputerName);
    }

    private async Task KeepAliveAsync()
    {
        try
        {
            await SendOnAsync(_client, new GetDeviceId(), IpmbTarget.Bmc, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception fault)
        {
            KeepAliveFailed(fault);
        }
        finally
        {
            _keepingAlive = 0;
        }
    }

    private async Task<TResponse> SendOnAsync<TResponse>(IBmcSession client, IpmiCommand<TResponse> command, IpmbTarget target, CancellationToken cancellationToken)
    {
        try
        {
            return await client.SendAsync(command, target, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _silence.Restart();
        }
    }

    private async Task<IBmcSession> StandingClientAsync(bool isIdempotent, CancellationToken cancellationToken)
    {
        ThrowIfClosed();
        IBmcSession client = _client;
        if (State == IpmiSessionState.Broken)
            return await LogInAgainAsync(client, cancellationToken).ConfigureAwait(false);
        if (isIdempotent || _silence.Elapsed < SilenceBeforeProof)
            return client;
        try
        {
            await SendOnAsync(client, new GetDeviceId(), IpmbTarget.Bmc, cancellationToken).ConfigureAwait(false);
            return client;
        }
        catch (IpmiException lost) when (lost.Kind is IpmiErrorKind.Timeout or IpmiErrorKind.Unreachable)
        {
            return await LogInAgainAsync(client, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Of several requests that find the session lost, one logs in and the others wait for its client.</summary>
    private Task<IBmcSession> LogInAgainAsync(IBmcSession lost, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (!ReferenceEquals(_client, lost))
                return Task.FromResult(_client);
            _isBroken = true;
            _loggingIn ??= Task.Run(() => LogInAgainAsync(lost), CancellationToken.None);
            return _loggingIn.WaitAsync(cancellationToken);
        }
    }

    private async Task<IBmcSession> LogInAgainAsync(IBmcSession lost)
    {
        _trace.Note("the BMC has dropped the session; logging in again");
        PendingCloses.Say(lost);
        if (_refusal is { } refusal)
            throw refusal;
        try
        {
            IpmiConnectOptions options = CopyOptions();
            IBmcSession client;
            try
            {
                client = await _logIn(lost.OptionsForReconnect(options), CancellationToken.None).ConfigureAwait(false);
            }
            finally
            {
                options.DisposeSecrets();
            }

            lock (_gate)
            {
                _client = client;
                _isBroken = false;
            }

            if (_isClosed)
                PendingCloses.Say(client);
            return client;
        }
        catch (IpmiException refused) when (refused.Kind == IpmiErrorKind.BadCredential && refused is not LogInNotTriedException)
        {
            // It would be refused at each use from now on, until the account is locked.
            _refusal = new IpmiException(refused.Kind, $"{refused.Message} The session had to log in again and does not try a second time.", "Open another session with New-IpmiSession and the present credential.", refused);
            throw _refusal;
        }
        finally
        {
            lock (_gate)
                _loggingIn = null;
        }
    }
}
