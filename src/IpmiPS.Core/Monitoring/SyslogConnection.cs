using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace IpmiPS.Monitoring;

/// <summary>How messages get to a syslog server.</summary>
public enum SyslogTransport
{
    /// <summary>One datagram for each message, RFC 5426; whether it arrives cannot be known.</summary>
    Udp,

    /// <summary>TCP, RFC 6587.</summary>
    Tcp,

    /// <summary>TLS 1.2 or later, RFC 5425.</summary>
    Tls,
}

/// <summary>How a connection separates messages.</summary>
public enum SyslogFraming
{
    /// <summary>The length before each message, RFC 6587 section 3.4.1 and RFC 5425.</summary>
    OctetCounting,

    /// <summary>A line feed after each message, RFC 6587 section 3.4.2, for servers that read lines. Line feeds in a message become spaces.</summary>
    LineFeed,
}

/// <summary>A syslog server, and how to reach it.</summary>
internal sealed record SyslogServer(string Host, int Port, SyslogTransport Transport)
{
    /// <summary>How TCP and TLS separate messages.</summary>
    public SyslogFraming Framing { get; init; }

    /// <summary>How long one message may take, with all attempts.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The certificate of this computer; null for none.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>SHA-256 or SHA-1 of the only certificate that the server may have, in hexadecimal; null to check its chain and name.</summary>
    public string? Thumbprint { get; init; }

    /// <summary>Whether any certificate is accepted.</summary>
    public bool SkipsCertificateCheck { get; init; }

    /// <inheritdoc/>
    public override string ToString() => string.Format(CultureInfo.InvariantCulture, "{0} port {1} ({2})", Host, Port, Transport.ToString().ToUpperInvariant());
}

