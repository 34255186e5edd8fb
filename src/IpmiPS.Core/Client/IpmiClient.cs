using System;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Authentication;
using IpmiPS.Channels;
using IpmiPS.Client;
using IpmiPS.Commands;
using IpmiPS.Commands.App;
using IpmiPS.Crypto;
using IpmiPS.Packets;
using IpmiPS.Sessions;
using IpmiPS.Transport;
using IpmiPS.Wire;

namespace IpmiPS;

/// <summary>
/// A session with one BMC over LAN. Open it with <see cref="ConnectAsync"/>; send commands from any thread; close it with
/// <see cref="CloseAsync"/> or <see cref="Dispose"/>, which frees the BMC's session slot.
/// </summary>
public sealed class IpmiClient : IBmcSession
{
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(5);

    private readonly IDatagramTransport _transport;
    private readonly SessionChannel _channel;
    private readonly LogInResult _logIn;
    private readonly IpmiConnectOptions _options;
    private readonly SessionPreparation _preparation;
    private readonly TaskCompletionSource<IpmiException?> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _hasBegun;
    private int _isClosing;

    internal IpmiClient(IpmiConnectOptions options, LanEndpoint endpoint, IDatagramTransport transport, LogInResult logIn, SessionChannel channel)
    {
        _options = options;
        _transport = transport;
        _logIn = logIn;
        _channel = channel;
        Endpoint = endpoint;
        UsedBmcKey = logIn.Suite is null ? null : options.BmcKey is { Length: > 0 };
        ComputerName = options.ComputerName;
        Profile = options.Profile ?? new BmcProfile();
        _preparation = new SessionPreparation(logIn.Privilege, User, Profile, channel, (command, stop) => RequestAsync(command, IpmbTarget.Bmc, stop));
    }

    /// <inheritdoc/>
    public string ComputerName { get; }

    /// <inheritdoc/>
    public BmcProfile Profile { get; }

    /// <inheritdoc/>
    public BmcEndpoint Endpoint { get; }

    /// <inheritdoc/>
    public IpmiProtocol Protocol => _logIn.Suite is null ? IpmiProtocol.Ipmi15 : IpmiProtocol.Ipmi20;

    /// <inheritdoc/>
    public CipherSuite? CipherSuite => _logIn.Suite;

    /// <inheritdoc/>
    public bool? UsedBmcKey { get; }

    /// <inheritdoc/>
    public bool ProvesPassword => CipherSuite is { } suite ? suite.Authentication != AuthenticationAlgorithm.None : _logIn.Session is LanSession15 { AuthType: not AuthType.None };

    /// <inheritdoc/>
    public bool IsSecure => CipherSuite is { IsSecure: true };

    /// <inheritdoc/>
    public byte? SuiteId => CipherSuite?.Id;

    /// <inheritdoc/>
    public PayloadProtection? PayloadProtection => CipherSuite is { } suite
        ? new(suite.Confidentiality != ConfidentialityAlgorithm.None, suite.Integrity != IntegrityAlgorithm.None)
        : null;

    /// <inheritdoc/>
    public PrivilegeLevel Privilege => _preparation.Highest;

    /// <inheritdoc/>
    public byte[]? SystemGuid => _logIn.SystemGuid;

    /// <summary>The session id of the BMC.</summary>
    public uint SessionId => _logIn.Session.RemoteId;

    /// <inheritdoc/>
    public TimeSpan? RoundTrip => _channel.RoundTrip;

    /// <inheritdoc/>
    public Task<IpmiException?> Closed => _closed.Task;

    /// <inheritdoc/>
    public bool IsOpen => _isClosing == 0 && !_closed.Task.IsCompleted;

    private string User => LogInErrors.Describe(_options.UserName);

    /// <summary>Opens a session over LAN: resolves the name, chooses protocol and cipher suite, logs in.</summary>
    /// <exception cref="IpmiException">Kinds NameResolution, Unreachable, Timeout, BadCredential, CipherSuiteRefused, InsecureRefused,
    /// InsufficientPrivilege, NoSessionSlot, InvalidParameter, ProtocolError. A refused log-in is not retried.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static Task<IpmiClient> ConnectAsync(IpmiConnectOptions options, CancellationToken cancellationToken = default) => LanConnector.ConnectAsync(options, cancellationToken);

