using System;
using System.Collections.Concurrent;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands;
using IpmiPS.Wire;

namespace IpmiPS.Tests.Changes;

/// <summary>What goes wrong at one moment of a change.</summary>
public enum Fault
{
    /// <summary>The caller cancels before the request is sent.</summary>
    CancelledBefore,

    /// <summary>The caller cancels while the BMC carries the request out.</summary>
    CancelledUnderway,

    /// <summary>The caller cancels when the response has arrived.</summary>
    CancelledAfter,

    /// <summary>The caller cancels during a pause.</summary>
    CancelledInPause,

    /// <summary>The request does not arrive.</summary>
    RequestLost,

    /// <summary>The response does not arrive.</summary>
    ResponseLost,

    /// <summary>The request arrives, and from its response on the BMC is silent.</summary>
    SilentFromThen,

    /// <summary>From this request on nothing can be sent.</summary>
    GoneFromThen,

    /// <summary>The BMC carries the request out and its response is malformed.</summary>
    Malformed,

    /// <summary>The BMC carries the request out and answers with C3h, "processing time-out".</summary>
    ProcessingTimeout,

    /// <summary>The BMC carries the request out and answers with CEh, "response could not be provided".</summary>
    ResponseUnavailable,

    /// <summary>The BMC carries the request out and answers with CFh, "duplicated request".</summary>
    DuplicateRequest,

    /// <summary>The BMC carries the request out and answers with FFh, "unspecified error".</summary>
    UnspecifiedError,

    /// <summary>The BMC does not carry the request out and answers with FFh.</summary>
    UnspecifiedRefusal,

    /// <summary>The BMC does not carry the request out and answers with CCh, "invalid data field".</summary>
    Refusal,
}

/// <summary>
/// A connection that keeps the contract of <see cref="IIpmiConnection"/>, and on which at the n-th request (or pause) one thing goes wrong.
/// </summary>
internal sealed class FaultyMoment(IIpmiConnection inner, Fault fault, int moment, CancellationTokenSource cancel) : IIpmiConnection
{
    private int _requests;
    private int _pauses;

    /// <summary>The commands that were sent, as far as a caller can know, whether they arrived or not.</summary>
    public ConcurrentQueue<IpmiCommand> Sent { get; } = new();

    public string ComputerName => inner.ComputerName;

    public BmcProfile Profile => inner.Profile;

    /// <summary>Whether the moment came.</summary>
    public bool WasReached => (fault == Fault.CancelledInPause ? _pauses : _requests) >= moment;

    /// <summary>To be called in each pause.</summary>
    public void Pause()
    {
        if (fault == Fault.CancelledInPause && ++_pauses == moment)
            cancel.Cancel();
    }

    public async Task<TResponse> SendAsync<TResponse>(IpmiCommand<TResponse> command, IpmbTarget target, CancellationToken cancellationToken)
    {
        // A real response comes later; the caller continues meanwhile.
        await Task.Yield();
        if (command.IsIdempotent)
            Sent.Enqueue(command);
        int request = Interlocked.Increment(ref _requests);
        bool isNow = request == moment;
        if (isNow && fault == Fault.CancelledBefore)
            cancel.Cancel();
        cancellationToken.ThrowIfCancellationRequested();
        if (request >= moment && fault == Fault.GoneFromThen)
            throw new IpmiException(IpmiErrorKind.Unreachable, "The session is closed.");
        if (!command.IsIdempotent)
            Sent.Enqueue(command);
        if (isNow && fault == Fault.RequestLost || request > moment && fault == Fault.SilentFromThen)
            throw NoResponse(command);
        if (isNow && fault is (Fault.UnspecifiedRefusal or Fault.Refusal))
            throw new IpmiCommandException(command, fault == Fault.Refusal ? CompletionCode.InvalidDataField : CompletionCode.Unspecified);
        var response = await inner.SendAsync(command, target, CancellationToken.None);
        if (!isNow)
            return response;
        switch (fault)
        {
            case Fault.CancelledUnderway:
                cancel.Cancel();
                if (cancellationToken.IsCancellationRequested)
                    throw command.IsIdempotent ? new OperationCanceledException(cancellationToken) : NoResponse(command);
                return response;
            case Fault.CancelledAfter:
                cancel.Cancel();
                return response;
            case Fault.ResponseLost or Fault.SilentFromThen:
                throw NoResponse(command);
            case Fault.Malformed:
                throw new MalformedDataException("Malformed.");
            case Fault.ProcessingTimeout:
                throw new IpmiCommandException(command, CompletionCode.ProcessingTimeout);
            case Fault.ResponseUnavailable:
                throw new IpmiCommandException(command, CompletionCode.ResponseUnavailable);
            case Fault.DuplicateRequest:
                throw new IpmiCommandException(command, CompletionCode.DuplicateRequest);
            case Fault.UnspecifiedError:
                throw new IpmiCommandException(command, CompletionCode.Unspecified);
            default:
                return response;
        }
    }

    private static IpmiException NoResponse(IpmiCommand command) =>
        new(command.IsIdempotent ? IpmiErrorKind.Timeout : IpmiErrorKind.OutcomeUnknown, $"{command.Name} was not answered.");
}
