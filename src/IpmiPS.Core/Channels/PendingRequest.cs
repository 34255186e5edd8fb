using System;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands;
using IpmiPS.Packets;

namespace IpmiPS.Channels;

/// <summary>
/// A request that waits for its response. The caller continues on the thread that received the response, so the next request is sent without
/// waking another thread. All other outcomes come from threads with other work, and the caller continues on the thread pool.
/// </summary>
internal sealed class PendingRequest(IpmiCommand command, IpmbTarget target, byte sequence, RequestEncoding encoding, ArraySegment<byte> message)
{
    private readonly TaskCompletionSource<byte[]?> _response = new();

    public IpmiCommand Command => command;

    public IpmbTarget Target => target;

    public byte Sequence => sequence;

    /// <summary>The IPMI message, which is sealed anew each time it is sent.</summary>
    public ArraySegment<byte> Message => message;

    /// <summary>The number of invalid packets received before it was first sent.</summary>
    public int InvalidPacketsBefore { get; set; }

    /// <summary>How often it was sent.</summary>
    public int Attempts { get; set; }

    /// <summary>When it was last sent.</summary>
    public TimeSpan SentAt { get; set; }

    /// <summary>When to send it again.</summary>
    public TimeSpan Deadline { get; set; }

    /// <summary>When to give up, however often it was sent.</summary>
    public TimeSpan GiveUpAt { get; set; }

    /// <summary>Whether the outcome is decided, even if the caller has not been told yet.</summary>
    public bool IsOver { get; set; }

    /// <summary>Completion code and data; null if no response came.</summary>
    public Task<byte[]?> Response => _response.Task;

    public bool HasResponse => _response.Task is { Status: TaskStatus.RanToCompletion, Result: not null };

    /// <summary>Creates a request that is yet to be sent.</summary>
    public static PendingRequest Create(IpmiCommand command, IpmbTarget target, byte sequence)
    {
        var encoding = RequestEncoding.For(target);
        var message = RequestEncoding.CreateWriter(command);
        encoding.Write(message, command, sequence);
        return new PendingRequest(command, target, sequence, encoding, message.AsSegment());
    }

    /// <summary>Ends the request with its response. Do not call it in a lock: the caller continues within this call.</summary>
    public void Complete(byte[] response) => _response.TrySetResult(response);

    /// <summary>Ends the request without a response.</summary>
    public void GiveUp() => EndOnPool(static request => request._response.TrySetResult(null));

    /// <summary>Ends the request because its caller cancelled it.</summary>
    public void Cancel() => EndOnPool(request => _ = command.IsIdempotent
        ? request._response.TrySetCanceled()
        : request._response.TrySetException(OutcomeUnknown("waiting for its answer was given up")));

    /// <summary>Ends the request because the session ended.</summary>
    public void Fail(IpmiException reason) => EndOnPool(request =>
        request._response.TrySetException(command.IsIdempotent ? reason : OutcomeUnknown("the session ended before its answer came", reason)));

    /// <summary>Returns completion code and data of a message that is the response to this request; null for any other message.</summary>
    public byte[]? ReadResponse(in LanMessage received) =>
        received.Sequence == sequence && received.IsResponse && received.Data.Count > 0 ? encoding.ReadResponse(command, received) : null;

    private IpmiException OutcomeUnknown(string cause, IpmiException? reason = null) =>
        new(IpmiErrorKind.OutcomeUnknown, $"{command.Name} was sent, and {cause}. It may have been carried out.", innerException: reason);

    private void EndOnPool(Action<PendingRequest> end) => ThreadPool.QueueUserWorkItem(_ => end(this));
}
