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
/// The connection of an <see cref="IpmiSession"/>. If the BMC has dropped the session, it logs in again, no weaker than before, and repeats the
/// request once. A change is not repeated; so before the first change after a pause it sends Get Device ID, to make sure that the session
/// still exists.
/// </summary>
internal sealed class SessionLink : IPayloadConnection
{
    /// <summary>BMCs drop sessions after 30 to 60 seconds of silence.</summary>
    private static readonly TimeSpan IdleTimeBeforeKeepAlive = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan IdleTimeBeforeProbe = TimeSpan.FromSeconds(10);

    private readonly SwitchableTrace _trace;
    private readonly object _gate = new();
    private readonly Stopwatch _idle = Stopwatch.StartNew();
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

    /// <summary>The present log-in.</summary>
    public IBmcSession Client => _client;

    public DateTimeOffset LastUsed { get; private set; } = DateTimeOffset.Now;

    public IpmiSessionState State =>
        _isClosed ? IpmiSessionState.Closed : _isBroken || !_client.IsOpen ? IpmiSessionState.Broken : IpmiSessionState.Opened;

    /// <summary>True if the next use can succeed: a dropped session logs in again, unless that was refused.</summary>
    public bool IsUsable => !_isClosed && _refusal is null;

    public string ComputerName => _client.ComputerName;

    public BmcProfile Profile => _client.Profile;

    public BmcEndpoint Endpoint => _client.Endpoint;

    public bool ProvesPassword => _client.ProvesPassword;

    public bool IsSecure => _client.IsSecure;

    public byte? SuiteId => _client.SuiteId;

    public Task<IpmiException?> Closed => _client.Closed;

    public PayloadProtection? PayloadProtection => _client.PayloadProtection;

    /// <summary>Returns how to log in, with copies of the secrets, which the caller disposes; the session disposes its own.</summary>
    /// <exception cref="IpmiException">The session is closed (kind InvalidParameter).</exception>
    public IpmiConnectOptions CopyOptions()
    {
        lock (_gate)
        {
            ThrowIfClosed();
            return _options.WithOwnSecrets();
        }
    }

    /// <summary>Sets the password for the next log-in, after the account's password was changed. Copies it.</summary>
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

    /// <summary>Sets the BMC key for the next log-in, after the BMC's key was changed. Copies it.</summary>
    public void ChangeBmcKey(SecureString key)
    {
        lock (_gate)
        {
            if (_isClosed)
                return;
            _options.BmcKey?.Dispose();
            _options = _options with { BmcKey = key.Copy() };
            _refusal = null;
        }
    }

    /// <summary>The error for a session that was closed.</summary>
    public static IpmiException IsClosed(string? computerName) =>
        new(IpmiErrorKind.InvalidParameter, "The session is closed.", "Open another with New-IpmiSession.") { Target = computerName };

    /// <summary>Connects a cmdlet to the session: it gets the trace, and the session logs in as it does.</summary>
    public void Attach(IIpmiTrace trace, LogIn logIn)
    {
        _trace.Listener = trace;
        _logIn = logIn;
    }

    /// <summary>Disconnects a cmdlet, unless another has replaced it.</summary>
    public void Detach(IIpmiTrace trace, LogIn logIn)
    {
        _trace.Remove(trace);
        Interlocked.CompareExchange(ref _logIn, BmcConnector.ConnectAsync, logIn);
    }

    public async Task<TResponse> SendAsync<TResponse>(IpmiCommand<TResponse> command, IpmbTarget target, CancellationToken cancellationToken)
    {
        LastUsed = DateTimeOffset.Now;
        IBmcSession client = await OpenClientAsync(command.IsIdempotent, cancellationToken).ConfigureAwait(false);
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
        _idle.Restart();
        return _client.SendPayloadAsync(type, payload);
    }

    /// <summary>Sends Get Device ID if the session has been idle for a while. Called by the registry's timer.</summary>
    public void KeepAlive()
    {
        if (State == IpmiSessionState.Opened && _idle.Elapsed >= IdleTimeBeforeKeepAlive && Interlocked.Exchange(ref _keepingAlive, 1) == 0)
            _ = KeepAliveAsync();
    }

    /// <summary>Marks the session as dropped: the next use logs in again.</summary>
    public void KeepAliveFailed(Exception fault)
    {
        _isBroken = true;
        _trace.Note($"keep-alive failed: {fault.Message}");
    }

    /// <summary>Logs out and disposes password and key.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            _options.DisposeSecrets();
        }

        PendingCloses.Add(_client);
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
            _idle.Restart();
        }
    }

    private async Task<IBmcSession> OpenClientAsync(bool isIdempotent, CancellationToken cancellationToken)
    {
        ThrowIfClosed();
        IBmcSession client = _client;
        if (State == IpmiSessionState.Broken)
            return await LogInAgainAsync(client, cancellationToken).ConfigureAwait(false);
        if (isIdempotent || _idle.Elapsed < IdleTimeBeforeProbe)
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

    /// <summary>If several requests find the session lost, one logs in and the others wait for it.</summary>
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
        PendingCloses.Add(lost);
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
                PendingCloses.Add(client);
            return client;
        }
        catch (IpmiException refused) when (refused.Kind == IpmiErrorKind.BadCredential && refused is not LogInNotTriedException)
        {
            // Trying at each use could lock the account.
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
