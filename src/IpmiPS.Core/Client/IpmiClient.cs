using System;
using System.Net.Sockets;
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
    private static readonly TimeSpan PatienceAtClose = TimeSpan.FromSeconds(5);

    private readonly IDatagramTransport _transport;
    private readonly SessionChannel _channel;
    private readonly LogInResult _logIn;
    private readonly IpmiConnectOptions _options;
    private readonly TaskCompletionSource<IpmiException?> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _raising = new(1, 1);
    private volatile PrivilegeLevel _level = PrivilegeLevel.User;
    private volatile PrivilegeLevel _highest;
    private int _begun;
    private int _closing;

    private IpmiClient(IpmiConnectOptions options, LanEndpoint endpoint, IDatagramTransport transport, LogInResult logIn, SessionChannel channel)
    {
        _options = options;
        _transport = transport;
        _logIn = logIn;
        _channel = channel;
        _highest = logIn.Privilege;
        Endpoint = endpoint;
        UsedBmcKey = logIn.Suite is null ? null : options.BmcKey is { Length: > 0 };
        ComputerName = options.ComputerName;
        Profile = options.Profile ?? new BmcProfile();
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
    public PayloadProtection? PayloadProtection => CipherSuite is { } suite
        ? new(suite.Confidentiality != ConfidentialityAlgorithm.None, suite.Integrity != IntegrityAlgorithm.None)
        : null;

    /// <inheritdoc/>
    public PrivilegeLevel Privilege => _highest;

    /// <inheritdoc/>
    public byte[]? SystemGuid => _logIn.SystemGuid;

    /// <inheritdoc/>
    public IpmiConnectOptions OptionsForReconnect(IpmiConnectOptions options) => options with { AtLeast = _logIn.Strength };

    /// <summary>The id by which the BMC knows the session.</summary>
    public uint SessionId => _logIn.Session.RemoteId;

    /// <inheritdoc/>
    public TimeSpan? RoundTrip => _channel.RoundTrip;

    /// <inheritdoc/>
    public Task<IpmiException?> Closed => _closed.Task;

    /// <inheritdoc/>
    public bool IsOpen => _closing == 0 && !_closed.Task.IsCompleted;

    /// <summary>Resolves the name, chooses protocol and cipher suite, logs in.</summary>
    /// <exception cref="IpmiException">Kinds NameResolution, Unreachable, Timeout, BadCredential, CipherSuiteRefused, InsecureRefused,
    /// InsufficientPrivilege, NoSessionSlot, InvalidParameter, ProtocolError. A refused log-in was not tried again.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static async Task<IpmiClient> ConnectAsync(IpmiConnectOptions options, CancellationToken cancellationToken = default)
    {
        LogInErrors.RefuseOptions(options);
        using var secrets = new LogInSecrets(options);
        SessionlessChannel? contact = null;
        return await LanDialer.WithTimeoutAsync(options, async limit =>
        {
            var trace = new PacketTrace(options.Trace);
            using var attempt = options.Guard?.Begin(options, limit);
            try
            {
                return await LanDialer.TryAddressesAsync(options, trace, async (transport, endpoint) =>
                {
                    if (attempt is not null)
                        await attempt.ReachAsync(endpoint, limit.Token).ConfigureAwait(false);
                    contact = new SessionlessChannel(transport, trace, options.Channel);
                    transport.Start();
                    var logIn = await new LogInProcedure(contact, options, secrets, trace, attempt).RunAsync(limit.Token).ConfigureAwait(false);
                    attempt?.Proved();
                    var session = new SessionChannel(logIn.Session, transport, trace, contact.Timer, options.Channel);
                    if (logIn.Early is { } early)
                        session.Adopt(early);
                    contact.HandOver(session);

                    // What a run shares goes with the run, and a session may outlast it.
                    return new IpmiClient(options with { Guard = null, Claims = null, Within = null }, endpoint, transport, logIn, session);
                }, limit.Token).ConfigureAwait(false);
            }
            catch (IpmiException error)
            {
                attempt?.Failed(error);
                throw;
            }
        }, () => contact?.InvalidPackets, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<TResponse> SendAsync<TResponse>(IpmiCommand<TResponse> command, IpmbTarget target, CancellationToken cancellationToken)
    {
        if (command.HoldsSecret && !IsSecure)
            RefuseUnlessAllowed(command);

        // A session that was opened for more than reading is raised by the way, while the first command travels.
        if (_options.MinimumPrivilege > PrivilegeLevel.User && Interlocked.Exchange(ref _begun, 1) == 0)
            _ = RaiseByTheWayAsync(_options.MinimumPrivilege, cancellationToken);

        // A question that needs a higher level travels right behind the request for that level: should it arrive before, it is
        // refused, and refused means not begun. A change waits until it may be made.
        var level = _level;
        var raising = command.Privilege > level ? RaiseByTheWayAsync(command.Privilege, cancellationToken) : null;
        if (raising is not null && (!command.IsIdempotent || raising.IsCompleted))
            await raising.ConfigureAwait(false);

        if (!command.IsIdempotent && !_channel.IsHeard)
            await BeHeardAsync(cancellationToken).ConfigureAwait(false);
        byte[] response = await RequestAsync(command, target, cancellationToken).ConfigureAwait(false);
        if (response[0] == (byte)CompletionCode.InsufficientPrivilege && level < Privilege)
        {
            // BMCs differ in what they ask for, and of OEM commands nobody knows it.
            await (raising ?? RaiseAsync(level + 1, cancellationToken)).ConfigureAwait(false);
            response = await RequestAsync(command, target, cancellationToken).ConfigureAwait(false);
        }

        if (response[0] == (byte)CompletionCode.InsufficientPrivilege)
            throw Barred(command);
        if (response[0] != 0)
            throw new IpmiCommandException(command, (CompletionCode)response[0]);
        return command.ReadResponse(new ByteReader(response, 1, response.Length - 1));
    }

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
        if (Interlocked.Exchange(ref _closing, 1) != 0)
        {
            await _closed.Task.ConfigureAwait(false);
            return;
        }

        _channel.Tell(Profile);
        using var over = new CancellationTokenSource();
        try
        {
            var closing = UntilNotBusyAsync(new CloseSession(_logIn.Session.RemoteId), IpmbTarget.Bmc, isFarewell: true, over.Token);
            await Task.WhenAny(closing, _options.Clock.DelayAsync(PatienceAtClose, over.Token)).ConfigureAwait(false);
            over.Cancel();
            await closing.ConfigureAwait(false);
        }
        catch (Exception error) when (error is OperationCanceledException or IpmiException)
        {
            // The session is gone for this end; the BMC's slot ends with its idle time-out.
        }
        finally
        {
            ReleaseAll(null);
        }
    }

    /// <summary>Closes the session without waiting: Close Session is on its way when this returns, and is repeated in the background if it is lost.</summary>
    public void Dispose() => _ = CloseAsync();

    /// <summary>
    /// OpenBMC may drop the first packet after RAKP 4, because it does not have the keys yet. A change cannot be sent again, so it goes only when
    /// something else was answered.
    /// </summary>
    private async Task BeHeardAsync(CancellationToken cancellationToken)
    {
        await _raising.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!_channel.IsHeard)
                await RequestAsync(new GetDeviceId(), IpmbTarget.Bmc, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _raising.Release();
        }
    }

    /// <summary>Raises the session; whether anybody waits for it is the caller's business.</summary>
    private Task RaiseByTheWayAsync(PrivilegeLevel needed, CancellationToken cancellationToken)
    {
        var raising = RaiseAsync(needed, cancellationToken);
        raising.Forget();
        return raising;
    }

    /// <summary>The session begins at User; what needs more raises it first, once.</summary>
    private async Task RaiseAsync(PrivilegeLevel needed, CancellationToken cancellationToken)
    {
        await _raising.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (needed <= _level)
                return;
            if (needed > Privilege)
            {
                Profile.ForgetPrivilege();
                throw new IpmiException(IpmiErrorKind.InsufficientPrivilege, $"The command needs the privilege {needed}, and the session of {User} has {Privilege}; the command was not carried out.",
                    $"Use an account whose privilege limit on the LAN channel is {needed} or more. Where -PrivilegeLevel is given, name {needed} or leave it out; open a kept session anew.");
            }

            // To the top at once, so that it need not be done again; and down from there, because some BMCs let users log in with more
            // than they then get. Others refuse the first request, and grant the same one when it comes again.
            for (var level = Privilege; ; level--)
            {
                var raise = new SetSessionPrivilegeLevel(level);
                byte[] response = await RequestAsync(raise, IpmbTarget.Bmc, cancellationToken).ConfigureAwait(false);
                if (level == Privilege && response[0] is SetSessionPrivilegeLevel.NotForUser or SetSessionPrivilegeLevel.BeyondLimit)
                    response = await RequestAsync(raise, IpmbTarget.Bmc, cancellationToken).ConfigureAwait(false);
                if (response[0] == 0)
                {
                    _level = _highest = level;
                    return;
                }

                if (level == needed)
                    throw new IpmiException(IpmiErrorKind.InsufficientPrivilege, $"The command needs the privilege {needed}, and the BMC does not give it to {User}; the command was not carried out. {new IpmiCommandException(raise, (CompletionCode)response[0]).Message}");
            }
        }
        finally
        {
            _raising.Release();
        }
    }

    /// <summary>D4h means that the privilege is too low, or that the BMC's firmware firewall blocks the command. IPMI 2.0 section 5.2, table 5-2.</summary>
    private IpmiCommandException Barred(IpmiCommand command) => new(command, CompletionCode.InsufficientPrivilege, $" for {User} as {Privilege}", Privilege < PrivilegeLevel.Administrator
        ? null
        : "An administrator's session is not enough: the BMC's firmware firewall may block the command, or it may be allowed only from the server itself.");

    private void RefuseUnlessAllowed(IpmiCommand command)
    {
        if (!command.MayGoUnprotected)
            throw new UnprotectedSecretException(command.Name);
        _options.Trace?.Warning($"{command.Name} carries a secret, and this session is not authenticated and encrypted as with cipher suites 17 and 3: others may read it, or take it in the BMC's name.");
    }

    private async Task<byte[]> RequestAsync(IpmiCommand command, IpmbTarget target, CancellationToken cancellationToken) =>
        await UntilNotBusyAsync(command, target, isFarewell: false, cancellationToken).ConfigureAwait(false) ?? throw NoResponse(command);

    /// <summary>One command until it is answered, or null.</summary>
    private Task<byte[]?> UntilNotBusyAsync(IpmiCommand command, IpmbTarget target, bool isFarewell, CancellationToken cancellationToken) =>
        BusyBmc.AskAsync(command, () => _channel.RequestAsync(command, target, isFarewell, cancellationToken), _options.RetryCount, _options.Clock, cancellationToken);

    private IpmiException NoResponse(IpmiCommand command) => command.IsIdempotent
        ? _channel.InvalidPackets.NoResponse($"{command.Name} was not answered; "
            + (_channel.Refused is { } reason ? $"what the BMC sent was refused: {reason}." : "the BMC may have dropped the session."))
        : new IpmiException(IpmiErrorKind.OutcomeUnknown, $"{command.Name} was sent and not answered. It was not sent again, because it may have been carried out.");

    private void ReleaseAll(IpmiException? reason)
    {
        _channel.Close(reason ?? new IpmiException(IpmiErrorKind.Unreachable, $"The session with {ComputerName} is closed."));
        _channel.Dispose();
        _transport.Dispose();
        _closed.TrySetResult(reason);
    }

    private string User => LogInErrors.Describe(_options.UserName);
}
