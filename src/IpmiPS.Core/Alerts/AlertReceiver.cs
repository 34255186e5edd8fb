using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Packets;
using IpmiPS.Transport;

namespace IpmiPS.Alerts;

/// <summary>How to receive alerts.</summary>
public sealed record AlertReceiverOptions
{
    /// <summary>The port of SNMP traps. BMCs have no setting for another one.</summary>
    public const int DefaultPort = 162;

    /// <summary>Addresses of this computer, IPv4 or IPv6; empty for all.</summary>
    public IReadOnlyList<string> Addresses { get; init; } = [];

    /// <summary>UDP port, 1 to 65535; 0 for a free one.</summary>
    public int Port { get; init; } = DefaultPort;

    /// <summary>Communities that are accepted; empty for any.</summary>
    public IReadOnlyList<string> Communities { get; init; } = [];

    /// <summary>Says which computer an alert is about; null for none.</summary>
    public AlertInventory? Inventory { get; init; }

    /// <summary>Whether platform event traps are acknowledged (PET Acknowledge): with an inventory, only those from the addresses in it.</summary>
    public bool Acknowledge { get; init; }

    /// <summary>UDP port of BMCs for acknowledgements; null for that in the inventory, otherwise 623.</summary>
    public int? AcknowledgementPort { get; init; }

    /// <summary>How many alerts wait for their consumer at most, 1 or more. What comes then is counted as dropped.</summary>
    public int Capacity { get; init; } = 10000;

    /// <summary>Number of alerts after which nothing more is received, answered and acknowledged.</summary>
    public long Limit { get; init; } = long.MaxValue;

    /// <summary>How long a repetition of an alert is recognised. BMCs repeat an alert up to seven times, in most cases within a minute.</summary>
    public TimeSpan RepeatTime { get; init; } = TimeSpan.FromMinutes(10);
}

/// <summary>
/// Receives alerts: SNMP traps and informs of version 1 and 2c. One thread receives, decodes and answers, and puts them into a bounded queue. Memory is bounded, whatever arrives.
/// </summary>
public sealed class AlertReceiver : IDisposable
{
    /// <summary>How soon the thread notices the end.</summary>
    private const int LongestWaitMicroseconds = 50_000;

    private const int MaximumBatch = 256;

    /// <summary>How often a free port is looked for that all addresses have.</summary>
    private const int MaximumTries = 20;

    private readonly AlertQueue _queue;
    private readonly AlertIntake _intake;
    private readonly List<SweepSocket> _sockets = [];

    /// <summary>Acknowledgements are sent from other ports than 162, and their answers are not read: some BMCs answer malformed.</summary>
    private readonly Dictionary<AddressFamily, SweepSocket> _acknowledging = [];

    private readonly Clock _clock = Clock.System;
    private Task? _work;
    private byte _sequence;
    private volatile bool _stopped;

    /// <summary>Opens the port. What arrives from now on is kept by the system, to a limit, until <see cref="Start"/>.</summary>
    /// <exception cref="IpmiException">
    /// InvalidParameter: an address is not one of this computer. InsufficientPrivilege: the port needs rights. Busy: another program has the port.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public AlertReceiver(AlertReceiverOptions options)
    {
        if (options.Port is < 0 or > 65535 || options.AcknowledgementPort is < 1 or > 65535 || options.Capacity < 1)
            throw new ArgumentOutOfRangeException(nameof(options));
        Bind(options);
        _queue = new AlertQueue(options.Capacity);
        _intake = new AlertIntake(options, _queue);
    }

    /// <summary>UDP port.</summary>
    public int Port => _sockets[0].Local.Port;

    /// <summary>Addresses with ports, such as 0.0.0.0:162 and [::]:162.</summary>
    public IReadOnlyList<string> Endpoints => [.. _sockets.Select(static socket => socket.Local.ToString())];

    /// <summary>What was received so far.</summary>
    public AlertCounts Counts => _intake.Counts;

    /// <summary>Begins to receive. Called once.</summary>
    public void Start() => _work = Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>Takes the next alert or notice, and waits for one. What has arrived is returned also if the wait was cancelled or the receiver was stopped.</summary>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The receiver was stopped.</exception>
    /// <exception cref="IpmiException">The system does not receive any more.</exception>
    public Task<AlertReception> ReceiveAsync(CancellationToken cancellationToken = default) => _queue.TakeAsync(cancellationToken);

    /// <summary>Receives nothing more, and closes the port. What has arrived can still be taken.</summary>
    public void Stop()
    {
        _stopped = true;
        try
        {
            _work?.Wait();
        }
        catch (AggregateException)
        {
            // The queue has it.
        }

        foreach (var socket in _sockets.Concat(_acknowledging.Values))
            socket.Dispose();
        _queue.Close();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Stop();
        _intake.Dispose();
    }

    private void Run()
    {
        try
        {
            var waiting = new List<Socket>(_sockets.Count);
            while (!_stopped)
            {
                waiting.Clear();
                waiting.AddRange(_sockets.Select(static socket => socket.Socket));
                Socket.Select(waiting, null, null, LongestWaitMicroseconds);
                foreach (var socket in _sockets)
                    socket.Receive((from, datagram) => Receive(socket, from, datagram), MaximumBatch, from => _intake.ReceiveTooLong(from.Address, _clock.Now));
            }
        }
        catch (Exception error)
        {
            _queue.Close(new IpmiException(IpmiErrorKind.CommandFailed, $"Nothing can be received any more: {error.Message}", "Start the receiver again.", error));
        }
    }