/// <summary>
/// Sends messages over one connection, which is opened again when it is lost. A message that could not be written whole is sent again, so it may arrive twice; what was written and not read
/// by the server when the connection broke is lost, and TCP does not tell how much that is.
/// </summary>
internal sealed class SyslogConnection(SyslogServer server) : IDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500), LongestPause = TimeSpan.FromSeconds(15), CloseTimeout = TimeSpan.FromSeconds(5);

    private readonly Clock _clock = Clock.System;
    private Socket? _socket;
    private Stream? _stream;
    private Task? _end;
    private long _sent;

    /// <summary>Receives what happens to the connection. Called by the methods of this class.</summary>
    public Action<string>? Warned { get; init; }

    /// <summary>Sends a message. Tries again until the time is over; a certificate that is not accepted ends it at once.</summary>
    /// <exception cref="IpmiException">
    /// NameResolution, Unreachable, Timeout: the server cannot be reached. InsecureRefused: its certificate or version of TLS is not accepted. The message was not sent, or not as a whole.
    /// </exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public async Task SendAsync(byte[] message, CancellationToken cancellationToken)
    {
        byte[] frame = server.Transport == SyslogTransport.Udp ? message : Frame(message);
        var end = _clock.Now + server.Timeout;
        var pause = FirstPause;
        bool isWarned = false;
        while (true)
        {
            bool wasOpen = false;
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(end - _clock.Now is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero);
            try
            {
                CheckEnd();
                if (_socket is null)
                    await OpenAsync(limit.Token).ConfigureAwait(false);
                wasOpen = _end is not null;
                await WriteAsync(frame, limit.Token).ConfigureAwait(false);
                _sent++;
                return;
            }
            catch (Exception error) when (error is not IpmiException { Kind: IpmiErrorKind.InsecureRefused })
            {
                Drop();
                cancellationToken.ThrowIfCancellationRequested();
                bool isLate = limit.IsCancellationRequested;
                string reason = !isLate ? error.Message.TrimEnd('.') + "." : wasOpen ? "it does not read what is sent." : "it does not answer.";
                if (wasOpen)
                    WarnOfLoss(reason);
                if (_clock.Now + pause >= end)
                    throw Failure(isLate, reason, error);
                if (!wasOpen && !isWarned)
                    Warned?.Invoke($"{server} cannot be reached: {reason} Trying again for {Seconds} s.");
                isWarned = true;
            }

            await _clock.DelayAsync(pause, cancellationToken).ConfigureAwait(false);
            pause = pause + pause < LongestPause ? pause + pause : LongestPause;
        }
    }

    /// <summary>Ends the connection in order, and waits until the server has read everything and ends it, too.</summary>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public async Task CloseAsync(CancellationToken cancellationToken)
    {
        if (_end is not { } end || _socket is not { } socket)
            return;
        bool isConfirmed = false;
        try
        {
            // A server that does not read may leave no room for the notice that this side ends.
            using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            late.CancelAfter(CloseTimeout);
            using var cancelled = late.Token.Register(socket.Dispose);
            if (_stream is SslStream tls)
                await CloseNotifyAsync(tls).ConfigureAwait(false);
            socket.Shutdown(SocketShutdown.Send);
            await end.ConfigureAwait(false);
            isConfirmed = true;
        }
        catch (Exception error) when (error is SocketException or IOException or ObjectDisposedException or InvalidOperationException)
        {
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (!isConfirmed)
            Warned?.Invoke($"{server} did not confirm the end of the connection. It is not known whether it has read the last messages.");
        Drop();
    }

    /// <inheritdoc/>
    public void Dispose() => Drop();

    private byte[] Frame(byte[] message) => server.Framing == SyslogFraming.LineFeed
        ? [.. message.Select(static octet => octet == (byte)'\n' ? (byte)' ' : octet), (byte)'\n']
        : [.. Encoding.ASCII.GetBytes(message.Length.ToString(CultureInfo.InvariantCulture) + " "), .. message];

    private async Task OpenAsync(CancellationToken cancellationToken)
    {
        bool isUdp = server.Transport == SyslogTransport.Udp;
        var addresses = await Transport.HostResolver.ResolveAsync(server.Host, cancellationToken).ConfigureAwait(false);
        Exception? failure = null;
        foreach (var address in addresses)
        {
            var socket = _socket = isUdp ? new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp) : new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            using var cancelled = cancellationToken.Register(socket.Dispose);
            try
            {
                await Task.Factory.FromAsync((callback, state) => socket.BeginConnect(address, server.Port, callback, state), socket.EndConnect, null).ConfigureAwait(false);
                if (isUdp)
                    return;
                socket.NoDelay = true;
                KeepAlive(socket);
                Stream stream = new NetworkStream(socket);
                _stream = server.Transport == SyslogTransport.Tls ? await SecureAsync(stream).ConfigureAwait(false) : stream;
                _sent = 0;
                _end = WatchAsync(_stream);
                return;
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException or IOException)
            {
                failure = error;
                Drop();
            }
        }

        cancellationToken.ThrowIfCancellationRequested();
        throw failure!;
    }

    /// <summary>
    /// Has the system ask the server after a minute without messages. Events are rare, and firewalls forget a silent connection: the first message after that would be lost without a word.
    /// </summary>
    private static void KeepAlive(Socket socket)
    {
        // In seconds. netstandard2.0 does not name TcpKeepAliveTime and TcpKeepAliveInterval.
        const SocketOptionName Time = (SocketOptionName)3, Interval = (SocketOptionName)17;
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        try
        {
            socket.SetSocketOption(SocketOptionLevel.Tcp, Time, 60);
            socket.SetSocketOption(SocketOptionLevel.Tcp, Interval, 10);
        }
        catch (SocketException)
        {
            // A system without these options asks after two hours.
        }
    }

    private async Task<SslStream> SecureAsync(Stream stream)
    {
        string? refusal = null;
        var tls = new SslStream(stream, leaveInnerStreamOpen: false, (_, certificate, chain, errors) => (refusal = Judge(certificate, chain, errors)) is null);
        var own = new X509CertificateCollection();
        if (server.Certificate is { } certificate)
            own.Add(certificate);
        try
        {
            // None leaves the versions to the system; those before 1.2 are refused below.
            await tls.AuthenticateAsClientAsync(server.Host, own, SslProtocols.None, checkCertificateRevocation: false).ConfigureAwait(false);
        }
        catch (AuthenticationException error)
        {
            Drop();
            throw new IpmiException(
                IpmiErrorKind.InsecureRefused, $"{server}: {refusal ?? $"TLS failed: {error.InnerException?.Message ?? error.Message}"}",
                "Have this computer trust the server's authority, give its -CertificateThumbprint, or check -Server, -Port and -Certificate. -SkipCertificateCheck accepts any server.", error);
        }

        if (tls.SslProtocol >= SslProtocols.Tls12)
            return tls;
        Drop();
        throw new IpmiException(IpmiErrorKind.InsecureRefused, $"{server} offers only {tls.SslProtocol}.", "Enable TLS 1.2 or later on the server.");
    }

    /// <summary>Why the certificate is not accepted; null if it is.</summary>
    private string? Judge(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (server.SkipsCertificateCheck)
            return null;
        if (certificate is null)
            return "the server has no certificate.";
        byte[] bytes = certificate.GetRawCertData();
        string actual = Digest(SHA256.Create(), bytes);
        if (server.Thumbprint is { } wanted)
        {
            string plain = new([.. wanted.Where(Uri.IsHexDigit)]);
            return new[] { actual, certificate.GetCertHashString() }.Any(known => string.Equals(known, plain, StringComparison.OrdinalIgnoreCase))
                ? null
                : $"the server has another certificate than -CertificateThumbprint. The SHA-256 of this one is {actual}.";
        }

        return errors == SslPolicyErrors.None ? null : $"the server's certificate is not accepted: {Describe(errors, chain?.ChainStatus ?? [], server.Host)}. Its SHA-256 is {actual}.";
    }

    /// <summary>What is wrong with a certificate, the rest in the words of the system, such as that it has expired.</summary>
    internal static string Describe(SslPolicyErrors errors, X509ChainStatus[] statuses, string host)
    {
        string[] name = (errors & SslPolicyErrors.RemoteCertificateNameMismatch) != 0 ? [$"it is not for the name {host}"] : [];
        var rest = statuses.Select(static status => status.StatusInformation is { Length: > 0 } text ? text.Trim().TrimEnd('.') : status.Status.ToString());
        return string.Join("; ", name.Concat(rest).Distinct().DefaultIfEmpty(errors.ToString()));
    }

    private static string Digest(HashAlgorithm hash, byte[] bytes)
    {
        using (hash)
            return Wire.Hex.Format(hash.ComputeHash(bytes), "");
    }

    /// <summary>Ends when the server ends the connection. What it sends is not of interest: syslog has no responses.</summary>
    private static async Task WatchAsync(Stream stream)
    {
        var buffer = new byte[256];
        while (await stream.ReadAsync(buffer, 0, buffer.Length).ConfigureAwait(false) > 0)
        {
        }
    }

    /// <summary>A connection that the server has ended is dropped before something is written to it.</summary>
    private void CheckEnd()
    {
        if (_end is not { IsCompleted: true })
            return;
        Drop();
        WarnOfLoss("the server closed the connection.");
    }

    private async Task WriteAsync(byte[] frame, CancellationToken cancellationToken)
    {
        var socket = _socket!;
        using var cancelled = cancellationToken.Register(socket.Dispose);
        if (_stream is { } stream)
        {
            await stream.WriteAsync(frame, 0, frame.Length, CancellationToken.None).ConfigureAwait(false);
            return;
        }

        try
        {
            socket.Send(frame);
        }
        catch (SocketException error) when (error.SocketErrorCode is SocketError.ConnectionRefused or SocketError.ConnectionReset)
        {
            // The answer to the message before.
            Warned?.Invoke($"{server}: nothing receives messages there. At least one was lost.");
            socket.Send(frame);
        }
    }

    /// <summary>Says that this side sends no more (close_notify, RFC 5425 section 4.4). netstandard2.0 does not name the method, which .NET and .NET Framework 4.7 have.</summary>
    private static Task CloseNotifyAsync(SslStream tls) => (Task?)typeof(SslStream).GetMethod("ShutdownAsync", Type.EmptyTypes)?.Invoke(tls, null) ?? Task.CompletedTask;

    private void WarnOfLoss(string reason) =>
        Warned?.Invoke($"The connection to {server} ended: {reason} {_sent.ToString(CultureInfo.CurrentCulture)} {(_sent == 1 ? "message was" : "messages were")} sent over it. Whether the server has read the last ones cannot be known.");

    private void Drop()
    {
        _end?.Forget();
        _end = null;
        _stream?.Dispose();
        _stream = null;
        _socket?.Dispose();
        _socket = null;
    }

    private string Seconds => server.Timeout.TotalSeconds.ToString("0.##", CultureInfo.CurrentCulture);

    private IpmiException Failure(bool isLate, string reason, Exception error)
    {
        if (error is IpmiException { Kind: IpmiErrorKind.NameResolution } unknown)
            return new IpmiException(unknown.Kind, unknown.Description, "Check the spelling of the server's name and DNS, or give its address. A port has a parameter of its own, -Port.", error);
        return isLate
            ? new IpmiException(IpmiErrorKind.Timeout, $"{server} did not take the message within {Seconds} s: {reason}", "Check port and transport, and that the server works; then send the message again.", error)
            : new IpmiException(IpmiErrorKind.Unreachable, $"{server} cannot be reached: {reason}", "Check name, port and transport, and that the server works; then send the message again.", error);
    }
}
