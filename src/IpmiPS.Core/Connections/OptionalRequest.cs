using System;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands;

namespace IpmiPS;

/// <summary>Commands whose answer is welcome but not needed: a refusal, silence or rubbish is no failure.</summary>
internal static class OptionalRequest
{
    /// <summary>Asks; the answer's <see cref="OptionalResponse{T}.Succeeded"/> is false for whatever went wrong, running out of patience too.</summary>
    public static async Task<OptionalResponse<TResponse>> TrySendAsync<TResponse>(this IIpmiConnection connection, IpmiCommand<TResponse> command, CancellationToken patience)
    {
        try
        {
            return new(true, await connection.SendAsync(command, patience).ConfigureAwait(false), null);
        }
        catch (IpmiException e)
        {
            return new(false, default!, e);
        }
        catch (OperationCanceledException)
        {
            return new(false, default!, null);
        }
    }
}

/// <summary>An answer, or none.</summary>
/// <param name="Succeeded">Whether the BMC answered with success.</param>
/// <param name="Value">The answer where it did.</param>
/// <param name="Error">Why not, where it did not; null when patience ran out.</param>
internal readonly record struct OptionalResponse<T>(bool Succeeded, T Value, IpmiException? Error);