    /// <summary>Whatever a sender sends, receiving goes on.</summary>
    private void Receive(SweepSocket socket, IPEndPoint from, ArraySegment<byte> datagram) => Callback.Guard(
        () =>
        {
            byte[] packet = [.. datagram];
            var reply = _intake.Receive(packet, from.Address, DateTimeOffset.UtcNow, _clock.Now);
            if (reply.Response is { } response)
                TrySend(socket, response, from);
            if (reply.Acknowledgement is { } acknowledgement)
                Acknowledge(SessionlessMessage.Write(acknowledgement, (byte)(_sequence++ & 0x3F), inRmcpPlus: false), new IPEndPoint(from.Address, reply.AcknowledgementPort));
        },
        fault => _intake.Fault(fault, _clock.Now));

    private void Acknowledge(byte[] packet, IPEndPoint to)
    {
        if (!_acknowledging.TryGetValue(to.AddressFamily, out var socket))
            _acknowledging.Add(to.AddressFamily, socket = new SweepSocket(to.AddressFamily));
        if (TrySend(socket, packet, to) is { } reason)
            _intake.NotAcknowledged(to.Address, reason, _clock.Now);
        else
            _intake.Acknowledged();
    }

    /// <summary>Sends a packet; null if it was sent, otherwise why it was not.</summary>
    private static string? TrySend(SweepSocket socket, byte[] packet, IPEndPoint to)
    {
        try
        {
            return socket.TrySend(packet, to) ? null : "the buffers of the system are full.";
        }
        catch (SocketException error)
        {
            return error.Message;
        }
    }

    private void Bind(AlertReceiverOptions options)
    {
        var addresses = options.Addresses.Count == 0 ? (List<IPAddress>)[IPAddress.Any, .. Socket.OSSupportsIPv6 ? new[] { IPAddress.IPv6Any } : []] : [.. options.Addresses.Select(ParseAddress).Distinct()];
        for (int tries = 1; ; tries++)
        {
            try
            {
                foreach (var address in addresses)
                    Bind(address, _sockets.Count == 0 ? options.Port : _sockets[0].Local.Port, isOptional: options.Addresses.Count == 0 && _sockets.Count > 0);
                return;
            }
            catch (SocketException error)
            {
                var at = addresses[_sockets.Count];
                foreach (var socket in _sockets)
                    socket.Dispose();
                _sockets.Clear();
                if (options.Port != 0 || tries == MaximumTries || error.SocketErrorCode != SocketError.AddressAlreadyInUse)
                    throw Explain(error, at, options.Port);
            }
        }
    }

    /// <summary>Opens the port of an address. A system may have IPv6 and no address of it.</summary>
    private void Bind(IPAddress address, int port, bool isOptional)
    {
        try
        {
            _sockets.Add(new SweepSocket(new IPEndPoint(address, port)));
        }
        catch (SocketException error) when (isOptional && error.SocketErrorCode is SocketError.AddressFamilyNotSupported or SocketError.AddressNotAvailable or SocketError.ProtocolNotSupported)
        {
        }
    }

    private static IPAddress ParseAddress(string text) => IPAddress.TryParse(text, out var address)
        ? HostResolver.Plain(address)
        : throw new IpmiException(IpmiErrorKind.InvalidParameter, $"'{text}' is not an IP address.", "Give an IPv4 or IPv6 address of this computer, or none for all.");

    /// <summary>Says why the port cannot be opened, and what to do.</summary>
    internal static IpmiException Explain(SocketException error, IPAddress address, int port)
    {
        bool isWindows = RuntimeInformation.IsOSPlatform(OSPlatform.Windows), isMac = RuntimeInformation.IsOSPlatform(OSPlatform.OSX);
        string number = port.ToString(CultureInfo.InvariantCulture);
        return error.SocketErrorCode switch
        {
            // Windows reports a port that another program has for itself, or that is excluded, as a missing right.
            SocketError.AddressAlreadyInUse or SocketError.AccessDenied when isWindows || error.SocketErrorCode == SocketError.AddressAlreadyInUse => new IpmiException(
                IpmiErrorKind.Busy,
                $"UDP port {number} cannot be opened: another program has it.",
                isWindows
                    ? $"Port 162 belongs to the service \"SNMP Trap\": stop it as an administrator (Stop-Service SNMPTrap; Set-Service SNMPTrap -StartupType Disabled). 'Get-NetUDPEndpoint -LocalPort {number}' shows another owner, 'netsh int ipv4 show excludedportrange udp' the reserved ports."
                    : $"'{(isMac ? $"lsof -nP -iUDP:{number}" : "ss -lunp")}' as root shows the program, often snmptrapd: stop it, or have it forward to another port, and receive there.",
                error),
            SocketError.AccessDenied => new IpmiException(
                IpmiErrorKind.InsufficientPrivilege,
                $"UDP port {number} cannot be opened: ports below 1024 need rights.",
                isMac ? "BMCs always send to port 162. Give no address, because macOS gives such a port to every user only for all addresses; or run as root." :
                "BMCs always send to port 162. Run as root; or give the right to PowerShell: setcap cap_net_bind_service=+ep \"$(readlink -f \"$(command -v pwsh)\")\", or start it with authbind; or receive at another port, such as 10162, to which the system "
                    + "redirects: nft 'table inet traps { chain prerouting { type nat hook prerouting priority dstnat; udp dport 162 redirect to :10162; }; }'.",
                error),
            SocketError.AddressNotAvailable => new IpmiException(IpmiErrorKind.InvalidParameter, $"{address} is not an address of this computer.", "Give an address of this computer, or none for all.", error),
            _ => new IpmiException(IpmiErrorKind.CommandFailed, $"UDP port {number} of {address} cannot be opened: {error.Message}", "Give another address or port.", error),
        };
    }
}
