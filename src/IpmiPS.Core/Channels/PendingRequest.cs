using System;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands;
using IpmiPS.Packets;
using IpmiPS.Wire;

namespace IpmiPS.Channels;

/// <summary>
/// A request that waits for its answer. Who waits goes on at once, on the thread that brought the answer: one that came in a datagram
/// thus leads to the next request without a thread being woken. All other ends come from threads that have something else to do, and
/// are told on the pool's.
/// </summary>
internal sealed class PendingRequest(IpmiCommand command, IpmbTarget target, byte sequence, ArraySegment<byte> message)
{
    private readonly TaskCompletionSource<byte[]?> _response = new();

    public IpmiCommand Command => command;

    public IpmbTarget Target => target;

    public byte Sequence => sequence;

    /// <summary>The IPMI message, to be sealed anew for each sending.</summary>
    public ArraySegment<byte> Message => message;

    /// <summary>How much rubbish had come when it was sent first.</summary>
    public int InvalidPacketsBefore { get; set; }

    /// <summary>How often it was sent.</summary>
    public int Attempts { get; set; }

    /// <summary>When it was sent last.</summary>
    public TimeSpan SentAt { get; set; }

    /// <summary>When to send it again.</summary>
    public TimeSpan Deadline { get; set; }

    /// <summary>When to give it up, however often it was sent.</summary>
    public TimeSpan GiveUpAt { get; set; }

    /// <summary>Whether it is decided how the request ends, though who waits may not know yet.</summary>
    public bool IsOver { get; set; }

    /// <summary>Completion code and data; null when no answer came.</summary>
    public Task<byte[]?> Answer => _response.Task;

    public bool IsAnswered => _response.Task is { Status: TaskStatus.RanToCompletion, Result: not null };

    /// <summary>The answer came. Not to be called under a lock: who waits goes on within.</summary>
    public void Complete(byte[] response) => _response.TrySetResult(response);

    /// <summary>No answer came, and none is waited for any longer.</summary>
    public void GiveUp() => OnPool(static request => request._response.TrySetResult(null));

    /// <summary>Nobody waits any longer.</summary>
    public void Cancel() => OnPool(request => _ = command.IsIdempotent
        ? request._response.TrySetCanceled()
        : request._response.TrySetException(Unknown("waiting for its answer was given up")));

    /// <summary>The session ended.</summary>
    public void Fail(IpmiException reason) => OnPool(request => request._response.TrySetException(command.IsIdempotent ? reason : Unknown("the session ended before its answer came", reason)));

    /// <summary>Completion code and data out of a message that answers this request; null for any other message.</summary>
    public byte[]? ResponseIn(in LanMessage received)
    {
        if (received.Sequence != sequence || !received.IsResponse || received.Data.Count == 0)
            return null;
        if (Fits(received))
            return new ByteReader(received.Data).ReadRest();
        return target.IsBmc ? null : AnswerInBridge(received);
    }

    /// <summary>
    /// The answer to Send Message: a failure ends the request; success either holds the other controller's answer at once or announces
    /// that it follows as a message of its own.
    /// </summary>
    private byte[]? AnswerInBridge(in LanMessage received)
    {
        if (received.NetFn != ((byte)NetFn.App | 1) || received.Command != Commands.App.SendMessage.Definition.Code)
            return null;
        var reader = new ByteReader(received.Data);
        byte code = reader.ReadByte();
        if (code != 0)
            return [SendMessage.ToTargetCode(code)];
        if (reader.Remaining < LanMessage.Overhead)
            return null;
        var inner = LanMessage.Read(reader);
        return Fits(inner) && inner.Data.Count > 0 ? new ByteReader(inner.Data).ReadRest() : null;
    }

    /// <summary>What may have been carried out, and cannot be repeated to find out.</summary>
    private IpmiException Unknown(string why, IpmiException? reason = null) =>
        new(IpmiErrorKind.OutcomeUnknown, $"{command.Name} was sent, and {why}. It may have been carried out.", innerException: reason);

    private void OnPool(Action<PendingRequest> end) => ThreadPool.QueueUserWorkItem(_ => end(this));

    private bool Fits(in LanMessage message) =>
        message.NetFn == ((byte)command.NetFn | 1) && message.Command == command.Code && message.RequesterLun == command.Lun;
}
