using System;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands;

namespace IpmiPS;

/// <summary>How far a change has got.</summary>
internal enum ChangeState
{
    /// <summary>The command was not sent, or was refused. Nothing was changed.</summary>
    NotSent,

    /// <summary>The command was sent, and no response says whether the BMC carried it out.</summary>
    Unanswered,

    /// <summary>The BMC accepted the command. The effect was not read back.</summary>
    Answered,

    /// <summary>It was read back whether the change has taken effect.</summary>
    ReadBack,
}

/// <summary>
/// One change of a BMC, from the command to the effect that is read back. Decides what an error means: nothing was changed before the
/// command was sent; from then on, until the effect was read back, the outcome is unknown.
/// </summary>
internal sealed class ChangeOutcome
{
    /// <summary>How far the change has got.</summary>
    public ChangeState State { get; private set; }

    /// <summary>Why no response says whether the command was carried out; null if one does, or if the wait for it was cancelled.</summary>
    public IpmiException? UnansweredReason { get; private set; }

    /// <summary>
    /// Sends the command that makes the change. Returns the response, or the default value if no response says whether the command was carried out;
    /// <see cref="State"/> tells them apart.
    /// </summary>
    /// <exception cref="IpmiException">The BMC refused the command, or it was not sent.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; <see cref="State"/> says whether the command was sent.</exception>
    public Task<T?> SendAsync<T>(IIpmiConnection connection, IpmiCommand<T> command, CancellationToken cancellationToken) =>
        SendAsync(connection, command, IpmbTarget.Bmc, cancellationToken);

    /// <summary>Sends the command to a controller behind the BMC.</summary>
    /// <inheritdoc cref="SendAsync{T}(IIpmiConnection, IpmiCommand{T}, CancellationToken)"/>
    public async Task<T?> SendAsync<T>(IIpmiConnection connection, IpmiCommand<T> command, IpmbTarget target, CancellationToken cancellationToken)
    {
        (State, UnansweredReason) = (ChangeState.NotSent, null);
        try
        {
            T response = await connection.SendAsync(command, target, cancellationToken).ConfigureAwait(false);
            State = ChangeState.Answered;
            return response;
        }
        catch (Exception error) when (MayBeCarriedOut(error, isSentOnce: !command.IsIdempotent))
        {
            (State, UnansweredReason) = (ChangeState.Unanswered, error as IpmiException);
            cancellationToken.ThrowIfCancellationRequested();
            return default;
        }
    }

    /// <summary>Notes that the effect was read back. Later errors do not change what is known.</summary>
    public void ReadBack() => State = ChangeState.ReadBack;

    /// <summary>Reads the settings for a result, after a change that was made and read back.</summary>
    /// <exception cref="IpmiException">OutcomeUnknown: they could not be read.</exception>
    public static async Task<T> ReadAllAsync<T>(Func<Task<T>> readAsync)
    {
        try
        {
            return await readAsync().ConfigureAwait(false);
        }
        catch (Exception error) when (error is IpmiException or OperationCanceledException)
        {
            throw new IpmiException(
                IpmiErrorKind.OutcomeUnknown, $"The change was made and read back, and then the settings could not be read: {error.Message}", "Read the settings before you change them again.", error);
        }
    }

    /// <summary>Whether an error that ends the work leaves the outcome unknown without saying so itself.</summary>
    public bool IsUnknownAfter(Exception error) =>
        State is ChangeState.Unanswered or ChangeState.Answered && error is not IpmiException { Kind: IpmiErrorKind.OutcomeUnknown };

    /// <summary>Whether a command may have been carried out although sending it ended with an error.</summary>
    /// <param name="error">The error.</param>
    /// <param name="isSentOnce">Whether the connection sends the command once and reports OutcomeUnknown if it gets no response. Any other silence then means that it was not sent.</param>
    public static bool MayBeCarriedOut(Exception error, bool isSentOnce) => error switch
    {
        IpmiCommandException response => CompletionCodes.IsAmbiguous(response.CompletionCode),
        IpmiException { Kind: IpmiErrorKind.OutcomeUnknown or IpmiErrorKind.ProtocolError } => true,
        IpmiException { Kind: IpmiErrorKind.Timeout or IpmiErrorKind.Unreachable } or OperationCanceledException => !isSentOnce,
        _ => error is not IpmiException,
    };
}