    /// <inheritdoc/>
    public async Task<TResponse> SendAsync<TResponse>(IpmiCommand<TResponse> command, IpmbTarget target, CancellationToken cancellationToken)
    {
        if (command.HoldsSecret && !IsSecure)
            RefuseUnlessAllowed(command);

        // A session that was opened for more than reading is raised while its first command travels.
        if (_options.MinimumPrivilege > PrivilegeLevel.User && Interlocked.Exchange(ref _hasBegun, 1) == 0)
            _ = _preparation.StartRaising(_options.MinimumPrivilege, cancellationToken);

        // An idempotent command travels right behind the request for the level that it needs. If it arrives first, it is refused, and a refused
        // command has not begun. A change waits until the level is granted.
        var level = _preparation.Level;
        var raising = command.Privilege > level ? _preparation.StartRaising(command.Privilege, cancellationToken) : null;
        if (raising is not null && (!command.IsIdempotent || raising.IsCompleted))
            await raising.ConfigureAwait(false);

        if (!command.IsIdempotent && !_channel.HasResponse)
            await _preparation.EnsureResponseAsync(cancellationToken).ConfigureAwait(false);
        byte[] response = await RequestAsync(command, target, cancellationToken).ConfigureAwait(false);
        if (response[0] == (byte)CompletionCode.InsufficientPrivilege && level < Privilege)
        {
            // BMCs differ in the level that a command needs, and for OEM commands it is unknown.
            await (raising ?? _preparation.RaiseAsync(level + 1, cancellationToken)).ConfigureAwait(false);
            response = await RequestAsync(command, target, cancellationToken).ConfigureAwait(false);
        }

        if (response[0] == (byte)CompletionCode.InsufficientPrivilege)
            throw InsufficientPrivilege(command);
        return command.ReadAnswer(response);
    }

    /// <inheritdoc/>
    public IpmiConnectOptions OptionsForReconnect(IpmiConnectOptions options) => options with { AtLeast = _logIn.Strength };

    /// <inheritdoc/>
    public void SetPayloadHandler(PayloadType type, Action<ArraySegment<byte>>? handler) => _channel.SetHandler(type, handler);

    /// <inheritdoc/>
    public Task SendPayloadAsync(PayloadType type, ArraySegment<byte> payload)
    {
        _channel.SendPayload(type, payload);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task CloseAsync()
    {
        if (Interlocked.Exchange(ref _isClosing, 1) != 0)
        {
            await _closed.Task.ConfigureAwait(false);
            return;
        }

        _channel.RecordIn(Profile);
        using var timeout = new CancellationTokenSource();
        try
        {
            var closing = RetryWhileBusyAsync(new CloseSession(_logIn.Session.RemoteId), IpmbTarget.Bmc, bypassesWindow: true, timeout.Token);
            await Task.WhenAny(closing, _options.Clock.DelayAsync(CloseTimeout, timeout.Token)).ConfigureAwait(false);
            timeout.Cancel();
            await closing.ConfigureAwait(false);
        }
        catch (Exception error) when (error is OperationCanceledException or IpmiException)
        {
            // This end is done with the session; the BMC's slot ends with its idle timeout.
        }
        finally
        {
            Release();
        }
    }

    /// <summary>Closes the session without waiting: Close Session is sent before this returns, and is resent in the background if it is lost.</summary>
    public void Dispose() => _ = CloseAsync();

    /// <summary>D4h means that the privilege is too low, or that the BMC's firmware firewall blocks the command. IPMI 2.0 section 5.2, table 5-2.</summary>
    private IpmiCommandException InsufficientPrivilege(IpmiCommand command) => new(command, CompletionCode.InsufficientPrivilege, $" for {User} as {Privilege}", Privilege < PrivilegeLevel.Administrator
        ? null
        : "An administrator's session is not enough: the BMC's firmware firewall may block the command, or it may be allowed only from the server itself.");

    private void RefuseUnlessAllowed(IpmiCommand command)
    {
        if (!command.MayGoUnprotected)
            throw new UnprotectedSecretException(command.Name);
        _options.Trace?.Warning($"{command.Name} carries a secret, and this session is not authenticated and encrypted as with cipher suites 17 and 3: others may read it, or take it in the BMC's name.");
    }

    private async Task<byte[]> RequestAsync(IpmiCommand command, IpmbTarget target, CancellationToken cancellationToken) =>
        await RetryWhileBusyAsync(command, target, bypassesWindow: false, cancellationToken).ConfigureAwait(false) ?? throw NoResponse(command);

    private Task<byte[]?> RetryWhileBusyAsync(IpmiCommand command, IpmbTarget target, bool bypassesWindow, CancellationToken cancellationToken) =>
        BusyBmc.SendAsync(command, () => _channel.RequestAsync(command, target, bypassesWindow, cancellationToken), _options.RetryCount, _options.Clock, cancellationToken);

    private IpmiException NoResponse(IpmiCommand command) => command.IsIdempotent
        ? _channel.InvalidPackets.NoResponse($"{command.Name} was not answered; "
            + (_channel.RejectionReason is { } reason ? $"what the BMC sent was refused: {reason}." : "the BMC may have dropped the session."))
        : new IpmiException(IpmiErrorKind.OutcomeUnknown, $"{command.Name} was sent and not answered. It was not sent again, because it may have been carried out.");

    private void Release()
    {
        _channel.Close(new IpmiException(IpmiErrorKind.Unreachable, $"The session with {ComputerName} is closed."));
        _channel.Dispose();
        _transport.Dispose();
        _closed.TrySetResult(null);
    }
}
