using System;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands;

namespace IpmiPS;

/// <summary>How far a change has got.</summary>
internal enum ChangeState
{
    /// <summary>The command that makes it was not sent, or was refused. Nothing was changed.</summary>
    NotSent,

    /// <summary>It was sent, and no answer says whether the BMC carried it out.</summary>
    Unanswered,

    /// <summary>The BMC answered that it carries it out. The effect was not read back.</summary>
    Answered,

    /// <summary>The effect was read back, or that there is none.</summary>
    ReadBack,
}

/// <summary>
/// One change of a BMC, from the command that makes it to the effect that is read back. It decides what an error means: before the
/// command was sent, nothing was changed; after that, and until the effect was read back, the outcome is unknown.
/// </summary>
internal sealed class ChangeOutcome
{
    /// <summary>How far the change has got.</summary>
    public ChangeState State { get; private set; }

    /// <summary>Why no answer says whether the command was carried out; null where one does, or where waiting for it was cancelled.</summary>
    public IpmiException? Doubt { get; private set; }

    /// <summary>
    /// Sends the command that makes the change. Returns the answer, or the default value where no answer says whether the command was
    /// carried out; <see cref="State"/> tells the two apart.
    /// </summary>
    /// <exception cref="IpmiException">The BMC refused the command, or it was not sent.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; <see cref="State"/> says whether the command was sent.</exception>
    public async Task<T?> SendAsync<T>(IIpmiConnection connection, IpmiCommand<T> command, CancellationToken cancellationToken)
    {
        (State, Doubt) = (ChangeState.NotSent, null);
        try
        {
            T response = await connection.SendAsync(command, cancellationToken).ConfigureAwait(false);
            State = ChangeState.Answered;
            return response;
        }
        catch (Exception error) when (MayBeCarriedOut(error, isSentOnce: !command.IsIdempotent))
        {
            (State, Doubt) = (ChangeState.Unanswered, error as IpmiException);
            cancellationToken.ThrowIfCancellationRequested();
            return default;
        }
    }

    /// <summary>Says that the effect was read back. What is thrown from now on speaks for itself.</summary>
    public void ReadBack() => State = ChangeState.ReadBack;

    /// <summary>Whether an error that ends the work leaves open what became of the change and does not say so itself.</summary>
    public bool IsUnknownAfter(Exception error) =>
        State is ChangeState.Unanswered or ChangeState.Answered && error is not IpmiException { Kind: IpmiErrorKind.OutcomeUnknown };

    /// <summary>Whether a command may have been carried out although sending it ended with an error.</summary>
    /// <param name="error">The error.</param>
    /// <param name="isSentOnce">Whether the connection sends the command once and says OutcomeUnknown where it was sent and not answered, so that silence of another kind means that it was not sent.</param>
    public static bool MayBeCarriedOut(Exception error, bool isSentOnce) => error switch
    {
        IpmiCommandException response => CompletionCodes.IsAmbiguous(response.CompletionCode),
        IpmiException { Kind: IpmiErrorKind.OutcomeUnknown or IpmiErrorKind.ProtocolError } => true,
        IpmiException { Kind: IpmiErrorKind.Timeout or IpmiErrorKind.Unreachable } or OperationCanceledException => !isSentOnce,
        _ => error is not IpmiException,
    };
}
