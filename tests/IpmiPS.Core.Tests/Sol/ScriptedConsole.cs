using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands;
using IpmiPS.Commands.App;
using IpmiPS.Commands.Transport;
using IpmiPS.Packets;
using IpmiPS.Sol;
using IpmiPS.Tests.Support;
using IpmiPS.Wire;

namespace IpmiPS.Tests.Sol;

/// <summary>A session whose BMC has a console: receives input, and sends the output that a test specifies.</summary>
internal sealed class ScriptedConsole : IPayloadConnection
{
    private readonly ScriptedBmc _bmc;
    private readonly TaskCompletionSource<IpmiException?> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Action<ArraySegment<byte>>? _handler;
    private readonly ConcurrentQueue<Action> _reactions = new();
    private readonly List<Task> _acknowledging = [];
    private byte _sequence;

    public ScriptedConsole() => _bmc = new ScriptedBmc(Answer);

    public string ComputerName => _bmc.ComputerName;

    public BmcProfile Profile { get; } = new();

    public byte? SuiteId => null;

    public Task<IpmiException?> Closed => _closed.Task;

    public BmcEndpoint Endpoint => throw new NotSupportedException();

    public bool ProvesPassword => true;

    public bool IsSecure => PayloadProtection is { IsEncrypted: true, IsAuthenticated: true };

    public PayloadProtection? PayloadProtection { get; set; } = new(IsEncrypted: true, IsAuthenticated: true);

    /// <summary>Commands as command number and data in hexadecimal.</summary>
    public IEnumerable<string> Commands => _bmc.Requests.Select(r => $"{r.Code:X2}:{Hex.Format(r.Data)}");

    /// <summary>Responses to Activate Payload before it succeeds: a completion code, or 0 for a lost response to a command that was carried out.</summary>
    public Queue<byte> ActivationAnswers { get; } = new();

    public ushort PayloadSize { get; set; } = 100;

    /// <summary>Whether another user has the console.</summary>
    public bool IsTaken { get; set; }

    /// <summary>The session that the BMC reports as the owner; null if it does not support the command.</summary>
    public uint? Owner { get; set; } = 0x11;

    /// <summary>Completion code of everything that a console can be opened without.</summary>
    public byte OptionalCode { get; set; }

    public bool IsSilent { get; set; }

    public bool HasHandler => _handler is not null;

    /// <summary>What was typed, and operations in brackets.</summary>
    public StringBuilder Typed { get; } = new();

    /// <summary>Acknowledgements that the console sent.</summary>
    public int Acknowledgements { get; private set; }

    /// <summary>Called with each packet of characters; returns how many are accepted, or null for no acknowledgement.</summary>
    public Func<SolPacket, int?> Accept { get; set; } = packet => packet.Characters.Count;

    /// <summary>The reaction of the server to accepted characters; performed by <see cref="React"/>.</summary>
    public Action<string>? OnTyped { get; set; }

    public Task<TResponse> SendAsync<TResponse>(IpmiCommand<TResponse> command, IpmbTarget target, CancellationToken cancellationToken) =>
        _bmc.SendAsync(command, target, cancellationToken);

    public void SetPayloadHandler(PayloadType type, Action<ArraySegment<byte>>? handler) => _handler = handler;

    public Task SendPayloadAsync(PayloadType type, ArraySegment<byte> payload)
    {
        var packet = SolPacket.Read(new ByteReader(payload));
        if (packet.Acknowledged != 0)
            Acknowledgements++;
        if (packet.Sequence == 0 || IsSilent || Accept(packet) is not { } accepted)
            return Task.CompletedTask;
        string text = Encoding.ASCII.GetString(packet.Characters.Take(accepted).ToArray());
        Typed.Append(packet.Operation == SolOperation.None ? text : $"[{packet.Operation}]");
        _reactions.Enqueue(() => OnTyped?.Invoke(text));

        // As over a network: the response arrives later, on another thread.
        lock (_acknowledging)
            _acknowledging.Add(Task.Run(() => Deliver(new SolPacket { Acknowledged = packet.Sequence, Accepted = (byte)accepted })));
        return Task.CompletedTask;
    }

    /// <summary>Lets the server react to input after the acknowledgement.</summary>
    public void React()
    {
        WaitForAcknowledgements();
        while (_reactions.TryDequeue(out var reaction))
            reaction();
    }

    /// <summary>Sends output of the server.</summary>
    public void Say(string text, SolStatus status = SolStatus.None) => Say(new ArraySegment<byte>(Encoding.UTF8.GetBytes(text)), status);

    public void Say(byte[] bytes, int offset, int count) => Say(new ArraySegment<byte>(bytes, offset, count), SolStatus.None);

    private void Say(ArraySegment<byte> characters, SolStatus status)
    {
        WaitForAcknowledgements();
        _sequence = SolPacket.Next(_sequence);
        Deliver(new SolPacket { Sequence = _sequence, Flags = (byte)status, Characters = characters });
    }

    public void Inform(SolStatus status)
    {
        WaitForAcknowledgements();
        Deliver(new SolPacket { Flags = (byte)status });
    }

    /// <summary>The session ends.</summary>
    public void Drop(IpmiException? reason) => _closed.TrySetResult(reason);

    /// <summary>What the server says is then delivered by this thread, when it returns, and not some time later by that of an acknowledgement.</summary>
    private void WaitForAcknowledgements()
    {
        for (int waited = 0; ; waited++)
        {
            Task next;
            lock (_acknowledging)
            {
                if (waited == _acknowledging.Count)
                    return;
                next = _acknowledging[waited];
            }

            next.Wait();
        }
    }

    private void Deliver(SolPacket packet) => _handler?.Invoke(new ArraySegment<byte>(Vectors.Written(packet.Write)));

    private byte[] Answer(SentRequest request)
    {
        if (IsSilent)
            return [];
        if (request.NetFn == NetFn.Transport)
            return request.Code == GetSolConfigurationParameters.Definition.Code && OptionalCode == 0 ? [0, 0x11, 0xC4] : [OptionalCode == 0 ? (byte)0xC1 : OptionalCode];
        switch (request.Command)
        {
            case GetPayloadActivationStatus:
                return OptionalCode == 0 ? [0, 1, (byte)(IsTaken ? 1 : 0), 0] : [OptionalCode];
            case ActivatePayload when ActivationAnswers.Count > 0:
                byte answer = ActivationAnswers.Dequeue();
                if (answer != 0)
                    return [answer];
                IsTaken = true;
                return [];
            case ActivatePayload when IsTaken:
                return [ActivatePayload.AlreadyActive];
            case ActivatePayload:
                IsTaken = true;
                return [0, .. Vectors.Written(new ActivatedPayload { InboundPayloadSize = PayloadSize, OutboundPayloadSize = 200, Port = 1234 }.Write)];
            case DeactivatePayload:
                byte code = IsTaken ? (byte)0 : DeactivatePayload.AlreadyDeactivated;
                IsTaken = false;
                return [code];
            case GetPayloadInstanceInfo when Owner is { } owner:
                return [0, .. Vectors.Written(new PayloadInstanceInfo(owner, 1).Write)];
            case GetDeviceId:
                return [0, .. Vectors.Written(new DeviceId().Write)];
            default:
                return [0xC1];
        }
    }
}
