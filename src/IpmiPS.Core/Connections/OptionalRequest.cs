using System;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands;

namespace IpmiPS;

/// <summary>Commands whose answer is welcome but not needed: a refusal, silence or rubbish is no failure.</summary>
internal static class OptionalRequest
{
    /// <summary>Sends a command. Whatever goes wrong, a timeout too, is returned as a response that did not succeed.</summary>
    public static Task<OptionalResponse<TResponse>> TrySendAsync<TResponse>(this IIpmiConnection connection, IpmiCommand<TResponse> command, CancellationToken timeout) =>
        TryAsync(() => connection.SendAsync(command, timeout));

    /// <summary>Awaits a response. Whatever goes wrong is returned as a response that did not succeed.</summary>
    public static async Task<OptionalResponse<TResponse>> TryAsync<TResponse>(Func<Task<TResponse>> send)
    {
        try
        {
            return new(true, await send().ConfigureAwait(false), null);
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
